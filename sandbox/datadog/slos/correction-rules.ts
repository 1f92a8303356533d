import { mistakesInRule, mistakesInZone } from "../downtimes/recurrence-rules.js";
import { isObject, type Mistakes, mistakesInBody } from "../models.js";

/** Times in seconds since 1970. */
export interface CorrectionAttributes {
  readonly category: string;
  readonly start: number;
  readonly slo_id?: string;
  /** In place of the id: which SLOs, by their tags. */
  readonly slo_query?: string;
  readonly description?: string;
  readonly end?: number | null;
  /** `FREQ=DAILY;INTERVAL=10`, of one that recurs. */
  readonly rrule?: string | null;
  /** Seconds. */
  readonly duration?: number | null;
  readonly timezone?: string;
}

const RULE_PARTS = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY"];

/**
 * Everything that Datadog would refuse in a correction's request. A change names only what changes.
 *
 * @see https://docs.datadoghq.com/api/latest/service-level-objective-corrections/#create-an-slo-correction
 */
export function mistakesInCorrection(
  body: unknown,
  model: "SLOCorrectionCreateRequest" | "SLOCorrectionUpdateRequest",
): string[] {
  const shape = mistakesInBody(body, model, "v1");
  if (shape.length > 0) return shape;
  const { data } = body as { data?: { attributes?: unknown } };
  if (!isObject(data?.attributes)) return ["data.attributes: missing required field"];
  const attributes = data.attributes as Partial<CorrectionAttributes>;
  return [
    ...mistakesInTimes(attributes),
    ...(model === "SLOCorrectionCreateRequest" ? mistakesInWhole(attributes) : []),
    ...mistakesInZone(attributes.timezone, "data.attributes.timezone"),
  ];
}

function* mistakesInTimes({ start, end, rrule, timezone }: Partial<CorrectionAttributes>): Mistakes {
  if (isSaid(start) && isSaid(end) && end <= start) yield "data.attributes.end: has to be after start";
  if (!isSaid(rrule)) return;
  const rule = rrule.replace(/^RRULE:/, "");
  const other = rule.split(";").find((part) => !RULE_PARTS.includes(part.split("=")[0] ?? ""));
  if (other !== undefined) yield `data.attributes.rrule: '${other}' is none of ${RULE_PARTS.join(", ")}`;
  else yield* mistakesInRule(rule, timezone ?? "UTC", "data.attributes.rrule");
}

function* mistakesInWhole({ slo_id, slo_query, end, rrule, duration }: Partial<CorrectionAttributes>): Mistakes {
  if (isSaid(slo_id) === isSaid(slo_query)) yield "data.attributes: has to be of exactly one of slo_id and slo_query";
  if (!isSaid(rrule) && !isSaid(end)) yield "data.attributes.end: is required of a correction that does not recur";
  if (isSaid(rrule) && !isSaid(duration)) yield "data.attributes.duration: is required of a correction that recurs";
}

function isSaid<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
