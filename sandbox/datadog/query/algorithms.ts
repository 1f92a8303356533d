import type { ForecastQuery, OutliersQuery, Query } from "./parse.js";
import type { Reader } from "./reader.js";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `60m` or `1w` in seconds; a bare number is of seconds. Undefined for anything else. */
export function secondsOf(text: string): number | undefined {
  const [, count, unit = "s"] = /^(\d+)([smhdw]?)$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_SECONDS[unit || "s"] ?? NaN);
}

/** `, direction='above', interval=60` up to the closing parenthesis. */
export function namedOptions(reader: Reader, known: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  while (reader.take(/,/) !== undefined) {
    const name = reader.expect(/[a-z_]+(?=\s*=)/, "an option such as direction='both'");
    if (!known.includes(name)) reader.fail(`'${name}' is none of its options: ${known.join(", ")}`);
    reader.expect(/=/, "`=`");
    options.set(name, reader.expect(/'[^']*'|\d+/, "a value").replaceAll("'", ""));
  }
  reader.expect(/\)/, "`)`");
  return options;
}

/**
 * What follows `forecast(<query>`.
 *
 * @see https://docs.datadoghq.com/monitors/types/forecasts/#api
 */
export function forecastOf(of: Query, reader: Reader): ForecastQuery {
  if (of.kind === "anomalies" || of.kind === "outliers" || of.kind === "forecast")
    reader.fail(`${of.kind}() cannot be nested inside of forecast()`);
  reader.expect(/,/, "`,` and the algorithm");
  const algorithm = reader.expect(/'(linear|seasonal)'/, "'linear' or 'seasonal'").replaceAll("'", "");
  reader.expect(/,/, "`,` and the deviations");
  const deviations = Number(reader.expect(/\d+(\.\d+)?/, "the deviations, a number"));
  const options = namedOptions(reader, ["interval", "history", "model", "seasonality", "timezone"]);
  const [history, interval] = ["history", "interval"].map((name) => {
    const text = options.get(name);
    const seconds = text === undefined ? undefined : secondsOf(text);
    if (text !== undefined && seconds === undefined) reader.fail(`${name}='${text}' is no length of time such as '1w'`);
    return seconds;
  });
  const [model, seasonality] = ["model", "seasonality"].map((name) => options.get(name));
  return {
    kind: "forecast",
    of,
    algorithm: algorithm as ForecastQuery["algorithm"],
    deviations,
    ...(interval !== undefined && { interval }),
    ...(history !== undefined && { history }),
    ...(model !== undefined && { model }),
    ...(seasonality !== undefined && { seasonality }),
  };
}

/**
 * What follows `outliers(<query>`.
 *
 * @see https://docs.datadoghq.com/monitors/types/outlier/
 */
export function outliersOf(of: Query, reader: Reader): OutliersQuery {
  reader.expect(/,/, "`,` and the algorithm");
  const named = reader
    .expect(/'[A-Za-z]+'/, "'DBSCAN' or 'MAD'")
    .replaceAll("'", "")
    .toLowerCase();
  if (named !== "dbscan" && named !== "mad")
    reader.fail(`the stand-in finds outliers by 'DBSCAN' and 'MAD' only, not by '${named}'`);
  reader.expect(/,/, "`,` and the tolerance");
  const tolerance = Number(reader.expect(/\d+(\.\d+)?/, "the tolerance, a number"));
  const percent = reader.take(/,/) === undefined ? undefined : Number(reader.expect(/\d+/, "a percentage of points"));
  reader.expect(/\)/, "`)`");
  return { kind: "outliers", of, algorithm: named, tolerance, ...(percent !== undefined && { percent }) };
}
