import type { Call, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import type { ApiRequest, Client } from "../client.js";
import { orNothing, send } from "../framework.js";
import { encode } from "../schema/encode.js";
import { policyFailures, taken } from "./inputs.js";
import { restrictionPolicy } from "./table.js";

/** The policy's id is what it restricts: `monitor:1001`. */
export function restrictionPolicyResource(client: () => Client): ResourceType {
  async function ask(call: Call, id: string, request: Pick<ApiRequest, "method" | "body">): Promise<Properties> {
    const doing =
      request.method === "DELETE" ? "error deleting restriction_policy" : "error retrieving RestrictionPolicy";
    return send(client(), call, { ...request, path: pathOf(id), doing });
  }

  async function set(call: Call, planned: Properties): Promise<Properties & { readonly id: string }> {
    refuseNulls(planned, call);
    const { resourceId: id } = planned;
    if (typeof id !== "string") throw new Error("a policy was sent before it was known what it restricts");
    const body = { data: { attributes: encode(restrictionPolicy, planned), id, type: "restriction_policy" } };
    return { ...outputs(await ask(call, id, { method: "POST", body })), id };
  }

  return {
    check: ({ inputs }) => {
      taken(inputs);
      return { inputs, failures: policyFailures(inputs) };
    },

    diff({ inputs, state }) {
      const planned = foreseen(inputs);
      const diffs = ["bindings", "resourceId"].filter((name) => !isSame(planned[name], state[name]));
      return { changed: diffs.length > 0, diffs, replaces: diffs.filter((name) => name === "resourceId") };
    },

    async create({ inputs, preview }, call) {
      if (preview) return { id: "", outputs: { ...foreseen(inputs), id: unknown } };
      const made = await set(call, taken(inputs));
      return { id: made.id, outputs: made };
    },

    async update({ id, inputs, preview }, call) {
      return preview ? { ...foreseen(inputs), id } : await set(call, taken(inputs));
    },

    async read({ id, inputs }, call) {
      const found = await orNothing(ask(call, id, { method: "GET" }));
      if (!found) return undefined;
      const now = outputs(found);
      return { id, outputs: now, inputs: refreshed(inputs, now) };
    },

    /** One that is gone already is as it should be. */
    async delete({ id }, call) {
      await orNothing(ask(call, id, { method: "DELETE" }));
    },
  };
}

/** A colon stays as it is, unlike what else a path has to escape. */
function pathOf(id: string): string {
  return `/api/v2/restriction_policy/${encodeURIComponent(id).replaceAll("%3A", ":")}`;
}

/** Nobody declared is none. */
function foreseen(inputs: Properties): Properties {
  return { bindings: [], ...taken(inputs) };
}

function outputs(received: Properties): Properties {
  const data = isObject(received.data) ? received.data : {};
  const { bindings = [] } = isObject(data.attributes) ? data.attributes : {};
  const id = data.id ?? null;
  return { bindings, id, resourceId: id };
}

/** Bindings stay in the order in which they were declared, each as Datadog has it. At an import, none is no input. */
function refreshed(declared: Properties, now: Properties): Properties {
  const there = bindingsIn(now);
  const { resourceId = null } = now;
  if (declared.bindings === undefined) return there.length > 0 ? { bindings: there, resourceId } : { resourceId };
  const known = bindingsIn(declared).flatMap((one) => there.filter((other) => isSame(one, other)));
  return { ...declared, bindings: [...known, ...there.filter((one) => !known.includes(one))], resourceId };
}

function bindingsIn({ bindings }: Properties): Value[] {
  return Array.isArray(bindings) ? bindings : [];
}

/** Whether two values are the same where the order of lists has no meaning. */
function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (one === unknown || other === unknown) return one === other;
  if (Array.isArray(one) && Array.isArray(other)) {
    const rest = [...other];
    for (const element of one) {
      const at = rest.findIndex((candidate) => isSame(element, candidate));
      if (at === -1) return false;
      rest.splice(at, 1);
    }
    return rest.length === 0;
  }
  if (isObject(one) && isObject(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSame(one[key], other[key]));
  return one === other;
}

/** Of a null among texts the upstream says that it is its own mistake. */
function refuseNulls(planned: Properties, call: Call): void {
  const principals = bindingsIn(planned).flatMap((binding) => (isObject(binding) ? binding.principals : []));
  if (!principals.flat().includes(null)) return;
  const at = "ElementKeyValue(tftypes.String<null>)";
  const detail = [
    "An unexpected error was encountered trying to build a value. This is always an error in the provider. Please report the following to the provider developer:",
    "",
    "Received null value, however the target type cannot handle null values. Use the corresponding `types` package type, a pointer type or a custom type that handles null values.",
    "",
    "Path: [Value(<null>)]",
    "Target Type: string",
    "Suggested `types` Type: basetypes.StringValue",
    "Suggested Pointer Type: *string",
  ].join("\n");
  call.log("error", `[ERROR] ${detail}: Value Conversion Error at attribute ${at}`);
  throw new Error(`[${at}] Value Conversion Error: ${detail}`);
}
