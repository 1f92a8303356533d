import { type Kind, KINDS } from "../../datadog/owned";
import { monitorsOf } from "../../datadog/query/walk";
import type { Registration } from "../stack/program";
import { dashboardsIn, monitorsIn, slosIn } from "./declared";
import type { Finding } from "./finding";
import { gathered, type Need, placeOf } from "./need";

/** An object of Datadog's that is not the stack's own and is named by its id. */
export interface ObjectNeed extends Need {
  readonly kind: Kind;
  readonly id: string;
}

type Named = readonly [kind: Kind, id: string, by: string];

/** Of composites, SLOs, downtimes, widgets, and of what is taken over. */
export function objectNeeds(registrations: readonly Registration[]): ObjectNeed[] {
  const own = new Set(registrations.map(({ id }) => id));
  const named = [...namedIn(registrations)].filter(([, id]) => !own.has(id));
  return gathered(named.map(([kind, id, by]) => [`${kind} ${id}`, by])).map((need) => {
    const [kind = "", id = ""] = need.of.split(" ");
    return { ...need, kind: kind as Kind, id };
  });
}

function* namedIn(registrations: readonly Registration[]): Generator<Named> {
  for (const { place, query } of monitorsIn(registrations)) {
    if (query?.kind === "composite") {
      for (const id of monitorsOf(query.expression)) if (/^\d+$/.test(id)) yield ["monitor", id, place];
    }
    if (query?.kind === "search" && ["error_budget", "burn_rate"].includes(query.source)) {
      yield ["slo", query.search, place];
    }
  }
  for (const { place, definition } of slosIn(registrations)) {
    for (const id of definition.monitorIds ?? []) yield ["monitor", String(id), place];
  }
  for (const { place, subject } of dashboardsIn(registrations)) {
    for (const { name, type, definition } of subject.widgets) {
      // A group's widgets come after it.
      if (type !== "group") yield* idsIn(definition, `${place} ${name}`);
    }
  }
  for (const one of registrations) yield* ofItself(one);
}

const IDS: Readonly<Record<string, Kind>> = { alertId: "monitor", sloId: "slo" };

/** Wherever a widget or a request of it names one. */
function* idsIn(part: unknown, place: string): Generator<Named> {
  if (typeof part !== "object" || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    const kind = IDS[key];
    if (kind !== undefined && (typeof value === "string" || typeof value === "number")) {
      yield [kind, String(value), place];
    } else {
      yield* idsIn(value, place);
    }
  }
}

function* ofItself(registration: Registration): Generator<Named> {
  const { type, inputs, importId } = registration;
  const place = placeOf(registration);
  const kind = KINDS[type];
  if (kind !== undefined && importId !== undefined) yield [kind, importId, place];
  if (kind === "downtime") {
    const { monitorId } = (inputs.monitorIdentifier ?? {}) as { readonly monitorId?: number | string };
    if (monitorId !== undefined) yield ["monitor", String(monitorId), place];
  }
  if (type === "datadog:index/sloCorrection:SloCorrection") yield ["slo", String(inputs.sloId), place];
}

const NAMES: Readonly<Record<Kind, string>> = {
  monitor: "monitor",
  dashboard: "dashboard",
  slo: "SLO",
  downtime: "downtime",
};

export function missingObject({ kind, id, by }: ObjectNeed): Finding {
  return {
    ...{ about: "object", verdict: "wrong", by, asked: `${NAMES[kind]} ${id}` },
    found: "is not in this organization of Datadog",
    remedy: "write the id that its page has, or drop what names it",
  };
}
