import type { Call, ResourceType } from "../../rpc/provider.js";
import { unknown, type Properties } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { check } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { foresee, propose, settle } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { hasCustomSchedule, monitor } from "./table.js";

const collection = "/api/v1/monitor";

/** Datadog's gateways fail now and then under it; the official plugin asks again for a minute. */
const gatewayErrors = [502, 504];

export function monitorResource(client: () => Client): ResourceType {
  /** Every plan is validated by Datadog, as soon as it has a query and a type. */
  async function validate(planned: Properties, id: string, call: Call): Promise<void> {
    if (planned.query === unknown || planned.type === unknown || planned.validate === false) return;
    await client().send({
      method: "POST",
      path: id === "" ? `${collection}/validate` : `${collection}/${id}/validate`,
      body: body(planned),
      doing: "error validating monitor",
      patientWith: gatewayErrors,
      signal: call.signal,
    });
  }

  return {
    check: ({ inputs }, call) => check(monitor, inputs, { name: call.name, marksDefaults: true }),

    async diff({ id, inputs, state }, call) {
      await validate(propose(monitor, inputs, state), id, call);
      return difference(monitor, inputs, state);
    },

    async create({ inputs, preview }, call) {
      const planned = propose(monitor, inputs, {});
      await validate(planned, "", call);
      const settled = settle(monitor, planned, {});
      if (preview) return { id: "", outputs: { ...foresee(monitor, settled, undefined), id: unknown } };
      const created = await client().send({
        method: "POST",
        path: collection,
        body: body(settled),
        doing: "error creating monitor",
        signal: call.signal,
      });
      const id = identity(created);
      return { id, outputs: { ...decode(monitor, created, { planned: settled }), id } };
    },

    async update({ id, inputs, state, preview }, call) {
      const planned = propose(monitor, inputs, state);
      await validate(planned, id, call);
      const settled = settle(monitor, planned, state);
      if (preview) return { ...foresee(monitor, settled, state), id };
      const updated = await client().send({
        method: "PUT",
        path: `${collection}/${id}`,
        body: { ...body(settled), id: Number(id) },
        doing: "error updating monitor",
        signal: call.signal,
      });
      return { ...decode(monitor, updated, { planned: settled }), id };
    },

    async read({ id, inputs, state }, call) {
      const found = await client().find({
        path: `${collection}/${id}?with_assets=true`,
        doing: "error getting monitor",
        patientWith: [502],
        signal: call.signal,
      });
      if (!found) return undefined;
      const isImport = Object.keys(inputs).length === 0;
      const outputs = { ...decode(monitor, found, { planned: isImport ? { type: found.type ?? null } : state }), id };
      const read = isImport ? imported(outputs, call) : refresh(monitor, inputs, outputs);
      return { id, outputs, inputs: read };
    },

    async delete({ id, state }, call) {
      await client().send({
        method: "DELETE",
        path: `${collection}/${id}${state.forceDelete === true ? "?force=true" : ""}`,
        doing: "error deleting monitor",
        signal: call.signal,
      });
    },
  };
}

function body(planned: Properties): Properties {
  const sent = hasCustomSchedule(planned) ? { ...planned, requireFullWindow: false } : planned;
  return encode(monitor, sent) as Properties;
}

function imported(outputs: Properties, call: Call): Properties {
  return check(monitor, project(monitor, outputs), { name: call.name, marksDefaults: true }).inputs;
}

function identity(created: Properties): string {
  if (typeof created.id === "number") return String(created.id);
  throw new Error(`Datadog answered POST ${collection} without an id`);
}
