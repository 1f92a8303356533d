import type { Proof } from "../../components/packs/databases/proof";
import { type ExpectedAgent, agentQuestion } from "./agent";
import type { Connection } from "./login";
import type { Question } from "./row";
import { type ExpectedServer, type ServerKind, serverQuestion } from "./server";
import { type ExpectedService, serviceQuestion } from "./service";
import { nameOf, opened, type StateResource } from "../stack/state";
import { secretsOf, sudoPasswordOf, type CommandWords, wordsOf } from "./words";

/** A host that the stack's last `up` reached, and what it is asked. */
export interface DeclaredHost {
  readonly host: string;
  readonly connection: Connection;
  /** What sudo asks the user for. */
  readonly sudoPassword?: string | undefined;
  readonly questions: readonly Question[];
}

/** What a stack's state says of hosts. */
export interface Declared {
  readonly hosts: readonly DeclaredHost[];
  /** Commands that can't be read: a pack's own, or another version's of Lookout. */
  readonly unread: readonly string[];
  /** Hosts that are declared to be gone. */
  readonly gone: readonly string[];
}

/** A command that reached a host. */
interface Ran extends CommandWords {
  readonly component: StateResource | undefined;
  readonly connection: Connection;
  readonly secrets: Readonly<Record<string, string>>;
  readonly sudoPassword: string | undefined;
  /** What it printed. */
  readonly printed: string;
}

const AGENT = "lookout:agent:HostAgent";
/** Words of a package's script. */
const MORE = ["yum_repository", "zypper_repository", "agent_package", "allow_downgrade"];
const SERVICE = "lookout:tracing:TracedService";
const SERVERS: Readonly<Record<string, ServerKind>> = {
  "lookout:databases:PostgresMonitoring": "postgres",
  "lookout:databases:MysqlMonitoring": "mysql",
};

/** What each host was made to have, by the state alone: neither the program nor its settings are asked. */
export function declaredIn(state: readonly StateResource[]): Declared {
  const { hosts, unread, gone } = ranIn(state);
  return {
    hosts: hosts.map(({ host, all }) => hostOf(host, all)),
    ...{ unread, gone },
  };
}

/** An Agent, and how its host is reached. */
export interface ReachedAgent {
  readonly host: string;
  readonly connection: Connection;
  readonly sudoPassword: string | undefined;
  readonly agent: ExpectedAgent;
  /** Whether one that is there already is taken over. */
  readonly adopts: boolean;
}

/** The Agents alone. */
export function agentsIn(state: readonly StateResource[]): ReachedAgent[] {
  return ranIn(state).hosts.map(({ host, all }) => {
    const agent = agentOf(all.filter(({ component }) => component?.type === AGENT));
    const { connection, sudoPassword } = all[0];
    return { host, connection, sudoPassword, agent, adopts: all.some(({ values }) => values.adopt === "yes") };
  });
}

interface RanOnHosts extends Pick<Declared, "unread" | "gone"> {
  readonly hosts: readonly { readonly host: string; readonly all: readonly [Ran, ...Ran[]] }[];
}

function ranIn(state: readonly StateResource[]): RanOnHosts {
  const components = new Map(state.map((resource) => [resource.urn, resource]));
  const unread: string[] = [];
  const gone = new Set<string>();
  const hosts = new Map<string, [Ran, ...Ran[]]>();
  for (const resource of state) {
    if (resource.type !== "command:remote:Command" || resource.delete === true) continue;
    const ran = ranOf(resource, components.get(resource.parent ?? ""));
    if (ran === undefined || !isKnown(ran)) unread.push(nameOf(resource.urn));
    else if (resource.retainOnDelete === true) gone.add(ran.host);
    else hosts.set(ran.host, [...(hosts.get(ran.host) ?? []), ran] as [Ran, ...Ran[]]);
  }
  return {
    hosts: [...hosts].sort(inOrder).map(([host, all]) => ({ host, all })),
    unread: unread.sort(),
    gone: [...gone].sort(),
  };
}

function hostOf(host: string, ran: readonly [Ran, ...Ran[]]): DeclaredHost {
  const { connection, sudoPassword } = ran[0];
  return { host, connection, sudoPassword, questions: questionsOf(ran) };
}

/** A state has its hosts as they were finished, which differs from run to run; `db2` stands before `db10`. */
function inOrder([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one.localeCompare(other, "en", { numeric: true });
}

function ranOf({ inputs = {}, outputs = {} }: StateResource, component: StateResource | undefined): Ran | undefined {
  const { create, connection, stdin } = inputs;
  const words = wordsOf(textOf(opened(create)));
  const whole = opened(connection) as Connection | undefined;
  if (words === undefined || whole === undefined) return undefined;
  const printed = textOf(opened(outputs.stdout));
  const input = textOf(opened(stdin));
  return {
    ...{ ...words, component, connection: whole, printed },
    ...{ secrets: secretsOf(input), sudoPassword: sudoPasswordOf(input) },
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isKnown({ component }: Ran): boolean {
  const { type = "" } = component ?? {};
  return type === AGENT || type === SERVICE || Object.hasOwn(SERVERS, type);
}

/** Its Agent first: a server may take long to answer. */
function questionsOf(all: readonly Ran[]): Question[] {
  const ofAgent = all.filter(({ component }) => component?.type === AGENT);
  return [
    ...(ofAgent.length > 0 ? [agentQuestion(agentOf(ofAgent))] : []),
    ...all.flatMap((ran) => {
      const { type = "" } = ran.component ?? {};
      const kind = SERVERS[type];
      if (kind !== undefined) return [serverQuestion(serverOf(kind, ran))];
      return type === SERVICE ? [serviceQuestion(serviceOf(ran))] : [];
    }),
  ];
}

function agentOf(commands: readonly Ran[]): ExpectedAgent {
  const installed = commands.find(({ name }) => name.endsWith("-package"));
  const configured = commands.find(({ name }) => name.endsWith("-configuration"));
  const { files, keys, wheels } = opened(commands[0]?.component?.inputs ?? {}) as {
    readonly files?: Readonly<Record<string, string>>;
    readonly keys?: readonly string[];
    readonly wheels?: Readonly<Record<string, string>>;
  };
  const { version = "", repository = "", ...said } = installed?.values ?? {};
  const more = Object.fromEntries(Object.entries(said).filter(([name]) => MORE.includes(name)));
  return {
    host: commands[0]?.host ?? "",
    commands: [installed, configured].flatMap((one) => (one === undefined ? [] : [one.name])),
    ...(installed !== undefined && {
      package: { version, repository, keys: keys ?? [], ...(Object.keys(more).length > 0 && { more }) },
    }),
    ...(configured !== undefined && files !== undefined && { files }),
    secrets: configured?.secrets ?? {},
    wheels: wheels ?? {},
  };
}

function serverOf(kind: ServerKind, { host, name, values, secrets, printed }: Ran): ExpectedServer {
  return { host, kind, command: name, values, secrets, proof: proofIn(printed) };
}

/** As library.sh ends what it prints. */
function proofIn(printed: string): Proof | undefined {
  const [, json] = /^lookout ran: (\{.*\})$/m.exec(printed) ?? [];
  return json === undefined ? undefined : (JSON.parse(json) as Proof);
}

function serviceOf({ host, name, values, secrets, component }: Ran): ExpectedService {
  const { files = {} } = opened(component?.inputs ?? {}) as { readonly files?: Readonly<Record<string, string>> };
  return { host, command: name, values, files, secrets };
}
