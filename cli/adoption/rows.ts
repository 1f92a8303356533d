import * as path from "node:path";
import { ADOPTION_FILES, familyFiles, scripts } from "../../components/agent/scripts";
import { AGENT_FOLDER, agentFiles, agentFilesOn, type ExpectedAgent, meaningOf } from "../drift/agent";
import { decoded, type Facts, factsNamed } from "../drift/facts";
import { digestOf, type ExpectedFile } from "../drift/files";
import type { Question, Row } from "../drift/row";
import { keyChanges } from "./keys";

/** Whose Agent a host has. */
export type Standing = "other" | "ours" | "none";

const inDrift = (name: string) => path.join(__dirname, "../drift", name);

/**
 * What a host is asked before the stack's Agent is there.
 *
 * @param found hears whose Agent is there.
 */
export function adoptionQuestion(agent: ExpectedAgent, found: (standing: Standing) => void): Question {
  const paths = agentFiles(agent).map((file) => file.path);
  return {
    name: agent.commands[0] ?? "",
    of: "the Agent",
    script: {
      files: [
        ...[inDrift("facts.sh"), inDrift("files.sh")],
        ...scripts("mark"),
        ...familyFiles(),
        ...ADOPTION_FILES,
        path.join(__dirname, "agent.sh"),
      ],
      // What is shown is compared here: of a secret no line is printed.
      variables: {
        paths: paths.join("\n"),
        shown: paths.join("\n"),
        package_wait_seconds: 0,
        ...agent.package?.more,
        repository: agent.package?.repository ?? "",
      },
    },
    secrets: {},
    rows: (facts) => {
      const standing = standingIn(facts);
      found(standing);
      return standing === "other" ? adoptionRows(agent, facts) : [];
    },
  };
}

export function standingIn(facts: Facts): Standing {
  if (factsNamed(facts, "mark").some(([whose]) => whose === "ours")) return "ours";
  const isThere = (kind: string) => factsNamed(facts, kind).length > 0;
  const [[state = ""] = []] = factsNamed(facts, "package");
  const hasFile = factsNamed(facts, "file").some(([, kind]) => kind === "file");
  return state !== "" || hasFile || ["mark", "other", "installer", "source"].some(isThere) ? "other" : "none";
}

/** What becomes otherwise on a host whose Agent is taken over, and what stays: `changes` is a drift's row. */
export function adoptionRows(agent: ExpectedAgent, facts: Facts): Row[] {
  const { host } = agent;
  const changes = (what: string, declared: string, found: string, lines?: readonly string[]): Row => ({
    ...{ host, what, verdict: "drift", declared, found },
    ...(lines !== undefined && { lines }),
  });
  const stays = (what: string, found: string): Row => ({ host, what, verdict: "left", declared: "nothing", found });
  return [
    ...packageRows(agent, facts, changes),
    ...factsNamed(facts, "source").map(([file]) =>
      changes(decoded(file), "not asked while the stack has the Agent", "names the same repository"),
    ),
    ...factsNamed(facts, "conflict").map(([file]) =>
      changes(decoded(file), "no second repository datadog: `up` refuses", "has it, too"),
    ),
    ...agentFilesOn(agent, facts).flatMap((file) => fileRow(file, facts, changes)),
    ...foreignRows(agent, facts, stays),
  ];
}

type Changes = (what: string, declared: string, found: string, lines?: readonly string[]) => Row;

function packageRows({ package: its }: ExpectedAgent, facts: Facts, changes: Changes): Row[] {
  if (its === undefined) return [];
  const [[state = "", installed = "", held = ""] = []] = factsNamed(facts, "package");
  const { agent_package: own = "datadog-agent", allow_downgrade: mayGoDown } = its.more ?? {};
  const others = factsNamed(facts, "other").map(([name = ""]) =>
    changes(`package ${name}`, `none beside ${own}: \`up\` refuses`, "installed"),
  );
  const installer = factsNamed(facts, "installer").map(() =>
    changes("/opt/datadog-packages/datadog-agent", "a package of the host's: `up` refuses", "Fleet Automation's own"),
  );
  const what = `package ${own}`;
  const isLower = its.version.localeCompare(installed, "en", { numeric: true }) < 0;
  const how = isLower && mayGoDown !== "yes" ? "`up` refuses without agent.allowDowngrade" : "in its place";
  if (state !== "installed") return [...others, ...installer, changes(what, its.version, state || "not installed")];
  return [
    ...others,
    ...installer,
    ...(installed === its.version ? [] : [changes(what, `${its.version}, ${how}`, installed)]),
    ...(held === "hold" ? [] : [changes(`hold of ${own}`, "held", "not held")]),
  ];
}

function fileRow(file: ExpectedFile, facts: Facts, changes: Changes): Row[] {
  const [, kind = "missing", , , sha256 = "", content = ""] =
    factsNamed(facts, "file").find(([name]) => name === file.path) ?? [];
  if (kind !== "file") return [changes(file.path, "written", kind)];
  if (sha256 === digestOf(file.text)) return [];
  const found = decoded(content);
  const keys = /\.ya?ml$/.test(file.path) ? keyChanges(found, file.text) : undefined;
  if (keys === undefined) return [changes(file.path, "replaced", "another text")];
  if (keys.length === 0) return [changes(file.path, "replaced", "the same keys, written otherwise")];
  return [changes(file.path, "replaced", keys.length === 1 ? "1 key differs" : `${keys.length} keys differ`, keys)];
}

function foreignRows(agent: ExpectedAgent, facts: Facts, stays: (what: string, found: string) => Row): Row[] {
  const declared = new Set(Object.keys(agent.files ?? {}));
  const checks = new Set([...declared].flatMap((file) => /^conf\.d\/(.+)\.d\//.exec(file)?.[1] ?? []));
  const variables = factsNamed(facts, "variable").map(([name = ""]) => name);
  return [
    ...factsNamed(facts, "foreign")
      .map(([encoded]) => decoded(encoded))
      .filter((file) => !declared.has(file))
      .map((file) => stays(`${AGENT_FOLDER}/${file}`, besideStacks(file, checks))),
    ...(variables.length > 0
      ? [stays(`${AGENT_FOLDER}/environment`, `sets ${variables.join(", ")}: decides over datadog.yaml`)]
      : []),
  ];
}

/** What a file does there that no one of the stack's replaces. */
function besideStacks(file: string, checks: ReadonlySet<string>): string {
  const [, check] = /^conf\.d\/([^/]+?)(?:\.d\/[^/]+)?\.ya?ml$/.exec(file) ?? [];
  if (check !== undefined && checks.has(check))
    return `the Agent runs it beside the stack's conf.d/${check}.d/conf.yaml`;
  return meaningOf(`${AGENT_FOLDER}/${file}`);
}
