import { frameworkFailure } from "../../framework/failure.js";
import type { Call, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { identity, orNothing, send, withoutNulls } from "../framework.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { foresee, propose } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { downtimeFailures, taken, withEmptyLists, wrongSchedule, wrongStart } from "./inputs.js";
import { downtime } from "./table.js";
import { undecided, withUndecided } from "./undecided.js";

const collection = "/api/v2/downtime";

export function downtimeResource(client: () => Client): ResourceType {
  return {
    check: ({ inputs }, call) => {
      const wrong = wrongStart(taken(inputs));
      if (wrong) throw frameworkFailure(call, ...wrong);
      return { inputs, failures: downtimeFailures(inputs) };
    },

    /** The official plugin names the properties that differ, without the places inside them. */
    diff({ inputs, state }) {
      const { changed, diffs = [], replaces } = difference(downtime, taken(inputs), state);
      if (!changed) return { changed, diffs };
      const open = undecided(downtime, taken(inputs), foreseenUpdate(inputs, state));
      return { changed, diffs: [...new Set([...diffs, ...open])].sort(), ...(replaces && { replaces }) };
    },

    async create({ inputs, preview }, call) {
      const planned = withEmptyLists(propose(downtime, taken(inputs), {}));
      if (preview) return { id: "", outputs: withoutNulls({ ...foresee(downtime, planned, undefined), id: unknown }) };
      refuseWrongSchedule(planned, call);
      const created = await send(client(), call, {
        method: "POST",
        path: collection,
        body: { data: { type: "downtime", attributes: encode(downtime, planned) } },
        doing: "error retrieving DowntimeSchedule",
      });
      const id = identity(created, collection);
      return { id, outputs: outputs(created, planned, id) };
    },

    async update({ id, inputs, state, preview }, call) {
      if (preview) {
        return withoutNulls({ ...withUndecided(downtime, taken(inputs), foreseenUpdate(inputs, state)), id });
      }
      const planned = withEmptyLists(propose(downtime, taken(inputs), {}));
      refuseWrongSchedule(planned, call);
      const updated = await send(client(), call, {
        method: "PATCH",
        path: `${collection}/${id}`,
        // The empty id is the official plugin's.
        body: { data: { type: "downtime", id: "", attributes: cleared(encode(downtime, planned) as Properties) } },
        doing: "error retrieving DowntimeSchedule",
      });
      return outputs(updated, planned, id);
    },

    async read({ id, inputs, state }, call) {
      const found = await orNothing(
        send(client(), call, {
          method: "GET",
          path: `${collection}/${encodeURIComponent(id)}`,
          doing: "error retrieving DowntimeSchedule",
        }),
      );
      if (!found) return undefined;
      const now = outputs(found, state, id);
      const isImport = Object.keys(inputs).length === 0;
      return {
        id,
        outputs: now,
        inputs: isImport ? project(downtime, now) : inTheirOrder(refresh(downtime, taken(inputs), now), now),
      };
    },

    /** One that is gone already is as it should be. */
    async delete({ id }, call) {
      await orNothing(
        send(client(), call, {
          method: "DELETE",
          path: `${collection}/${id}`,
          doing: "error deleting downtime_schedule",
        }),
      );
    },
  };
}

function foreseenUpdate(inputs: Properties, state: Properties): Properties {
  return withEmptyLists(foresee(downtime, propose(downtime, taken(inputs), state), state));
}

/** Sets that are the same are written as Datadog has them. */
function inTheirOrder(inputs: Properties, now: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => {
      const there = now[name];
      if (isObject(value) && isObject(there)) return [name, inTheirOrder(value, there)];
      return [name, isSameSet(value, there) ? there : value];
    }),
  );
}

function isSameSet(one: Value, other: Value | undefined): other is Value {
  if (!Array.isArray(one) || !Array.isArray(other)) return false;
  return one.length === other.length && one.every((element) => other.includes(element));
}

function refuseWrongSchedule(planned: Properties, call: Call): void {
  const wrong = wrongSchedule(planned);
  if (wrong !== undefined) throw frameworkFailure(call, wrong, "");
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
  const state = decode(downtime, data.attributes, { planned, asReceived: true });
  for (const [name, field] of Object.entries(downtime.fields)) {
    // What nobody declared and Datadog does not answer would stay unknown for ever.
    if (field.computed && state[name] === null) throw new Error(`unexpected unknown property value for "${name}"`);
  }
  return withoutNulls({ ...state, oneTimeSchedule: inSeconds(state.oneTimeSchedule), id });
}

/** The upstream writes Datadog's times anew, without parts of seconds. */
function inSeconds(schedule: Value | undefined): Value {
  if (!isObject(schedule)) return schedule ?? null;
  return Object.fromEntries(
    Object.entries(schedule).map(([name, time]) => {
      if (typeof time !== "string" || Number.isNaN(Date.parse(time))) return [name, time];
      return [name, `${new Date(time).toISOString().slice(0, 19)}Z`];
    }),
  );
}
