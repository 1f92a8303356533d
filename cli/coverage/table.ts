import type { Temporal } from "@js-temporal/polyfill";
import { listInWords } from "../../datadog/list-words";
import { moment } from "../../datadog/schedule/words";
import type { Coverage, Row, Told } from "./coverage";

/** What is the same for several things stands once. */
export interface Block {
  /** `db1 and db2`, `postgres on db1`. */
  readonly of: string;
  readonly failures: readonly { readonly words: string; readonly told: readonly Told[] }[];
}

/** As rows of a table, by what fails; that of which the same is to be said on several hosts together. */
export function blocksOf({ rows }: Coverage): Block[] {
  const things = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.kind, row.name, row.host]);
    things.set(key, [...(things.get(key) ?? []), row]);
  }
  const blocks = new Map<string, { first: Row; hosts: string[]; failures: Block["failures"] }>();
  for (const of of things.values()) {
    const [first] = of;
    if (first === undefined) continue;
    const { kind, name, host = name } = first;
    const failures = of.map(({ monitor, told }) => ({ words: monitor?.title ?? "no monitor watches it", told }));
    const said = failures.map(({ words, told }) => [words, told.map(toldInWords)]);
    const key = JSON.stringify([kind, kind === "host" ? "" : name, said]);
    const known = blocks.get(key);
    if (known === undefined) blocks.set(key, { first, hosts: [host], failures });
    else known.hosts.push(host);
  }
  return [...blocks.values()].map(({ first: { kind, name }, hosts, failures }) => ({
    of: kind === "host" || kind === "environment" ? namesInWords(hosts) : `${name} on ${namesInWords(hosts)}`,
    failures,
  }));
}

/** More of them in a table's cell nobody reads. */
const MOST_NAMES = 6;

function namesInWords(names: readonly string[]): string {
  if (names.length <= MOST_NAMES) return listInWords(names);
  return `${names.slice(0, MOST_NAMES - 1).join(", ")} and ${names.length - MOST_NAMES + 1} more`;
}

/** `@oncall@example.com`; `alert @pagerduty, warning nobody`; `nobody (muted by nights)`. */
export function toldInWords({ byState, mutedBy }: Told): string {
  if (mutedBy !== undefined) return `nobody (muted by ${mutedBy})`;
  if (byState.size === 0) return "nobody";
  const states = [...byState].map(([state, handles]) => ({ state, handles: handles.join(" ") || "nobody" }));
  const all = new Set(states.map(({ handles }) => handles));
  if (all.size === 1) return [...all].join("");
  return states.map(({ state, handles }) => `${state} ${handles}`).join(", ");
}

/** `now, Sun 29 Nov 17:02`; the first is now. */
export function headings(at: readonly Temporal.ZonedDateTime[]): string[] {
  return at.map((one, i) => `${i === 0 ? "now, " : ""}${moment(one.toPlainDateTime())}`);
}

/** What nobody hears of, counted. */
export function summary({ rows, at }: Coverage): string {
  const counts = headings(at).map((when, i) => {
    const count = rows.filter(({ told }) => told[i]?.isNobody === true).length;
    return `${when}: ${count} of ${rows.length} failures notify nobody`;
  });
  return `${counts.join("; ")}.`;
}
