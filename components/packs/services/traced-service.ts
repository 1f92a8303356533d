import * as pulumi from "@pulumi/pulumi";
import { resourceError } from "../../../user-error";
import type { Host, HostCommand } from "../../host/host";
import { readRequirements, readSource, type Requirements, type Source, SourceError } from "./source";
import { unitText } from "./unit";

export interface TracedServiceArgs {
  host: Host;
  /** As Datadog shows it, and as the unit, the user and the folder are named: lower case letters, digits, hyphens. */
  service: string;
  env: string;
  /** @default the digest of its code */
  version?: string | undefined;
  /** `key:value`. */
  tags?: readonly string[];
  /** Absolute path of the folder with its code and `requirements.txt`. */
  source: string;
  /** A virtual environment that the host has, with ddtrace in it. @default one of the locked requirements */
  environment?: string | undefined;
  /** Its words; the first is a program of its locked requirements, run under `ddtrace-run`. */
  command: readonly string[];
  /** Variables of its environment. Never a secret. */
  variables?: Readonly<Record<string, string>>;
  /** Secrets by name: files in its `$CREDENTIALS_DIRECTORY`. */
  credentials?: Readonly<Record<string, pulumi.Input<string>>>;
  /** A URL on the host that answers below 400 when the service is well. */
  healthUrl: string;
  /** How long a start may take. */
  healthSeconds: number;
  /** The port of this host's PostgreSQL in which the service gets a role of its own, by its user. @default none */
  databasePort?: number | undefined;
  /** Where pip finds wheels, in place of the package index. @default the index */
  wheels?: string | undefined;
  /** The share of traces that is kept, from 0 to 1. @default the Agent decides */
  sampleRate?: number | undefined;
  /** The port on which the host's Agent takes traces. */
  agentPort: number;
}

/** Of a component; what it depends on, its command does, too. */
export interface TracedServiceOptions extends Omit<pulumi.ComponentResourceOptions, "dependsOn"> {
  dependsOn?: pulumi.Resource[];
}

/** What was proved on the host. */
interface Proof {
  service: string;
  user: string;
  url: string;
}

/**
 * A command as a systemd service under a user of its own, traced by `ddtrace-run`; started anew only where its code, its
 * requirements or its settings change, and taken back where it does not become healthy.
 */
export class TracedService extends pulumi.ComponentResource {
  /** As Datadog shows it. */
  readonly service: string;
  /** `DD_VERSION`. */
  readonly version: string;
  /** Its health URL on the host, which answered. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: TracedServiceArgs, opts: TracedServiceOptions = {}) {
    const parts = partsOf(args);
    // As inputs of its own, so that a plan shows the very lines that change: what a command reads is secret.
    super("lookout:tracing:TracedService", name, { files: parts instanceof SourceError ? {} : parts.files }, opts);
    if (parts instanceof SourceError) throw resourceError(parts.message, this);
    this.service = args.service;
    this.version = parts.version;

    const deployed = this.deploy(name, args, parts, opts.dependsOn);

    this.url = deployed.printed.apply((printed) => (JSON.parse(printed) as Proof).url);
    this.registerOutputs({ url: this.url });
  }

  private deploy(
    name: string,
    args: TracedServiceArgs,
    { source, requirements, files }: Parts,
    dependsOn: TracedServiceOptions["dependsOn"],
  ): HostCommand {
    const { service } = args;
    const folder = folderOf(service);
    const common = {
      service,
      user: service,
      folder,
      database_role: args.databasePort === undefined ? "" : service,
      database_port: args.databasePort ?? "",
    };
    return args.host.command(
      name,
      {
        create: {
          files: ["local-role", "service-end", "service"].map((script) => `${__dirname}/${script}.sh`),
          variables: {
            ...common,
            code_digest: source.codeDigest,
            environment_digest: requirements?.digest ?? "",
            environment_folder: args.environment ?? "",
            wheels: args.wheels ?? "",
            health_url: args.healthUrl,
            health_seconds: args.healthSeconds,
          },
          bodies: files,
        },
        delete: {
          files: ["local-role", "service-end", "service-remove"].map((script) => `${__dirname}/${script}.sh`),
          variables: common,
        },
        identity: [service, args.databasePort ?? ""],
        secrets: { ...args.credentials },
      },
      { parent: this, ...(dependsOn !== undefined && { dependsOn }) },
    );
  }
}

interface Parts {
  readonly source: Source;
  readonly requirements: Requirements | undefined;
  readonly version: string;
  /** Its code, its locked requirements and its unit, by path. */
  readonly files: Readonly<Record<string, string>>;
}

function partsOf(args: TracedServiceArgs): Parts | SourceError {
  try {
    const source = readSource(args.source);
    const requirements = args.environment === undefined ? readRequirements(args.source) : undefined;
    const version = args.version ?? source.codeDigest;
    const code = Object.entries(source.files).map(([path, text]) => [`code/${path}`, text] as const);
    const files = {
      ...Object.fromEntries(code),
      ...(requirements && { "requirements.txt": requirements.text }),
      unit: unitOf(args, version, source, requirements),
    };
    return { source, requirements, version, files };
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}

function unitOf(
  args: TracedServiceArgs,
  version: string,
  source: Source,
  requirements: Requirements | undefined,
): string {
  const { service } = args;
  const folder = folderOf(service);
  return unitText({
    service,
    env: args.env,
    version,
    tags: args.tags ?? [],
    agentUrl: `http://127.0.0.1:${args.agentPort}`,
    sampleRate: args.sampleRate,
    user: service,
    folder: `${folder}/code-${source.codeDigest}`,
    environmentFolder: args.environment ?? `${folder}/environment-${requirements?.digest ?? ""}`,
    command: args.command,
    variables: args.variables ?? {},
    credentials: Object.keys(args.credentials ?? {}),
    credentialsFolder: `/etc/lookout/${service}`,
  });
}

function folderOf(service: string): string {
  return `/opt/lookout/${service}`;
}
