import { type Mistakes, isObject, mistakesInBody } from "../models.js";
import { parseQuery } from "../query/parse.js";
import { SyntaxMistake } from "../query/reader.js";
import type { SloBody } from "./slo.js";

const MOST_MONITORS = 20;

/**
 * Everything that Datadog would refuse in an SLO.
 *
 * @param model `ServiceLevelObjectiveRequest`, or `ServiceLevelObjective` of a change.
 * @see https://docs.datadoghq.com/api/latest/service-level-objectives/#create-an-slo-object
 */
export function mistakesInSlo(
  body: unknown,
  model: "ServiceLevelObjectiveRequest" | "ServiceLevelObjective",
  monitorExists: (id: number) => boolean,
): string[] {
  if (isObject(body) && body.name === "") return ["Invalid payload: Minimum length of parameter 'name' should be 1"];
  // Datadog answers a number for the type, and takes it back.
  const known = isObject(body) ? Object.fromEntries(Object.entries(body).filter(([name]) => name !== "type_id")) : body;
  const shape = mistakesInBody(known, model, "v1");
  if (shape.length > 0) return shape.map((mistake) => `Invalid payload: ${mistake}`);
  const slo = body as SloBody;
  return [...mistakesInThresholds(slo), ...mistakesInIndicator(slo), ...mistakesInMonitors(slo, monitorExists)];
}

function* mistakesInThresholds(slo: SloBody): Mistakes {
  const { thresholds, timeframe, target_threshold, warning_threshold } = slo;
  if (thresholds.length === 0) yield "Invalid payload: thresholds: has to be at least one";
  for (const [index, { target, warning, timeframe: over }] of thresholds.entries()) {
    const path = `Invalid payload: thresholds[${index}]`;
    if (over === "custom") yield `${path}.timeframe: 'custom' is of an SLO's history only`;
    if (thresholds.findIndex((one) => one.timeframe === over) !== index)
      yield `${path}.timeframe: '${over}' is there twice`;
    if (target <= 0 || target >= 100) yield `${path}.target: ${target} is not between 0 and 100`;
    if (warning !== undefined && (warning <= target || warning >= 100))
      yield `${path}.warning: ${warning} is not between the target (${target}) and 100`;
  }
  if (timeframe === undefined) return;
  const primary = thresholds.find((one) => one.timeframe === timeframe);
  if (!primary) return yield `Invalid payload: timeframe: '${timeframe}' is none of the thresholds'`;
  for (const [name, own, threshold] of [
    ["target", target_threshold, primary.target],
    ["warning", warning_threshold, primary.warning],
  ] as const) {
    if (own !== undefined && own !== threshold)
      yield `Invalid payload: ${name}_threshold: ${own} is not the ${name} over ${timeframe} (${threshold ?? "none"})`;
  }
}

/** What each type is of, and nothing else; a metric SLO is answered in two ways and may be sent back so. */
function* mistakesInIndicator(slo: SloBody): Mistakes {
  const { type, query, monitor_ids = [], sli_specification: spec } = slo;
  const has = { metric: query !== undefined || spec?.count !== undefined, monitor: monitor_ids.length > 0 };
  const said = { ...has, time_slice: spec?.time_slice !== undefined };
  if (!said[type]) yield `Invalid payload: an SLO of type '${type}' has no ${INDICATORS[type]}`;
  for (const other of Object.keys(said) as (keyof typeof said)[])
    if (other !== type && said[other]) yield `Invalid payload: an SLO of type '${type}' has ${INDICATORS[other]}`;
  const queries = {
    ...query,
    ...Object.fromEntries(spec?.time_slice?.query.queries.map((one) => [one.name, one.query]) ?? []),
  };
  for (const [name, text] of Object.entries(queries)) yield* mistakesInQuery(name, text);
}

const INDICATORS = { metric: "query", monitor: "monitor_ids", time_slice: "sli_specification.time_slice" };

function* mistakesInQuery(name: string, text: string): Mistakes {
  try {
    parseQuery(text);
  } catch (error) {
    if (!(error instanceof SyntaxMistake)) throw error;
    yield `Invalid payload: ${name}: ${error.message}`;
  }
}

function* mistakesInMonitors(slo: SloBody, monitorExists: (id: number) => boolean): Mistakes {
  const { monitor_ids = [], groups = [] } = slo;
  for (const id of monitor_ids) if (!monitorExists(id)) yield `Invalid payload: monitor_ids: Monitor ${id} not found`;
  if (monitor_ids.length > MOST_MONITORS) yield `Invalid payload: monitor_ids: at most ${MOST_MONITORS}`;
  if (groups.length > 0 && monitor_ids.length !== 1) yield "Invalid payload: groups: are of a single monitor";
}
