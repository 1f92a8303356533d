/** What is said of single objects by the names that they have in the stack, and which of them there are. */
export class Named<T> {
  readonly #said: Readonly<Record<string, T>>;
  readonly #declared = new Set<string>();

  constructor(said: Readonly<Record<string, T>>) {
    this.#said = said;
  }

  /** What is said of the object of this name, which there is. */
  of(name: string): T | undefined {
    this.#declared.add(name);
    return this.#said[name];
  }

  /** The names of all that there are, in their order. */
  get declared(): readonly string[] {
    return [...this.#declared].sort();
  }

  /** The names of which something is said, and that nothing has. */
  get unknown(): readonly string[] {
    return Object.keys(this.#said).filter((name) => !this.#declared.has(name));
  }
}
