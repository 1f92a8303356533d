import * as path from "node:path";
import { SECRETS_FILE } from "../../components/agent/secret-backend";
import { familyFiles, scripts } from "../../components/agent/scripts";
import { digestOf, type ExpectedFile, fileRows, filesAsked } from "./files";
import { decoded, type Facts, factsNamed } from "./facts";
import type { Question, Repair, Row } from "./row";
import { unitRows } from "./unit";

/** A host's Agent, as the stack's last `up` made it. */
export interface ExpectedAgent {
  readonly host: string;
  /** The names of its commands, of which an interrupted `up` may have made one. */
  readonly commands: readonly string[];
  /** Undefined where its package was not made. */
  readonly package?: {
    readonly version: string;
    readonly repository: string;
    /** Words of its script that say more: the other families' repositories, the flavor, whether a lower version may come. */
    readonly more?: Readonly<Record<string, string>>;
    /** Armoured keys, or the URLs from which the host fetched them. */
    readonly keys: readonly string[];
  };
  /** By path below the Agent's folder, with `SECRET(name)` in place of secrets; undefined where they were not made. */
  readonly files?: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** `sha256:…` by file name. */
  readonly wheels: Readonly<Record<string, string>>;
}

export const AGENT_FOLDER = "/etc/datadog-agent";
const LIST = "/etc/apt/sources.list.d/datadog.list";
const KEYRING = "/usr/share/keyrings/datadog-archive-keyring.gpg";
const MARK = "/var/lib/lookout/agent-package";
const MANIFEST = "/var/lib/lookout/agent-files";
const WHEELS = "/var/lib/lookout/agent-wheels";

/** What a host is asked of its Agent. */
export function agentQuestion(agent: ExpectedAgent): Question {
  const files = agentFiles(agent);
  const keyring = agent.package === undefined ? [] : [KEYRING];
  const asked = filesAsked(files);
  const variables = {
    paths: [asked.paths, ...keyring].join("\n"),
    shown: asked.shown,
    wheel_names: Object.keys(agent.wheels).map(wheelName).join("\n"),
    package_wait_seconds: 0,
    ...agent.package?.more,
    version: agent.package?.version ?? "",
    repository: agent.package?.repository ?? "",
  };
  return {
    name: agent.commands.at(-1) ?? "",
    of: "the Agent",
    script: {
      files: [
        path.join(__dirname, "facts.sh"),
        path.join(__dirname, "files.sh"),
        ...scripts("mark"),
        ...familyFiles(),
        ...scripts("wheels", "foreign-files"),
        path.join(__dirname, "agent.sh"),
      ],
      variables,
    },
    secrets: {},
    rows: (facts) => agentRows(agent, facts),
  };
}

/** The files that Lookout wrote for it, but for those whose content the host decides. */
export function agentFiles({ package: its, files = {}, secrets }: ExpectedAgent): ExpectedFile[] {
  const list = its && {
    path: LIST,
    owner: "root:root",
    mode: "644",
    text: `deb [signed-by=${KEYRING}] ${its.repository} stable 7\n`,
    isSecret: false,
  };
  const own = Object.entries(files).map(([file, text]) => ({
    path: `${AGENT_FOLDER}/${file}`,
    owner: "dd-agent:dd-agent",
    mode: file === SECRETS_FILE ? "400" : "640",
    ...filled(text, file.endsWith(".yaml") ? secrets : {}),
  }));
  return [...(list ? [list] : []), ...own];
}

/** Those that a host of its family of packages has. */
export function agentFilesOn(agent: ExpectedAgent, facts: Facts): ExpectedFile[] {
  return agentFiles(agent).filter(({ path: file }) => file !== LIST || isApt(facts));
}

/** As configuration.sh fills a secret in at a line's end. */
function filled(text: string, secrets: Readonly<Record<string, string>>): { text: string; isSecret: boolean } {
  let isSecret = false;
  const lines = text
    .replace(/\n$/, "")
    .split("\n")
    .map((line) =>
      line.replace(/SECRET\(([a-z0-9_]+)\)$/, (place, name: string) => {
        isSecret = true;
        return secrets[name] ?? place;
      }),
    );
  return { text: `${lines.join("\n")}\n`, isSecret };
}

export function agentRows(agent: ExpectedAgent, facts: Facts): Row[] {
  const { host, commands } = agent;
  const repair: Repair = { commands, how: "again" };
  const drift: Drift = (what, declared, found) => ({ host, what, verdict: "drift", declared, found, repair });
  const left = factsNamed(facts, "foreign")
    .map(([encoded]) => decoded(encoded))
    .filter((file) => agent.files?.[file.slice(AGENT_FOLDER.length + 1)] === undefined)
    .map((file): Row => ({ host, what: file, verdict: "left", declared: "nothing", found: meaningOf(file) }));
  return [
    ...(agent.package === undefined ? [] : packageRows(host, agent.package, facts, drift)),
    ...fileRows(host, agentFilesOn(agent, facts), facts, repair),
    ...(agent.files === undefined
      ? []
      : [
          ...manifestRows(Object.keys(agent.files), facts, drift),
          ...wheelRows(agent.wheels, facts, drift),
          ...unitRows(host, "datadog-agent", facts, repair),
          ...owedRows(facts, drift),
        ]),
    ...left,
  ];
}

