import type { z } from "zod";

type Values = Readonly<Record<string, unknown>>;

/** Lists to which a group adds; any other that is not of named things is replaced as a whole. */
const ADDED = ["tags", "logs", "instances"];

/**
 * Settings in which each host has what its groups say, and what `defaults` says of all: of two the host's own comes
 * first, then its groups' as it names them, then the defaults'. Maps are put together key by key, lists of named things
 * (databases, integrations, services) by their names; what is the host's own keeps its place in a list, so that a mistake
 * is named by it.
 *
 * @param values as they are written: what is not of the right type is left for the schema.
 */
export function withGroups(values: unknown): unknown {
  if (!isMap(values) || !Array.isArray(values.hosts)) return values;
  const { defaults, groups } = values;
  return {
    ...values,
    hosts: values.hosts.map((host: unknown) =>
      isMap(host) ? [...groupsOf(host).map((name) => at(groups, name)), defaults].reduce(both, host) : host,
    ),
  };
}

/** The names of a host's groups, as far as they are names. */
export function groupsOf({ groups }: Values): string[] {
  return Array.isArray(groups) ? groups.filter((name) => typeof name === "string") : [];
}

/**
 * Without what is wrong at a host alone because it is so in a group of it, where it is said.
 *
 * @param values as they are written.
 */
export function withoutRepeated(issues: readonly z.core.$ZodIssue[], values: unknown): z.core.$ZodIssue[] {
  const single = issues.flatMap(ofOneKey);
  const shared = single.filter(({ path: [where] }) => where === "defaults" || where === "groups");
  return single.filter((issue) => {
    const [list, index, ...path] = placeOf(issue);
    const host = list === "hosts" ? at(at(values, "hosts"), index) : undefined;
    if (!isMap(host) || path.reduce(at, host) !== undefined) return true;
    const groups = groupsOf(host);
    return !shared.some((other) => {
      const [where, name] = other.path;
      const isOfHost = where === "defaults" || groups.includes(String(name));
      return isOfHost && other.message === issue.message && keyOf(other) === keyOf(issue);
    });
  });
}

/** Unknown keys are one to the library. */
function ofOneKey(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== "unrecognized_keys") return [issue];
  return issue.keys.map((key) => ({ ...issue, keys: [key], message: `Unrecognized key: "${key}"` }));
}

function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === "unrecognized_keys" ? [...issue.path, ...issue.keys] : issue.path;
}

/** In a list things have another place at a host than in its group. */
function keyOf(issue: z.core.$ZodIssue): PropertyKey | undefined {
  return placeOf(issue)
    .filter((part) => typeof part === "string")
    .at(-1);
}

function both(own: unknown, shared: unknown): unknown {
  if (!isMap(own) || !isMap(shared)) return own;
  const more = Object.entries(shared).map(([key, value]) => [key, key in own ? inOne(key, own[key], value) : value]);
  return { ...own, ...(Object.fromEntries(more) as Values) };
}

function inOne(key: string, own: unknown, shared: unknown): unknown {
  if (!isList(own) || !isList(shared)) return both(own, shared);
  if (ADDED.includes(key)) return [...own, ...shared.filter((one) => !own.includes(one))];
  const names = [...own, ...shared].map(nameOf);
  if (names.includes(undefined)) return own;
  return [
    ...own.map((one) =>
      both(
        one,
        shared.find((other) => nameOf(other) === nameOf(one)),
      ),
    ),
    ...shared.filter((other) => own.every((one) => nameOf(other) !== nameOf(one))),
  ];
}

/** A database server without a name goes by its type. */
function nameOf(value: unknown): unknown {
  return at(value, "name") ?? at(value, "type");
}

function at(value: unknown, key: PropertyKey | undefined): unknown {
  if (typeof value !== "object" || value === null || key === undefined || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
