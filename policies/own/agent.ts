import { Temporal } from "@js-temporal/polyfill";
import type { PolicyId } from "../../components/policies";
import { below } from "../../settings/credentials";
import { pathInWords } from "../../settings/path-in-words";
import { releasedBy } from "../agent-releases";
import type { Declared } from "../declared";
import type { OwnRule } from "../rule";

const COMMAND = "command:remote:Command";
const INSTALL = "apt-get install -y ";

type Rule = OwnRule & { readonly id: PolicyId };

export const agentPinned: Rule = {
  id: "policy/agent-pinned",
  level: "mandatory",
  because: "An Agent without a version is another one on each host, and a new one on the day that a host is rebuilt.",
  source: "https://docs.datadoghq.com/agent/guide/how-do-i-install-a-specific-version/",
  passes: { type: COMMAND, inputs: { create: `${INSTALL}datadog-agent=1:7.84.2-1` } },
  fails: { type: COMMAND, inputs: { create: `${INSTALL}datadog-agent` } },
  *check(resource) {
    for (const { place, version } of agentsIn(resource)) {
      if (version !== undefined) continue;
      yield {
        problem: `${place} brings an Agent without a version`,
        remedy:
          "name it: datadog-agent=1:7.84.2-1 for apt, datadog-agent-7.84.2-1 for dnf and yum, DD_AGENT_MINOR_VERSION=84.2 for the install script, agent:7.84.2 for an image",
      };
    }
  },
};

export const agentAge: Rule = {
  id: "policy/agent-age",
  level: "advisory",
  because:
    "An old Agent misses a year of mended holes and knows nothing newer. It is said and stops nothing by itself: what passed yesterday is old today.",
  source: "https://github.com/DataDog/datadog-agent/releases",
  properties: { days: { type: "integer", minimum: 1, default: 365, description: "How old it may be." } },
  passes: { type: COMMAND, inputs: { create: `${INSTALL}datadog-agent=1:7.85.0-1` } },
  fails: { type: COMMAND, inputs: { create: `${INSTALL}datadog-agent=1:7.66.0-1` } },
  *check(resource, { days }) {
    const today = Temporal.Now.plainDateISO("UTC");
    for (const { version } of agentsIn(resource)) {
      const [major, minor = 0] = version?.split(".").map(Number) ?? [];
      const released = major === 7 ? releasedBy(minor) : undefined;
      if (version === undefined || (major === 7 && released === undefined)) continue;
      const age = released === undefined ? Infinity : Temporal.PlainDate.from(released).until(today).days;
      if (age <= Number(days)) continue;
      yield {
        problem: `the Agent ${version} is ${released === undefined ? "of an older kind than 7" : `of ${released} or before`}: older than ${String(days)} days`,
        remedy: "take a newer one",
      };
    }
  },
};

interface Agent {
  /** The input that says it. */
  readonly place: string;
  /** `7.84.2`; none where it is not pinned. */
  readonly version: string | undefined;
}

/** The Agents that a resource brings, as far as its texts say so: Lookout's own command, an installation's, an image. */
function* agentsIn({ type, urn, name, inputs }: Declared): Generator<Agent> {
  if (urn.includes("lookout:agent:HostAgent$")) {
    if (!name.endsWith("-package") || typeof inputs.create !== "string") return;
    const [, version] = /^version='?1:(\d+\.\d+\.\d+)/m.exec(inputs.create) ?? [];
    if (version !== undefined) yield { place: "create", version };
    return;
  }
  if (type.startsWith("command:")) {
    for (const key of ["create", "update"]) {
      const text = inputs[key];
      if (typeof text === "string") yield* installed(text, key);
    }
  }
  yield* images(inputs);
}

function* installed(text: string, place: string): Generator<Agent> {
  for (const [, version] of text.matchAll(
    /\b(?:apt-get|apt|dnf|yum|zypper|tdnf)\b[^\n;&|]*\sinstall\b[^\n;&|]*\sdatadog-agent(?![\w/]|-[a-z])(?:[=-](?:1:)?(\d+\.\d+\.\d+)\S*)?/g,
  )) {
    yield { place, version };
  }
  if (/\binstall_script(?:_agent\d)?\.sh\b/.test(text)) {
    const [, minor] = /\bDD_AGENT_MINOR_VERSION=["']?(\d+(?:\.\d+)?)/.exec(text) ?? [];
    yield { place, version: minor && `7.${minor}` };
  }
}

const IMAGE =
  /^(?:(?:gcr\.io|[a-z.]*gcr\.io)\/datadoghq|public\.ecr\.aws\/datadog|(?:docker\.io\/)?datadog)\/agent(?::([\w.-]+))?(@sha256:\S+)?$/;

/** A digest pins an image, and says no version. */
function* images(inputs: Declared["inputs"]): Generator<Agent> {
  for (const { path, value } of below(inputs)) {
    const found = typeof value === "string" ? IMAGE.exec(value) : null;
    const [, version] = /^(\d+\.\d+\.\d+)/.exec(found?.[1] ?? "") ?? [];
    if (found !== null && (version !== undefined || found[2] === undefined)) {
      yield { place: pathInWords(path), version };
    }
  }
}
