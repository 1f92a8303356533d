import type { Context } from "hono";

/** The part of a list that the query asks for by these names; without a limit, so many or all of it. */
export function part<T>(
  context: Context,
  all: readonly T[],
  { offset, limit, standard = Infinity }: { offset: string; limit: string; standard?: number },
): T[] {
  const from = Number(context.req.query(offset) ?? 0);
  return all.slice(from, from + Number(context.req.query(limit) ?? standard));
}
