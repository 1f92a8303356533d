import type { Call, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { check, withEmptyNotes } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { isFilled } from "../schema/field.js";
import { foresee, propose, settle } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { asSdk, warnOfTimeout } from "../sdk.js";
import { slo } from "./table.js";

const collection = "/api/v1/slo";

export function sloResource(client: () => Client): ResourceType {
  /** Of an SLO of monitors each is looked up, as soon as they are known. */
  async function validate(planned: Properties, call: Call): Promise<void> {
    if (planned.type !== "monitor" || planned.validate === false || !Array.isArray(planned.monitorIds)) return;
    for (const id of planned.monitorIds) {
      if (typeof id !== "number") continue;
      await asSdk("diffing", call, () =>
        client().send({
          method: "GET",
          path: `/api/v1/monitor/${id}`,
          doing: "error finding monitor to add to SLO",
          signal: call.signal,
        }),
      );
    }
  }

  return {
    check: ({ inputs }, call) => check(slo, inputs, call, { marksDefaults: true }),

    async diff({ inputs, state }, call) {
      await validate(propose(slo, inputs, state), call);
      return difference(slo, inputs, state);
    },

    async create({ inputs, preview }, call) {
      warnOfTimeout("create", call);
      const planned = propose(slo, inputs, {});
      await validate(planned, call);
      const settled = settle(slo, planned, {});
      if (preview) return { id: "", outputs: { ...foresee(slo, settled, undefined), id: unknown } };
      const created = first(
        await asSdk("creating", call, () =>
          client().send({
            method: "POST",
            path: collection,
            body: body(settled, inputs),
            doing: "error creating service level objective",
            signal: call.signal,
          }),
        ),
      );
      if (typeof created.id !== "string") throw new Error(`Datadog answered POST ${collection} without an id`);
      return { id: created.id, outputs: outputs(created, settled, created.id) };
    },

    async update({ id, inputs, state, preview }, call) {
      warnOfTimeout("update", call);
      const planned = propose(slo, inputs, state);
      await validate(planned, call);
      const settled = settle(slo, planned, state);
      if (preview) return { ...foresee(slo, settled, state), id };
      const update = () =>
        client().send({
          method: "PUT",
          path: `${collection}/${id}`,
          body: { ...body(settled, inputs), id },
          doing: "error updating service level objective",
          signal: call.signal,
        });
      const left = { id, inputs, outputs: { ...foresee(slo, settled, state), id } };
      return outputs(first(await asSdk("updating", call, update, left)), forgotten(settled, inputs), id);
    },

    async read({ id, inputs, state }, call) {
      const found = await asSdk("refreshing", call, () =>
        client().find({
          path: `${collection}/${id}`,
          doing: "error getting service level objective",
          signal: call.signal,
        }),
      );
      if (!found) return undefined;
      const now = outputs(isObject(found.data) ? found.data : {}, state, id);
      const isImport = Object.keys(inputs).length === 0;
      const read = isImport ? withEmptyNotes(slo, project(slo, now)) : refresh(slo, inputs, now);
      return { id, outputs: now, inputs: read };
    },

    async delete({ id, state }, call) {
      await asSdk("deleting", call, () =>
        client().send({
          method: "DELETE",
          path: `${collection}/${id}${state.forceDelete === true ? "?force=true" : ""}`,
          doing: "error deleting service level objective",
          signal: call.signal,
        }),
      );
    },
  };
}

/** What Datadog decides is sent only where the program says it. */
function body(planned: Properties, inputs: Properties): Properties {
  const decided = ["timeframe", "targetThreshold", "warningThreshold"].filter((name) => !isFilled(inputs[name]));
  const sent = Object.fromEntries(Object.entries(planned).filter(([name]) => !decided.includes(name)));
  return encode(slo, sent) as Properties;
}

/** What is declared no more and not answered is 0 for the official plugin. */
function forgotten(planned: Properties, inputs: Properties): Properties {
  const { warningThreshold } = planned;
  return isFilled(warningThreshold) && !isFilled(inputs.warningThreshold)
    ? { ...planned, warningThreshold: 0 }
    : planned;
}

/**
 * Datadog answers a metric SLO's indicator in two ways; state has the one that was declared, and of an import the newer.
 */
function outputs(received: Properties, planned: Properties, id: string): Properties {
  const isNewer =
    isFilled(planned.sliSpecification) || (!isFilled(planned.query) && isFilled(received.sli_specification));
  const left = received.type === "metric" && !isNewer ? "sli_specification" : "query";
  const said = Object.fromEntries(Object.entries(received).filter(([name]) => name !== left));
  return { ...decode(slo, said, { planned }), id };
}

function first({ data }: Properties): Properties {
  const one = Array.isArray(data) ? data[0] : undefined;
  return isObject(one) ? one : {};
}
