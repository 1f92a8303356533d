/** A map without what is undefined: the engine would warn of it, and a spread would take another's value away. */
export function defined<T extends object>(map: T): Partial<T> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined)) as Partial<T>;
}
