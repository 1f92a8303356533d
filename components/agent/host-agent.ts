import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { resourceError } from "../../user-error";
import type { Host, HostCommand } from "../host/host";
import type { Integration } from "./integration";
import { type AgentFiles, agentFiles, type AgentSettings, AgentFilesError, secretScalar } from "./render";

export interface HostAgentArgs extends AgentSettings {
  host: Host;
  /** The package's version: `1:7.70.1-1`. Pinned and held. */
  version: string;
  repository: {
    /** The package repository. */
    url: string;
    /** What signs it: URLs that the host can reach, or ASCII-armoured public keys. */
    keys: readonly string[];
  };
  /** How long another apt or dpkg on the host is waited for. */
  packageWaitSeconds: number;
  integrations: readonly Integration[];
  /** Another text looks at the host's package and files once more. @default none */
  recheck?: string | undefined;
}

/** What was proved on the host. */
interface Proof {
  version: string;
  hostname: string;
  checks: Record<string, string>;
}

/** Datadog's Agent on a host: its package, all of its files, and the proof that each declared check runs. */
export class HostAgent extends pulumi.ComponentResource {
  /** The running Agent's version: `7.70.1`. */
  readonly version: pulumi.Output<string>;
  /** The host's name as Datadog shows it. */
  readonly hostname: pulumi.Output<string>;
  /** Each declared check's state: `{ postgres: "OK" }`. */
  readonly checks: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: HostAgentArgs, opts?: pulumi.ComponentResourceOptions) {
    // As inputs of its own, so that a plan shows the very lines that change: what a command reads is secret.
    const written = filesOf(args);
    const wheels = written.wheels.map(({ file, sha256 }) => [file, `sha256:${sha256}`] as const);
    const shown = {
      files: written.files,
      keys: args.repository.keys,
      ...(wheels.length > 0 && { wheels: Object.fromEntries(wheels) }),
    };
    super("lookout:agent:HostAgent", name, shown, opts);
    if (written.mistake !== undefined) throw resourceError(written.mistake, this);

    const installed = this.package(name, args);
    const configured = this.configuration(name, args, written, installed);

    const proof = configured.printed.apply((printed) => JSON.parse(printed) as Proof);
    this.version = proof.version;
    this.hostname = proof.hostname;
    this.checks = proof.checks;
    this.registerOutputs({ version: this.version, hostname: this.hostname, checks: this.checks });
  }

  private package(name: string, args: HostAgentArgs): HostCommand {
    const { host, version, repository } = args;
    return host.command(
      `${name}-package`,
      {
        create: {
          files: scripts("../host/whole", "mark", "apt", "sources", "pinned", "package"),
          variables: { version, repository: repository.url, ...everyRun(args) },
          bodies: Object.fromEntries(repository.keys.map((key, i) => [`keys/${i + 1}`, key])),
        },
        delete: {
          files: scripts("mark", "apt", "foreign-files", "package-remove"),
          variables: { package_wait_seconds: args.packageWaitSeconds },
        },
      },
      { parent: this },
    );
  }

  private configuration(
    name: string,
    args: HostAgentArgs,
    { files, secrets, wheels }: Pick<Written, "files" | "secrets" | "wheels">,
    installed: pulumi.Resource,
  ): HostCommand {
    return args.host.command(
      `${name}-configuration`,
      {
        create: {
          files: scripts("../host/whole", "apt", "pinned", "wheels", "configuration"),
          variables: {
            version: args.version,
            ...everyRun(args),
            checks: instancesOfChecks(args.integrations),
            traces: args.apm?.port ?? "",
          },
          bodies: {
            ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`files/${path}`, text])),
            ...Object.fromEntries(wheels.map(({ file, content }) => [`wheels/${file}`, content])),
            ...proofBodies(),
          },
        },
        delete: { files: scripts("../host/whole", "mark", "wheels", "configuration-remove") },
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([secret, value]) => [secret, pulumi.output(value).apply(secretScalar)]),
        ),
      },
      {
        parent: this,
        dependsOn: [installed, ...args.integrations.flatMap((integration) => integration.dependsOn ?? [])],
      },
    );
  }
}

interface Written {
  /** By path below /etc/datadog-agent, with `SECRET(name)` in place of each secret. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: AgentFiles["secrets"];
  readonly wheels: AgentFiles["wheels"];
  readonly mistake?: string;
}

function filesOf(args: HostAgentArgs): Written {
  try {
    const { files, secrets, wheels } = agentFiles(args, args.integrations);
    return { files: Object.fromEntries(files.map(({ path, body }) => [path, body])), secrets, wheels };
  } catch (error) {
    if (error instanceof AgentFilesError) return { files: {}, secrets: {}, wheels: [], mistake: error.message };
    throw error;
  }
}

/** Shell files by their names, in order. */
function scripts(...names: string[]): string[] {
  return names.map((name) => path.join(__dirname, `${name}.sh`));
}

/** What either script is given. The last is not used there: another text is another run. */
function everyRun({ packageWaitSeconds, recheck }: HostAgentArgs): Record<string, string | number> {
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
