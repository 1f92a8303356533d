import { listInWords } from "../../datadog/list-words";
import { countInWords } from "../../datadog/metrics/value-words";
import { table } from "../drift/report";
import type { Row } from "../drift/row";
import type { Terminal } from "../terminal";
import type { Standing } from "./rows";

/** A host that was asked. */
export interface AskedHost {
  readonly host: string;
  /** Undefined where it could not be asked. */
  readonly standing: Standing | undefined;
  /** Whether `agent.adopt` is said of it. */
  readonly adopts: boolean;
}

/** What would become of the Agents that a stack's hosts have. */
export interface Report {
  readonly stack: string;
  readonly hosts: readonly AskedHost[];
  readonly rows: readonly Row[];
}

const WORDS = { drift: "changes", unknown: "unknown", left: "stays" } as const;

export function reportText({ stack, hosts, rows }: Report, terminal: Terminal): string {
  const named = (those: readonly AskedHost[]) => listInWords(those.map(({ host }) => host));
  const line = (standing: Standing | undefined, words: string) => {
    const those = hosts.filter((one) => one.standing === standing);
    return those.length === 0 ? [] : [`${words}: ${named(those)}.`];
  };
  const refused = hosts.filter(({ standing, adopts }) => standing === "other" && !adopts);
  const adopted = hosts.filter(({ standing, adopts }) => standing === "other" && adopts);
  const blocks = [
    ...(rows.length > 0 ? [table(rows, terminal, { words: WORDS, mostLines: Infinity })] : []),
    `${stack}: ${countInWords(hosts.length, "host")} asked, and nothing changed; no secret is shown.`,
    ...(adopted.length > 0
      ? [`\`up\` takes the Agent over on ${named(adopted)}; \`destroy\` gives it back as it was.`]
      : []),
    ...(refused.length > 0
      ? [`\`up\` refuses on ${named(refused)}; to have the Agent taken over say agent.adopt: true there.`]
      : []),
    ...line("none", "Without an Agent, `up` installs it"),
    ...line("ours", "Lookout's already, of which `lookout drift` tells"),
    ...line(undefined, "Not known"),
  ];
  return `${blocks.join("\n")}\n`;
}

/** For programs; fields are added, and none is taken away or means something else. */
export function reportJson({ stack, hosts, rows }: Report): string {
  const all = hosts.map(({ host, standing, adopts }) => ({ host, agent: standing ?? "unknown", adopts }));
  return `${JSON.stringify({ stack, hosts: all, rows }, undefined, 2)}\n`;
}
