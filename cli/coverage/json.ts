import type { Coverage } from "./coverage";

/** `{ stack, rows: [{ kind, name, host, monitor, told: [{ at, byState, mutedBy, nobody }] }] }`; times with their zone's offset. */
export function coverageJson({ stack, at, rows }: Coverage): string {
  const plain = rows.map(({ kind, name, host, monitor, told }) => ({
    ...{ kind, name, host, monitor },
    told: told.map(({ byState, mutedBy, isNobody }, i) => ({
      at: at[i]?.toString({ smallestUnit: "second", timeZoneName: "never" }),
      byState: Object.fromEntries(byState),
      mutedBy,
      nobody: isNobody,
    })),
  }));
  return `${JSON.stringify({ stack, rows: plain }, undefined, 2)}\n`;
}
