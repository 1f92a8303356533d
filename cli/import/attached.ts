import { filled, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import type { Kept } from "../../datadog/owned";
import { text } from "../datadog/object";
import type { Declared } from "./declare";
import { secretIn } from "./unsuited";

/** What Datadog has of an object beside it. */
export interface Beside {
  /** `GET /api/v1/slo/{id}/corrections`; of an SLO alone. */
  readonly corrections: readonly Json[];
  /** `GET /api/v2/restriction_policy/{kind}:{id}`; none where everybody may change it. */
  readonly policy?: Json | undefined;
}

/** What belongs to an object that is taken over, and is an object of its own to the provider. */
export interface Attached {
  readonly type: "SloCorrection" | "RestrictionPolicy";
  /** By which the provider imports it. */
  readonly id: string;
  /** In the stack. */
  readonly name: string;
  readonly args: Json;
  /** Whose it is, for people: `SLO orders`. */
  readonly of: string;
}

export interface FoundBeside {
  readonly attached: readonly Attached[];
  /** Sentences: what was left as it is, and why. */
  readonly left: readonly string[];
}

/**
 * The corrections of an SLO and the policy of who may change an object, declared by the provider's own classes: settings have
 * no place for the id of either. A correction that is over is left: nothing of it can be wanted otherwise.
 *
 * @param state of the stack, which may have some of it already.
 */
export function besideOf(
  one: Declared,
  { corrections, policy }: Beside,
  state: readonly Kept[],
  now: Date,
): FoundBeside {
  const of = `${WORDS[one.kind]} ${one.name}`;
  const known = new Set(state.map(({ type, id }) => `${type.split(":").at(-1) ?? ""} ${id ?? ""}`));
  const all = [
    ...corrections.flatMap((json) => correctionOf(one, json, now)),
    ...(policy === undefined ? [] : policyOf(one, policy)),
  ].filter(({ type, id }) => !known.has(`${type} ${id}`));
  const reasons = all.map((found) => [found, secretIn(found.args)] as const);
  return {
    attached: reasons.flatMap(([found, why]) => (why === undefined ? [{ ...found, of }] : [])),
    left: reasons.flatMap(([{ type, id }, why]) => (why === undefined ? [] : [`${type} ${id} of the ${of} ${why}`])),
  };
}

const WORDS = { monitor: "monitor", dashboard: "dashboard", slo: "SLO", downtime: "downtime" } as const;

type Found = Omit<Attached, "of">;

function correctionOf({ id: sloId, name }: Declared, json: Json, now: Date): Found[] {
  const id = text(json.id);
  const { category, description, start, end, rrule, duration, timezone } = objectOf(json.attributes);
  const isOver = typeof end === "number" && end * 1000 < now.getTime();
  if (id === "" || isOver) return [];
  const said = { category, ...(description !== "" && { description }), start, end, rrule, duration, timezone };
  const args = { sloId, ...filled(said) };
  return [{ type: "SloCorrection", id, name: `${name}-correction-${id.split("-")[0] ?? id}`, args }];
}

function policyOf({ kind, id, name }: Declared, json: Json): Found[] {
  const bindings = objectsIn(objectOf(json.attributes).bindings).map(({ relation, principals }) => ({
    relation,
    principals,
  }));
  if (bindings.length === 0) return [];
  const resourceId = `${kind}:${id}`;
  return [{ type: "RestrictionPolicy", id: resourceId, name: `${name}-editors`, args: { resourceId, bindings } }];
}
