import { fingerprintOf, type Found } from "./found";

/** What of the findings is not among those that are known, and what of these is gone; each as often as it is found. */
export function compared(
  found: readonly Found[],
  known: readonly Found[],
): { readonly fresh: readonly Found[]; readonly gone: readonly Found[] } {
  return { fresh: without(found, known), gone: without(known, found) };
}

function without(all: readonly Found[], others: readonly Found[]): Found[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(fingerprintOf(one), (left.get(fingerprintOf(one)) ?? 0) + 1);
  return all.filter((one) => {
    const count = left.get(fingerprintOf(one)) ?? 0;
    if (count > 0) left.set(fingerprintOf(one), count - 1);
    return count === 0;
  });
}
