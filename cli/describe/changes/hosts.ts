import { parse } from "yaml";
import type { Declared } from "../declared";
import { canonical, listed, ofBoth, only, paired } from "./canonical";
import type { Change } from "./change";
import { taggedInWords } from "./monitors";

/** A host as far as people know it. */
interface Host {
  readonly address: string | undefined;
  readonly agent: string | undefined;
  /** `postgres orders`. */
  readonly databases: readonly string[];
  readonly services: readonly string[];
  /** What its Agent runs. */
  readonly checks: readonly string[];
  readonly tags: readonly string[];
  /** Of the Agent's, by path. */
  readonly files: Readonly<Record<string, unknown>>;
}

/** By name. */
export function hosts({ hosts: examples, registrations }: Declared): ReadonlyMap<string, Host> {
  const inputs = new Map(registrations.map((one) => [`${one.type} ${one.name}`, one.inputs]));
  return new Map(
    examples.map(({ name, databases, services }) => {
      const command = inputs.get(`command:remote:Command ${name}-package`);
      const [address] = (command?.triggers ?? []) as readonly string[];
      const { files = {} } = (inputs.get(`lookout:agent:HostAgent ${name}`) ?? {}) as Partial<Pick<Host, "files">>;
      return [
        name,
        {
          address,
          agent: versionIn(command?.create),
          databases: databases.map((one) => (one.name === one.type ? one.type : `${one.type} ${one.name}`)),
          services: services,
          checks: Object.keys(files).flatMap((file) => /^conf\.d\/(.+)\.d\//.exec(file)?.[1] ?? []),
          tags: tagsIn(files["datadog.yaml"]),
          files,
        },
      ];
    }),
  );
}

/** Of the command that installs it. */
function versionIn(text: unknown): string | undefined {
  return typeof text === "string" ? /^\s*version='?([^\s'\\]+)/m.exec(text)?.[1] : undefined;
}

function tagsIn(file: unknown): string[] {
  if (typeof file !== "string") return [];
  const { tags = [] } = (parse(file) ?? {}) as { readonly tags?: readonly unknown[] };
  return tags.map(String);
}

type Hosts = ReadonlyMap<string, Host>;

/** Hosts and what is monitored on them that come or go; what many of them have in common is one line. */
export function hostChanges(before: Hosts, after: Hosts): Change[] {
  return paired(before, after).flatMap(({ key, before: was, after: is }) => {
    const say = (says: string): Change => ({ about: "Hosts", of: key, says });
    if (was === undefined) return [say(`new${is === undefined ? "" : `, ${inWords(is)}`}`)];
    if (is === undefined) return [say(`gone, with ${inWords(was)}`)];
    return [
      ...[...kept(was, is)].map(say),
      ...otherFiles(was, is).map((file) => ({ ...say(`${file} is another`), isMinor: true as const })),
    ];
  });
}

function inWords({ agent, databases, services, checks }: Host): string {
  const parts = [
    ...(agent === undefined ? [] : [`Agent ${agent}`]),
    ...databases.map((one) => `database ${one}`),
    ...services.map((one) => `service ${one}`),
    ...(checks.length === 0 ? [] : [`checks ${listed(checks)}`]),
  ];
  return parts.length === 0 ? "nothing on it" : parts.join(", ");
}

function* kept(was: Host, is: Host): Generator<string> {
  if (was.address !== is.address) {
    yield `another machine: ${is.address ?? "unknown"}, was ${was.address ?? "unknown"}; what is on the old one is removed`;
  }
  if (was.agent !== is.agent) yield `Agent ${is.agent ?? "none"}, was ${was.agent ?? "none"}`;
  yield* cameAndWent("database", was.databases, is.databases);
  yield* cameAndWent("service", was.services, is.services);
  // A database's check comes and goes with it.
  const [old, current] = ofBoth(was, is, ({ checks }) => checks);
  const isOfDatabase = (check: string) =>
    [...was.databases, ...is.databases].some((one) => one.split(" ")[0] === check);
  yield* cameAndWent(
    "check",
    old.filter((one) => !isOfDatabase(one)),
    current.filter((one) => !isOfDatabase(one)),
  );
  const [come, gone] = [only(is.tags, was.tags), only(was.tags, is.tags)];
  if (come.length > 0 || gone.length > 0) yield taggedInWords(come, gone);
}

function* cameAndWent(what: string, old: readonly string[], current: readonly string[]): Generator<string> {
  for (const one of only(current, old)) yield `${what} ${one} is newly monitored`;
  for (const one of only(old, current)) yield `${what} ${one} is no longer monitored`;
}

/** What no line above speaks of: the Agent's own settings, and those of checks that stay. */
function otherFiles(was: Host, is: Host): string[] {
  return Object.keys(was.files).filter((file) => {
    const there = is.files[file];
    return there !== undefined && withoutTags(was.files[file]) !== withoutTags(there);
  });
}

function withoutTags(file: unknown): string {
  return canonical(typeof file === "string" ? file.replace(/^tags:\n(?:\s+- .*\n)*/m, "") : file);
}
