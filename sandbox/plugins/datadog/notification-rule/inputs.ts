import { encodeInputs } from "../../framework/encode.js";
import type { CheckFailure } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { attributesOf } from "../schema/attributes.js";
import { notificationRule } from "./table.js";

const attributes = attributesOf(notificationRule);

/** As the official plugin takes them: converted, sets by alphabet, without what nobody knows. */
export function taken(inputs: Properties): Properties {
  return encodeInputs(attributes, inputs);
}

/** Of which exactly one is declared: inputs, and how the upstream writes them. */
const CHOICES = [
  {
    of: (inputs: Properties) => inputs,
    names: ["recipients", "conditionalRecipients"],
    written: "recipients,conditional_recipients",
    at: "recipients",
  },
  {
    of: ({ filter }: Properties) => (isObject(filter) ? filter : {}),
    names: ["tags", "scope"],
    written: "filter.tags,filter.scope",
    at: "filter.tags",
  },
] as const;

const MESSAGE = "Exactly one of these attributes must be configured:";

/** Both of a choice, or a list without elements. A failure names no property but in its text. */
export function ruleFailures(inputs: Properties): CheckFailure[] {
  const both = CHOICES.filter(({ of, names }) => names.every((name) => isThere(of(inputs)[name]))).map(
    ({ written, at }) => `Invalid Attribute Combination. ${MESSAGE} [${written}]. Examine values at 'datadog.${at}'.`,
  );
  const { recipients } = inputs;
  const empty = Array.isArray(recipients) && recipients.length === 0;
  const none =
    "Invalid Attribute Value. Attribute recipients set must contain at least 1 elements, got: 0. Examine values at 'datadog.recipients'.";
  return [...missing(inputs), ...both, ...(empty ? [none] : [])].map((reason) => ({ property: "", reason }));
}

/** Where nothing of a choice is declared: summary and detail of the upstream's error. */
export function missingChoice(inputs: Properties): readonly [summary: string, detail: string] | undefined {
  if (inputs.filter === unknown) return undefined;
  const missing = CHOICES.find(({ of, names }) => names.every((name) => !isThere(of(inputs)[name])));
  return missing && ["Missing Attribute Configuration", `${MESSAGE} [${missing.written}]`];
}

const DESCRIPTIONS = {
  name: "The name of the monitor notification rule.",
  scope:
    "Defines the condition under which the recipients are notified. Supported formats: Monitor status condition using " +
    "`transition_type:<status>` (for example `transition_type:is_alert`) or a single tag `key:value pair` (for example `env:prod`).",
  recipients:
    "A list of recipients to notify. Uses the same format as the monitor message field. Must not start with an '@'.",
};

function* missing({ name, conditionalRecipients }: Properties): Generator<string> {
  if (!isThere(name)) yield `Missing required property 'name': ${DESCRIPTIONS.name}`;
  const conditions = isObject(conditionalRecipients) ? conditionalRecipients.conditions : [];
  for (const [index, condition] of (Array.isArray(conditions) ? conditions : []).entries()) {
    for (const key of ["recipients", "scope"] as const) {
      if (isObject(condition) && isThere(condition[key])) continue;
      yield `Missing required property 'conditionalRecipients.conditions[${index}].${key}': ${DESCRIPTIONS[key]}`;
    }
  }
}

function isThere(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}
