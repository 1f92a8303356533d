import type { Call, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties } from "../../rpc/value.js";
import { RequestFailure, type Client } from "../client.js";
import { check, withEmptyNotes } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { foresee, propose, settle } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { asSdk, warnOfTimeout } from "../sdk.js";
import { hasCustomSchedule, monitor } from "./table.js";

const collection = "/api/v1/monitor";

/** Datadog's gateways fail now and then under it; the official plugin asks again for a minute. */
const gatewayErrors = [502, 504];

export function monitorResource(client: () => Client): ResourceType {
  /** Every plan is validated by Datadog, as soon as it has a query and a type. */
  async function validate(planned: Properties, id: string, state: Properties, call: Call): Promise<void> {
    if (planned.query === unknown || planned.type === unknown || planned.validate === false) return;
    await asSdk("diffing", call, () =>
      client().send({
        method: "POST",
        path: id === "" ? `${collection}/validate` : `${collection}/${id}/validate`,
        body: body(withKnownBlocks(planned, state)),
        doing: "error validating monitor",
        patientWith: gatewayErrors,
        signal: call.signal,
      }),
    );
  }

  return {
    check: ({ inputs }, call) => check(monitor, inputs, call, { marksDefaults: true }),

    async diff({ id, inputs, state, ignored }, call) {
      await validate(propose(monitor, inputs, state), id, state, call);
      return difference(monitor, withIgnored(inputs, state, ignored), state);
    },

    async create({ inputs, preview }, call) {
      warnOfTimeout("create", call);
      const planned = propose(monitor, inputs, {});
      await validate(planned, "", {}, call);
      const settled = settle(monitor, planned, {});
      if (preview) return { id: "", outputs: { ...foresee(monitor, settled, undefined), id: unknown } };
      const created = await asSdk("creating", call, () =>
        client().send({
          method: "POST",
          path: collection,
          body: body(settled),
          doing: "error creating monitor",
          signal: call.signal,
        }),
      );
      const id = identity(created);
      return { id, outputs: { ...decode(monitor, created, { planned: settled }), id } };
    },

    async update({ id, inputs, state, ignored, preview }, call) {
      warnOfTimeout("update", call);
      await validate(propose(monitor, inputs, state), id, state, call);
      const settled = settle(monitor, propose(monitor, withIgnored(inputs, state, ignored), state), state);
      if (preview) return { ...foresee(monitor, settled, state), id };
      const update = () =>
        client().send({
          method: "PUT",
          path: `${collection}/${id}`,
          body: { ...body(settled), id: Number(id) },
          doing: "error updating monitor",
          signal: call.signal,
        });
      const left = { id, inputs, outputs: { ...foresee(monitor, settled, state), id } };
      const updated = await asSdk("updating", call, update, left);
      return { ...withReadLists(decode(monitor, updated, { planned: settled }), state), id };
    },

    async read({ id, inputs, state }, call) {
      await asSdk("refreshing", call, () => numberOf(id));
      const found = await asSdk("refreshing", call, () =>
        client().find({
          path: `${collection}/${id}?with_assets=true`,
          doing: "error getting monitor",
          patientWith: [502],
          signal: call.signal,
        }),
      );
      if (!found) return undefined;
      const isImport = Object.keys(inputs).length === 0;
      const outputs = {
        ...decode(monitor, found, { planned: isImport ? { type: found.type ?? null } : state, noTexts: [] }),
        ...((isImport || state.notifyNoData === null) && !says(found, "notify_no_data") && { notifyNoData: null }),
        id,
      };
      const read = isImport ? withEmptyNotes(monitor, project(monitor, outputs)) : refresh(monitor, inputs, outputs);
      return { id, outputs, inputs: read };
    },

    async delete({ id, state }, call) {
      await asSdk("deleting", call, () =>
        client().send({
          method: "DELETE",
          path: `${collection}/${id}${state.forceDelete === true ? "?force=true" : ""}`,
          doing: "error deleting monitor",
          signal: call.signal,
        }),
      );
    },
  };
}

/**
 * What the program names in `ignoreChanges` stays as it is in state, though no input says it; `*` names no property.
 *
 * @see https://github.com/pulumi/pulumi-terraform-bridge/blob/v3.120.0/pkg/tfbridge/diff.go `computeIgnoreChanges`
 */
function withIgnored(inputs: Properties, state: Properties, ignored: readonly string[] = []): Properties {
  const names = ignored.filter((name) => name in state || name in inputs);
  return { ...inputs, ...Object.fromEntries(names.map((name) => [name, state[name] ?? null])) };
}

/** Whether Datadog says anything of an option. */
function says({ options }: Properties, name: string): boolean {
  return isObject(options) && name in options;
}

/** A list that was one stays one, if an empty one. */
function withReadLists(now: Properties, before: Properties): Properties {
  const empty = ["notifyBies", "renotifyStatuses"].filter((name) => now[name] === null && Array.isArray(before[name]));
  return { ...now, ...Object.fromEntries(empty.map((name) => [name, []])) };
}

/** Of thresholds that are not known yet, what is there is validated. */
function withKnownBlocks(planned: Properties, state: Properties): Properties {
  const isOpen = (name: string): boolean => name.startsWith("monitorThreshold") && planned[name] === unknown;
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, isOpen(name) ? (state[name] ?? null) : value]),
  );
}

function body(planned: Properties): Properties {
  const sent = hasCustomSchedule(planned) ? { ...planned, requireFullWindow: false } : planned;
  return encode(monitor, sent) as Properties;
}

/** The official plugin asks for numbers only. */
function numberOf(id: string): Promise<number> {
  if (/^\d+$/.test(id)) return Promise.resolve(Number(id));
  const reason = `strconv.ParseInt: parsing ${JSON.stringify(id)}: invalid syntax`;
  return Promise.reject(new RequestFailure(reason, "", reason));
}

function identity(created: Properties): string {
  if (typeof created.id === "number") return String(created.id);
  throw new Error(`Datadog answered POST ${collection} without an id`);
}
