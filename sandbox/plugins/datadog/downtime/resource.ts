import type { CheckFailure, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { check } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { foresee, propose } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { downtime } from "./table.js";

const collection = "/api/v2/downtime";

export function downtimeResource(client: () => Client): ResourceType {
  return {
    check({ inputs }, call) {
      const checked = check(downtime, inputs, { name: call.name, marksDefaults: false });
      return { ...checked, failures: [...checked.failures, ...missingParts(inputs)] };
    },

    /** The official plugin names the properties that differ, without the places inside them. */
    diff({ inputs, state }) {
      const { changed, diffs, replaces } = difference(downtime, inputs, state);
      return { changed, ...(diffs && { diffs }), ...(replaces && { replaces }) };
    },

    async create({ inputs, preview }, call) {
      const planned = propose(downtime, inputs, {});
      if (preview) return { id: "", outputs: withoutNulls({ ...foresee(downtime, planned, undefined), id: unknown }) };
      const created = await client().send({
        method: "POST",
        path: collection,
        body: { data: { type: "downtime", attributes: encode(downtime, planned) } },
        doing: "error retrieving DowntimeSchedule",
        errorNamesPath: false,
        signal: call.signal,
      });
      const id = identity(created);
      return { id, outputs: outputs(created, planned, id) };
    },

    async update({ id, inputs, state, preview }, call) {
      if (preview) return withoutNulls({ ...foresee(downtime, propose(downtime, inputs, state), state), id });
      const planned = propose(downtime, inputs, {});
      const updated = await client().send({
        method: "PATCH",
        path: `${collection}/${id}`,
        // The empty id is the official plugin's.
        body: { data: { type: "downtime", id: "", attributes: cleared(encode(downtime, planned) as Properties) } },
        doing: "error retrieving DowntimeSchedule",
        errorNamesPath: false,
        signal: call.signal,
      });
      return outputs(updated, planned, id);
    },

    async read({ id, inputs, state }, call) {
      const found = await client().find({
        path: `${collection}/${id}`,
        doing: "error retrieving DowntimeSchedule",
        errorNamesPath: false,
        signal: call.signal,
      });
      if (!found) return undefined;
      const now = outputs(found, state, id);
      const isImport = Object.keys(inputs).length === 0;
      return { id, outputs: now, inputs: isImport ? project(downtime, now) : refresh(downtime, inputs, now) };
    },

    /** One that is gone already is as it should be. */
    async delete({ id }, call) {
      await client().remove({
        path: `${collection}/${id}`,
        doing: "error deleting downtime_schedule",
        errorNamesPath: false,
        signal: call.signal,
      });
    },
  };
}

function* missingParts(inputs: Properties): Generator<CheckFailure> {
  const identifier = inputs.monitorIdentifier;
  if (isObject(identifier) && identifier.monitorId === undefined && identifier.monitorTags === undefined) {
    const reason = "monitor_identifier.monitor_id or monitor_identifier.monitor_tags must be set";
    yield { property: "monitorIdentifier", reason };
  }
  const recurring = inputs.recurringSchedule;
  if (recurring === undefined && inputs.oneTimeSchedule === undefined) {
    yield { property: "recurringSchedule", reason: "one_time_schedule or recurring_schedule must be set" };
  }
  if (isObject(recurring) && (recurring.recurrences === undefined || isEmptyList(recurring.recurrences))) {
    yield { property: "recurringSchedule.recurrences", reason: "Must provide one or more recurrence definitions" };
  }
}

function isEmptyList(value: Value): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** An update says of what is not declared that it shall be nothing. */
function cleared(attributes: Properties): Properties {
  const { schedule } = attributes;
  return {
    ...attributes,
    message: attributes.message ?? null,
    ...(isObject(schedule) && { schedule: started(schedule) }),
  };
}

function started(schedule: Properties): Properties {
  const { recurrences } = schedule;
  if (!Array.isArray(recurrences)) return { ...schedule, start: schedule.start ?? null };
  return {
    ...schedule,
    recurrences: recurrences.map((one) => (isObject(one) ? { ...one, start: one.start ?? null } : one)),
  };
}

function outputs(received: Properties, planned: Properties, id: string): Properties {
  const data = isObject(received.data) ? received.data : {};
  const state = decode(downtime, data.attributes, { planned });
  for (const [name, field] of Object.entries(downtime.fields)) {
    // What nobody declared and Datadog does not answer would stay unknown for ever.
    if (field.computed && state[name] === null) throw new Error(`unexpected unknown property value for "${name}"`);
  }
  return withoutNulls({ ...state, id });
}

function withoutNulls(properties: Properties): Properties {
  const present = Object.entries(properties).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, inner(value)]));
}

function inner(value: Value): Value {
  if (Array.isArray(value)) return value.map(inner);
  return isObject(value) ? withoutNulls(value) : value;
}

function identity(created: Properties): string {
  const id = isObject(created.data) ? created.data.id : undefined;
  if (typeof id === "string" && id !== "") return id;
  throw new Error(`Datadog answered POST ${collection} without an id`);
}
