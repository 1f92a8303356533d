/** A stretch of time that ends before `end`; both in milliseconds since 1970. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** In order, and one where several overlap or touch. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = apart.at(-1);
    if (last === undefined || last.end < one.start) apart.push(one);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, one.end) };
  }
  return apart;
}

/** What is in both; each of the two in order and without overlaps. */
export function intersection(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  const both: Stretch[] = [];
  for (let i = 0, j = 0; ;) {
    const [one, other] = [some[i], others[j]];
    if (one === undefined || other === undefined) return both;
    const shared = { start: Math.max(one.start, other.start), end: Math.min(one.end, other.end) };
    if (shared.start < shared.end) both.push(shared);
    if (one.end < other.end) i++;
    else j++;
  }
}

/** What is left of it. */
export function without(stretch: Stretch, taken: readonly Stretch[]): Stretch[] {
  return taken.reduce<Stretch[]>(
    (left, { start, end }) =>
      left
        .flatMap((part) => [
          { start: part.start, end: Math.min(part.end, start) },
          { start: Math.max(part.start, end), end: part.end },
        ])
        .filter((part) => part.start < part.end),
    [stretch],
  );
}
