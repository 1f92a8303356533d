import { encodeInputs } from "../../framework/encode.js";
import type { CheckFailure } from "../../rpc/provider.js";
import { isObject, type Properties, type Value } from "../../rpc/value.js";
import { attributesOf } from "../schema/attributes.js";
import { restrictionPolicy } from "./table.js";

const attributes = attributesOf(restrictionPolicy);

/** As the official plugin takes them: converted, sets by alphabet, without what nobody knows. */
export function taken(inputs: Properties): Properties {
  return encodeInputs(attributes, inputs);
}

/** What is missing. A failure names no property but in its text. */
export function policyFailures(inputs: Properties): CheckFailure[] {
  return [...missing(inputs)].map((path) => ({
    property: "",
    reason: `Missing required property '${path}': ${descriptions[path]}`,
  }));
}

const descriptions = {
  resourceId:
    "Identifier for the resource, formatted as resource_type:resource_id.  Resources to define `resource_type` :  " +
    "* [List of supported resources](https://docs.datadoghq.com/account_management/rbac/granular_access) " +
    "* [Resource type definition](https://docs.datadoghq.com/api/latest/restriction-policies/#supported-resources)  " +
    "Restrictions : * Dashboards : support is in private beta. Reach out to your Datadog contact or support to enable this. ",
  "bindings.principals":
    "An array of principals. A principal is a subject or group of subjects. Each principal is formatted as `type:id`. " +
    "Supported types: `role`, `team`, `user`, and `org`. Org ID can be obtained using a `GET /api/v2/current_user` API " +
    "request. Find it in the `data.relationships.org.data.id` field.",
  "bindings.relation":
    "The role/level of access. See this page for more details " +
    "https://docs.datadoghq.com/api/latest/restriction-policies/#supported-relations-for-resources",
};

/** A binding that is not known yet lacks both for the official plugin, which looks at it all the same. */
function* missing({ resourceId, bindings }: Properties): Generator<keyof typeof descriptions> {
  if (isAbsent(resourceId)) yield "resourceId";
  if (!Array.isArray(bindings)) return;
  const all = bindings.map((binding) => (isObject(binding) ? binding : {}));
  if (all.some(({ principals }) => isAbsent(principals))) yield "bindings.principals";
  if (all.some(({ relation }) => isAbsent(relation))) yield "bindings.relation";
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}
