import { Reader } from "../query/reader.js";
import type { Comparator } from "./query.js";

/** `burn_rate("…").over("30d").long_window("1h").short_window("5m") > 14.4`, `error_budget("…").over("30d") > 90` */
export interface SloQuery {
  readonly kind: "slo";
  readonly of: "burn_rate" | "error_budget";
  /** The SLO's id. Whether there is one, nobody is known to ask. */
  readonly slo: string;
  /** `30d` */
  readonly timeframe: string;
  readonly comparator: Comparator;
  readonly threshold: number;
}

/** @throws SyntaxMistake */
export function parseSloQuery(text: string): SloQuery {
  const reader = new Reader(text);
  const of = reader.expect(/burn_rate|error_budget/, "burn_rate or error_budget") as SloQuery["of"];
  reader.expect(/\(/, "`(`");
  const slo = quoted(reader, /"[^"]+"/, "the id of an SLO in quotes");
  reader.expect(/\)\.over\(/, "`).over(`");
  const timeframe = quoted(reader, /"(?:7|30|90)d"/, '"7d", "30d" or "90d"');
  if (of === "burn_rate") {
    reader.expect(/\)\.long_window\(/, "`).long_window(`");
    reader.expect(/"\d+h"/, 'hours such as "1h"');
    reader.expect(/\)\.short_window\(/, "`).short_window(`");
    reader.expect(/"\d+[mh]"/, 'minutes such as "5m"');
  }
  reader.expect(/\)/, "`)`");
  const comparator = reader.expect(/>=|>/, "> or >=") as Comparator;
  const threshold = Number(reader.expect(/\d+(?:\.\d+)?/, "a number"));
  if (reader.rest !== "") reader.fail("expected the end of the query");
  return { kind: "slo", of, slo, timeframe, comparator, threshold };
}

function quoted(reader: Reader, pattern: RegExp, what: string): string {
  return reader.expect(pattern, what).slice(1, -1);
}
