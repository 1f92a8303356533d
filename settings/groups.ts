import type { z } from "zod";
import { OF_LOGIN, waysOf } from "./login";
import { isMap, type Values } from "./map";

/** Lists to which a group adds; any other that is not of named things is replaced as a whole. */
const ADDED = ["tags", "logs", "instances"];

/**
 * Settings in which each host has what its groups say, and what `defaults` says of all: of two the host's own comes
 * first, then its groups' as it names them, each before the groups that it is in itself, then the defaults'. Maps are put
 * together key by key, lists of named things (databases, integrations, services) by their names; what is the host's own
 * keeps its place in a list, so that a mistake is named by it.
 *
 * @param values as they are written: what is not of the right type is left for the schema.
 */
export function withGroups(values: unknown): unknown {
  if (!isMap(values) || !Array.isArray(values.hosts)) return values;
  const { defaults, groups } = values;
  return {
    ...values,
    hosts: values.hosts.map((host: unknown) =>
      isMap(host) ? [...allGroupsOf(host, groups).map((name) => at(groups, name)), defaults].reduce(both, host) : host,
    ),
  };
}

/**
 * The names of the groups that something is in, and of those that these are in themselves: of two, the narrower first.
 *
 * @param one a host, or a group.
 * @param groups by name, as they are written.
 */
export function allGroupsOf(one: { readonly groups?: unknown }, groups: unknown): string[] {
  const names = namesIn(one, groups, []);
  // Wherever a name stands, those of the groups around it follow: so they do behind the last.
  return names.filter((name, i) => names.lastIndexOf(name) === i);
}

function namesIn({ groups: own }: { readonly groups?: unknown }, groups: unknown, inside: readonly string[]): string[] {
  if (!isList(own)) return [];
  return own.flatMap((name) => {
    // A circle is a mistake, said elsewhere.
    if (typeof name !== "string" || inside.includes(name)) return [];
    const group = at(groups, name);
    return [name, ...(isMap(group) ? namesIn(group, groups, [...inside, name]) : [])];
  });
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
    const groups = allGroupsOf(host, at(values, "groups"));
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
  // A login is taken whole: with a key of its own nobody wants a group's agent too.
  const isOwnLogin = waysOf(own).length > 0;
  const taken = Object.entries(shared).filter(([key]) => !isOwnLogin || !OF_LOGIN.includes(key));
  const more = taken.map(([key, value]) => [key, key in own ? inOne(key, own[key], value) : value]);
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