/** What somebody else's file does there. */
export function meaningOf(file: string): string {
  if (file === `${AGENT_FOLDER}/environment`) return "somebody else's file: decides over datadog.yaml";
  if (file.startsWith(`${AGENT_FOLDER}/managed/`))
    return "a policy of Fleet Automation: decides over the stack's files";
  return "somebody else's file";
}

type Drift = (what: string, declared: string, found: string) => Row;

function packageRows(
  host: string,
  { version, keys, more = {} }: NonNullable<ExpectedAgent["package"]>,
  facts: Facts,
  drift: Drift,
): Row[] {
  const [[state = "", installed = "", want = ""] = []] = factsNamed(facts, "package");
  const { agent_package: name = "datadog-agent" } = more;
  const rows: Row[] = [];
  if (state !== "installed") rows.push(drift(`package ${name}`, version, state === "" ? "not installed" : state));
  else {
    if (installed !== version) rows.push(drift(`package ${name}`, version, installed));
    if (want !== "hold") rows.push(drift(`hold of ${name}`, "held", "not held"));
  }
  const [[mark = "", whose] = []] = factsNamed(facts, "mark");
  if (mark !== "ours") {
    const other = mark === "other" ? `of the host ${decoded(whose)}` : mark === "cut" ? "cut off" : "missing";
    rows.push(drift(MARK, `of the host ${host}`, other));
  }
  for (const [file, found = ""] of factsNamed(facts, "repository")) {
    rows.push(drift(decoded(file), "as the stack has it", found));
  }
  const keyring = isApt(facts) ? keyringFound(keys, facts) : undefined;
  if (keyring !== undefined) rows.push(drift(KEYRING, keyring.declared, keyring.found));
  return rows;
}

/** What apt reads is compared here, line by line; a host of another family compares its own. */
function isApt(facts: Facts): boolean {
  const [[family = "apt"] = []] = factsNamed(facts, "family");
  return family === "apt";
}

/**
 * The keys that apt believes. Those that the package datadog-signing-keys brings may follow, or be all; of keys that were
 * fetched from URLs the content is not known here.
 */
function keyringFound(
  keys: readonly string[],
  facts: Facts,
): { readonly declared: string; readonly found: string } | undefined {
  const file = factsNamed(facts, "file").find(([name]) => name === KEYRING);
  const [, kind = "missing", owner = "", mode = ""] = file ?? [];
  if (kind !== "file") return { declared: "a file", found: kind };
  if (`${owner} ${mode}` !== "root:root 644") return { declared: "root:root 644", found: `${owner} ${mode}` };
  if (keys.some((key) => !key.startsWith("-----BEGIN"))) return undefined;
  const declared = digestOf(Buffer.concat(keys.map(dearmoured)));
  const [[all, before = ""] = []] = factsNamed(facts, "keyring");
  if (all === declared || before === declared || before === digestOf("")) return undefined;
  return { declared: "agent.repository.keys", found: "differs" };
}

/** The bytes of an armoured key, as package.sh takes them. @see https://www.rfc-editor.org/rfc/rfc9580#section-6.2 */
function dearmoured(key: string): Buffer {
  const lines = key.split(/\r?\n/);
  const end = lines.findIndex((line) => line.startsWith("-----END"));
  const empty = lines.indexOf("");
  return Buffer.from(
    lines
      .slice(empty + 1, end < 0 ? undefined : end)
      .filter((line) => !line.startsWith("="))
      .join(""),
    "base64",
  );
}

/** Which files are the stack's, for the run that takes one away. */
function manifestRows(files: readonly string[], facts: Facts, drift: Drift): Row[] {
  const [noted] = factsNamed(facts, "manifest");
  if (noted === undefined) return [drift(MANIFEST, "a file", "missing")];
  const declared = [...files].sort(byBytes).map((file) => `${file}\n`);
  return decoded(noted[0]) === declared.join("") ? [] : [drift(MANIFEST, "the list of the stack's files", "differs")];
}

function owedRows(facts: Facts, drift: Drift): Row[] {
  if (factsNamed(facts, "owed").length === 0) return [];
  return [drift("unit datadog-agent", "restarted since its files changed", "its restart is owed")];
}

function wheelRows(wheels: ExpectedAgent["wheels"], facts: Facts, drift: Drift): Row[] {
  const declared = Object.entries(wheels);
  const versions = new Map(factsNamed(facts, "wheel").map(([name = "", version = ""]) => [name, version]));
  const noted = new Set(decoded(factsNamed(facts, "wheels")[0]?.[0]).split("\n").filter(Boolean));
  return declared.flatMap(([file, digest]) => {
    const name = wheelName(file);
    const [, version = ""] = file.split("-");
    const there = versions.get(name) ?? "";
    if (there !== version) return [drift(`wheel ${name}`, version, there === "" ? "not installed" : there)];
    const line = `${digest.replace(/^sha256:/, "")} ${name} ${version} ${file}`;
    return noted.has(line) ? [] : [drift(WHEELS, `wheel ${file}`, "does not have it")];
  });
}

/** As pip compares names, and wheels.sh. */
function wheelName(file: string): string {
  return (file.split("-")[0] ?? "").toLowerCase().replaceAll(".", "_");
}

/** As `sort` does with LC_ALL=C. */
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
