import * as pulumi from "@pulumi/pulumi";
import { resourceError } from "../../user-error";
import type { Host, HostCommand } from "../host/host";
import { flavorMistake } from "./flavor";
import { type AgentFiles, agentFiles, AgentFilesError, secretScalar } from "./render";
import {
  configurationRemovalScript,
  configurationScript,
  type InstalledAgent,
  packageRemovalScript,
  packageScript,
} from "./scripts";

export interface HostAgentArgs extends InstalledAgent {
  host: Host;
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
    const mistake = written.mistake ?? flavorMistake(args.flavor, args.integrations);
    if (mistake !== undefined) throw resourceError(mistake, this);

    const installed = this.package(name, args);
    const configured = this.configuration(name, args, written, installed);

    const proof = configured.printed.apply((printed) => JSON.parse(printed) as Proof);
    this.version = proof.version;
    this.hostname = proof.hostname;
    this.checks = proof.checks;
    this.registerOutputs({ version: this.version, hostname: this.hostname, checks: this.checks });
  }

  private package(name: string, args: HostAgentArgs): HostCommand {
    return args.host.command(
      `${name}-package`,
      {
        create: packageScript(args),
        delete: packageRemovalScript(args),
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
        create: configurationScript(args, files, wheels),
        delete: configurationRemovalScript(),
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
