import { call } from "./replay/engine.js";
import { ObjectSerializer as v1 } from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/models/ObjectSerializer.js";
import { ObjectSerializer as v2 } from "@datadog/datadog-api-client/dist/packages/datadog-api-client-v2/models/ObjectSerializer.js";
import { expect, test } from "vitest";

import { isObject, type Properties, type Value } from "../rpc/value.js";
import { dashboard } from "./dashboard/table.js";
import { downtime } from "./downtime/table.js";
import { monitor } from "./monitor/table.js";
import { check } from "./schema/check.js";
import { decode } from "./schema/decode.js";
import { difference } from "./schema/difference.js";
import { encode } from "./schema/encode.js";
import type { Block, Field } from "./schema/field.js";
import { propose } from "./schema/plan.js";

/** Accepted and not sent, as by the official plugin. */
const unsent =
  /apm(Dependency|Resource)StatsQuery|cloudCostQuery|metricQuery.dataSource|(note|freeText)Definition\.description|\.validate|forceDelete/;
/** Sent for other types of monitor than the sample's. */
const ofOtherTypes = /^(enableLogsSample|groupbySimpleMonitor|enableSamples)$/;

test.each([
  ["Dashboard", dashboard, (body: unknown): unknown => v1.deserialize(body, "Dashboard", "")],
  ["Monitor", monitor, (body: unknown): unknown => v1.deserialize(body, "Monitor", "")],
  ["Downtime", downtime, (body: unknown): unknown => v2.deserialize(body, "DowntimeCreateRequestAttributes", "")],
])("every input of %s goes where Datadog's own client expects it, and comes back", (_, table, parse) => {
  for (const inputs of samples(table)) {
    const checked = check(table, inputs, call("sample"), { marksDefaults: true });
    expect(checked.failures).toEqual([]);
    const planned = propose(table, checked.inputs, {});
    const body = encode(table, planned);
    expect([...strangers(parse(structuredClone(body)))]).toEqual([]);
    const changes = Object.keys(difference(table, inputs, decode(table, body, { planned })).detailed ?? {});
    expect(changes.filter((path) => !unsent.test(path) && !ofOtherTypes.test(path))).toEqual([]);
  }
});

/** What the API limits and the official plugin does not. */
const texts: Properties = {
  onMissingData: "resolve",
  notifyEndStates: ["alert", "no data"],
  notifyEndTypes: ["canceled", "expired"],
};

/** Objects that declare everything, once with each of the inputs that exclude each other. */
function* samples(block: Block): Generator<Properties> {
  const groups = [...(block.firstOf ?? []), ...exclusions(block)];
  const base: Properties = {};
  const others: [name: string, value: Value][] = [];
  for (const [name, field] of Object.entries(block.fields)) {
    if (field.readOnly || field.kind === "official only") continue;
    const known = texts[name];
    const [first, ...more] = known === undefined ? [...values(field)] : [known];
    const isAlternative = groups.some((group) => group.indexOf(name) > 0);
    if (!isAlternative && first !== undefined) base[name] = first;
    others.push(
      ...(isAlternative && first !== undefined ? [first, ...more] : more).map((value): [string, Value] => [
        name,
        value,
      ]),
    );
  }
  yield sensible(block, base);
  for (const [name, value] of others) {
    const excluded = new Set(groups.filter((group) => group.includes(name)).flat());
    const rest = Object.entries(base).filter(([other]) => !excluded.has(other));
    yield sensible(block, { ...Object.fromEntries(rest), [name]: value });
  }
}

/** Without what has a meaning only beside something else. */
function sensible(block: Block, sample: Properties): Properties {
  return Object.fromEntries(Object.entries(sample).filter(([name]) => block.fields[name]?.onlyIf?.(sample) ?? true));
}

/** Pairs that the tables say one by one; definitions of widgets exclude each other without saying so. */
function exclusions(block: Block): string[][] {
  const pairs = Object.entries(block.fields).flatMap(([name, field]) =>
    [...(field.unless ?? []), ...(field.conflicts ?? [])].map((other) => [other, name]),
  );
  const isUnique = (pair: string[], index: number): boolean =>
    !pairs.slice(0, index).some((earlier) => earlier[0] === pair[1] && earlier[1] === pair[0]);
  const shared = Object.entries(block.fields).filter(([, field]) => field.wire === "definition" || isUnit(field));
  return [...pairs.filter(isUnique), shared.map(([name]) => name)];
}

function isUnit(field: Field): boolean {
  return field.kind === "block" && field.wire === "" && (field.block.adds?.length ?? 0) > 0;
}

function* values(field: Field): Generator<Value> {
  switch (field.kind) {
    case "text":
      yield field.values?.[0] ?? (field.pattern ? time(field.pattern.regexp) : "text");
      return;
    case "numeral":
      yield "3";
      return;
    case "flag":
      yield true;
      return;
    case "number":
      yield 7;
      return;
    case "texts":
      yield [...new Set([field.values?.[0] ?? "one", field.values?.[1] ?? "two"])];
      return;
    case "block":
      yield* samples(field.block);
      return;
    case "blocks":
      for (const sample of samples(field.block)) yield [sample];
  }
}

function time(pattern: RegExp): string {
  return pattern.test("2030-01-31T19:00:00Z") ? "2030-01-31T19:00:00Z" : "2030-01-31T19:00:00";
}

/** What the client's models found no place for. */
function* strangers(value: unknown, path = ""): Generator<string> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) yield* strangers(element, `${path}[${index}]`);
    return;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (name === "_data") yield `${path}: ${JSON.stringify(inner)}`;
    else if (name === "additionalProperties" && isObject(inner as Value))
      yield `${path}: ${Object.keys(inner as object).join(", ")}`;
    else yield* strangers(inner, `${path}.${name}`);
  }
}
