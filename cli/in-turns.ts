/** Does it for each, so many at a time; the results are in the order of what they are of. */
export async function inTurns<T, R>(all: readonly T[], atOnce: number, of: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = all.entries();
  const worker = async () => {
    for (const [index, one] of waiting) results[index] = await of(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
