import * as fs from "node:fs";
import * as path from "node:path";
import type { Script } from "../host/script";
import type { Integration } from "./integration";
import type { AgentSettings } from "./render";
import type { Wheel } from "./wheel";

/** An Agent's package, as it is laid on a host. */
export interface AgentPackage {
  /** The package's version: `1:7.70.1-1`. Pinned and held. */
  readonly version: string;
  readonly repository: {
    /** The package repository. */
    readonly url: string;
    /** What signs it: URLs that the host can reach, or ASCII-armoured public keys. */
    readonly keys: readonly string[];
  };
  /** How long another apt or dpkg on the host is waited for. */
  readonly packageWaitSeconds: number;
  /** Another text looks at the host's package and files once more. @default none */
  readonly recheck?: string | undefined;
}

/** An Agent as it is laid on a host, whatever brings its scripts there. */
export interface InstalledAgent extends AgentSettings, AgentPackage {
  readonly integrations: readonly Integration[];
}

/** The package manager of whatever host it is: each file but the first leaves others' hosts alone. */
export const FAMILY_FILES: readonly string[] = scripts("family", "apt", "sources");

/** Takes the package and all that it left away. */
export function packageRemovalScript({ packageWaitSeconds }: AgentPackage): Script {
  return {
    files: [...scripts("mark"), ...FAMILY_FILES, ...scripts("apt-remove", "foreign-files", "package-remove")],
    variables: { package_wait_seconds: packageWaitSeconds },
  };
}

/** Lays the package. */
export function packageScript(agent: AgentPackage): Script {
  const { version, repository } = agent;
  return {
    files: [...scripts("../host/whole", "mark"), ...FAMILY_FILES, ...scripts("pinned", "other-agent", "package")],
    variables: { version, repository: repository.url, ...everyRun(agent) },
    bodies: Object.fromEntries(repository.keys.map((key, i) => [`keys/${i + 1}`, key])),
  };
}

/**
 * Lays all of its files, and proves it.
 *
 * @param files by path below /etc/datadog-agent, with `SECRET(name)` in place of each secret.
 */
export function configurationScript(
  agent: InstalledAgent,
  files: Readonly<Record<string, string>>,
  wheels: readonly Wheel[],
): Script {
  return {
    files: [...scripts("../host/whole"), ...FAMILY_FILES, ...scripts("pinned", "wheels", "configuration")],
    variables: {
      version: agent.version,
      ...everyRun(agent),
      checks: instancesOfChecks(agent.integrations),
      traces: agent.apm?.port ?? "",
    },
    bodies: {
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`files/${path}`, text])),
      ...Object.fromEntries(wheels.map(({ file, content }) => [`wheels/${file}`, content])),
      ...proofBodies(),
    },
  };
}

/** Shell files by their names, in order. */
export function scripts(...names: string[]): string[] {
  return names.map((name) => path.join(__dirname, `${name}.sh`));
}

/** What either script is given. The last is not used there: another text is another run. */
function everyRun({ packageWaitSeconds, recheck }: AgentPackage): Record<string, string | number> {
  return { package_wait_seconds: packageWaitSeconds, ...(recheck !== undefined && { recheck }) };
}

/** How many instances of each check are declared: `postgres=2 custom_my_metric=1`. */
function instancesOfChecks(integrations: readonly Integration[]): string {
  const counts = new Map<string, number>();
  for (const { name, instances } of integrations) counts.set(name, (counts.get(name) ?? 0) + instances.length);
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name}=${count}`)
    .join(" ");
}

let proofFiles: Readonly<Record<string, string>> | undefined;

/** The program that proves the Agent on its host, by the Agent's own Python; read once for all hosts. */
function proofBodies(): Readonly<Record<string, string>> {
  if (proofFiles !== undefined) return proofFiles;
  const modules = fs.readdirSync(`${__dirname}/proof`).filter((file) => file.endsWith(".py"));
  const files = ["verify.py", ...modules.sort().map((file) => `proof/${file}`)];
  proofFiles = Object.fromEntries(files.map((file) => [file, fs.readFileSync(`${__dirname}/${file}`, "utf8")]));
  return proofFiles;
}
