import type { ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { check, withEmptyNotes } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { foresee, propose } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { asSdk, warnOfTimeout } from "../sdk.js";
import { sloCorrection } from "./table.js";

const collection = "/api/v1/slo/correction";

export function sloCorrectionResource(client: () => Client): ResourceType {
  return {
    check: ({ inputs }, call) => check(sloCorrection, inputs, call, { marksDefaults: true }),

    diff: ({ inputs, state }) => difference(sloCorrection, inputs, state),

    async create({ inputs, preview }, call) {
      warnOfTimeout("create", call);
      const planned = propose(sloCorrection, inputs, {});
      if (preview) return { id: "", outputs: { ...foresee(sloCorrection, planned, undefined), id: unknown } };
      const created = await asSdk("creating", call, () =>
        client().send({
          method: "POST",
          path: collection,
          body: body(planned),
          doing: "error creating SloCorrection",
          signal: call.signal,
        }),
      );
      const id = isObject(created.data) ? created.data.id : undefined;
      if (typeof id !== "string") throw new Error(`Datadog answered POST ${collection} without an id`);
      return { id, outputs: outputs(created, planned, id) };
    },

    /** A change of the SLO is not sent: Datadog takes none, and the official plugin does not replace. */
    async update({ id, inputs, state, preview }, call) {
      warnOfTimeout("update", call);
      const planned = propose(sloCorrection, inputs, state);
      if (preview) return { ...foresee(sloCorrection, planned, state), id };
      const changed = Object.fromEntries(Object.entries(planned).filter(([name]) => name !== "sloId"));
      const update = () =>
        client().send({
          method: "PATCH",
          path: `${collection}/${id}`,
          body: body(changed),
          doing: "error creating SloCorrection",
          signal: call.signal,
        });
      const left = { id, inputs, outputs: { ...foresee(sloCorrection, planned, state), id } };
      return outputs(await asSdk("updating", call, update, left), planned, id);
    },

    async read({ id, inputs, state }, call) {
      const found = await asSdk("refreshing", call, () =>
        client().find({ path: `${collection}/${id}`, doing: "error reading SloCorrection", signal: call.signal }),
      );
      if (!found) return undefined;
      const now = outputs(found, state, id);
      const isImport = Object.keys(inputs).length === 0;
      const read = isImport
        ? withEmptyNotes(sloCorrection, project(sloCorrection, now))
        : refresh(sloCorrection, inputs, now);
      return { id, outputs: now, inputs: read };
    },

    async delete({ id }, call) {
      await asSdk("deleting", call, () =>
        client().send({
          method: "DELETE",
          path: `${collection}/${id}`,
          doing: "error deleting SloCorrection",
          signal: call.signal,
        }),
      );
    },
  };
}

function body(planned: Properties): Properties {
  return { data: { attributes: encode(sloCorrection, planned), type: "correction" } };
}

function outputs({ data }: Properties, planned: Properties, id: string): Properties {
  return { ...decode(sloCorrection, isObject(data) ? data.attributes : undefined, { planned }), id };
}
