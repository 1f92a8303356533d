import * as fs from "node:fs";
import * as path from "node:path";
import type { Script } from "../host/script";
import { FAMILIES, type Family } from "./family";
import type { Integration } from "./integration";
import type { AgentSettings } from "./render";
import {
  DATADOG_YUM,
  DATADOG_ZYPPER,
  fingerprintsOf,
  type PackageRepositories,
  type PackageRepository,
} from "./repository";
import type { Wheel } from "./wheel";

/** An Agent's package, as it is laid on a host. */
export interface AgentPackage {
  /** The package's version: `1:7.70.1-1`. Pinned and held. */
  readonly version: string;
  /** @default datadog-agent */
  readonly flavor?: string | undefined;
  /** Whether a lower version is installed than the one that is there. @default false */
  readonly allowDowngrade?: boolean | undefined;
  readonly repository: PackageRepositories;
  /** Whether an Agent that is there already is taken over. @default false */
  readonly adopt?: boolean | undefined;
  /** How long another package manager on the host is waited for. */
  readonly packageWaitSeconds: number;
  /** Another text looks at the host's package and files once more. @default none */
  readonly recheck?: string | undefined;
}

/** An Agent as it is laid on a host, whatever brings its scripts there. */
export interface InstalledAgent extends AgentSettings, AgentPackage {
  readonly integrations: readonly Integration[];
}

const FILES_OF: Readonly<Record<Family, readonly string[]>> = {
  apt: ["apt", "sources"],
  dnf: ["rpm", "dnf"],
  zypper: ["rpm", "zypper"],
};

/** The package manager of whatever host it is, among these; each file but the first leaves others' hosts alone. */
export function familyFiles(families: readonly Family[] = FAMILIES): string[] {
  return scripts("family", ...new Set(families.flatMap((family) => FILES_OF[family])));
}

/** What takes a package away, and leaves what people put into its folder. */
const REMOVAL = ["apt-remove", "rpm-remove", "foreign-files"];

/** What is known of an Agent that is not Lookout's, and how it is taken over. */
const ADOPTION = ["foreign-files", "adopted", "apt-adopt", "adopt"];
export const ADOPTION_FILES: readonly string[] = scripts(...ADOPTION);

/** Takes the package and all that it left away. */
export function packageRemovalScript(agent: AgentPackage): Script {
  return {
    files: [...scripts("mark"), ...familyFiles(), ...scripts(...REMOVAL, "adopted", "package-remove")],
    variables: { package_wait_seconds: agent.packageWaitSeconds, ...flavorOf(agent) },
  };
}

/** Lays the package. */
export function packageScript(agent: AgentPackage): Script {
  const adoption = agent.adopt === true ? [...ADOPTION, "adoption"] : [];
  const script = package_(agent, FAMILIES, [...REMOVAL, "downgrade", ...adoption, "claim", "flavor", "apt-proxy"]);
  // A proxy is said where there is none, too: one of before is taken away.
  const said = { allow_downgrade: agent.allowDowngrade === true ? "yes" : "no", repository_proxy: "" };
  return { ...script, variables: { ...said, ...script.variables } };
}

/** Lays the package on a machine that has none before. */
export function firstPackageScript(agent: AgentPackage, families: readonly Family[]): Script {
  const proxy = agent.repository.proxy !== undefined && families.includes("apt") ? ["apt-proxy"] : [];
  return package_(agent, families, ["claim", ...proxy]);
}

function package_(agent: AgentPackage, families: readonly Family[], before: readonly string[]): Script {
  const { version, repository, adopt } = agent;
  const of: Readonly<Record<Family, PackageRepository>> = {
    apt: repository,
    dnf: repository.yum ?? DATADOG_YUM,
    zypper: repository.zypper ?? DATADOG_ZYPPER,
  };
  return {
    files: [
      ...scripts("../host/whole", "mark"),
      ...familyFiles(families),
      ...scripts("other-agent", ...before, "keys", "pinned", "package"),
    ],
    variables: {
      version,
      ...Object.fromEntries(families.map((family) => [URL_OF[family], of[family].url] as const)),
      ...(repository.proxy !== undefined && { repository_proxy: repository.proxy }),
      // Seen in the plan; the script has the files of an adoption, or has not.
      ...(adopt === true && { adopt: "yes" }),
      ...everyRun(agent),
    },
    bodies: Object.fromEntries(
      families.flatMap((family) => [
        ...of[family].keys.map((key, i) => [`keys/${family}/${i + 1}`, key] as const),
        [`fingerprints/${family}`, fingerprintsOf(of[family]).join("\n")] as const,
      ]),
    ),
  };
}

/** The variable that says where each family's packages are. */
const URL_OF: Readonly<Record<Family, string>> = {
  apt: "repository",
  dnf: "yum_repository",
  zypper: "zypper_repository",
};

/**
 * Lays all of its files, and proves it.
 *
 * @param files by path below /etc/datadog-agent, with `SECRET(name)` in place of each secret.
 * @param boot of a machine at its first boot, which has nothing yet, and the families that it may be of.
 */
export function configurationScript(
  agent: InstalledAgent,
  files: Readonly<Record<string, string>>,
  wheels: readonly Wheel[],
  boot?: { readonly families: readonly Family[] },
): Script {
  const { families } = boot ?? { families: FAMILIES };
  const hasPython = agent.flavor !== "datadog-iot-agent";
  // At its first boot a machine has no files of before.
  const before = boot === undefined ? ["mark", "foreign-files", "adopted", "dropped"] : [];
  const wheelFile = boot !== undefined && wheels.length === 0 ? "no-wheels" : "wheels";
  return {
    files: [
      ...scripts("../host/whole"),
      ...familyFiles(families),
      ...scripts(...before, "pinned", wheelFile, ...(hasPython ? [] : ["own-proof"]), "configuration"),
    ],
    variables: {
      version: agent.version,
      ...everyRun(agent),
      checks: instancesOfChecks(agent.integrations),
      traces: agent.apm?.port ?? "",
    },
    bodies: {
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`files/${path}`, text])),
      ...Object.fromEntries(wheels.map(({ file, content }) => [`wheels/${file}`, content])),
      ...(hasPython && proofBodies()),
    },
  };
}

/** Takes its files away. */
export function configurationRemovalScript(): Script {
  return {
    files: scripts("../host/whole", "mark", "foreign-files", "adopted", "wheels", "configuration-remove"),
  };
}

/** Shell files by their names, in order. */
export function scripts(...names: string[]): string[] {
  return names.map((name) => path.join(__dirname, `${name}.sh`));
}

/** What either script is given. The last is not used there: another text is another run. */
function everyRun(agent: AgentPackage): Record<string, string | number> {
  const { packageWaitSeconds, recheck } = agent;
  return {
    package_wait_seconds: packageWaitSeconds,
    ...flavorOf(agent),
    ...(recheck !== undefined && { recheck }),
  };
}

/** Said only where it is another than most have. */
function flavorOf({ flavor = "datadog-agent" }: AgentPackage): Record<string, string> {
  return flavor === "datadog-agent" ? {} : { agent_package: flavor };
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
