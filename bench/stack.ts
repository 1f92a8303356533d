import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { cacheFolder } from "../sandbox/cache";
import { existingEngine } from "../sandbox/engine/engine";
import { installPlugins } from "../sandbox/plugins/install";
import { manyHosts, SECRETS } from "./hosts";
import { type Taken, watched } from "./processes";

/** Whose processes a preview consists of. */
export type Kind = "program" | "engine" | "plugins";

const STACK = "preview-bench";

/** One run of the engine to its end. */
export interface Ran {
  /** That it made, or would make. */
  readonly resources: number;
  readonly seconds: number;
  readonly taken: ReadonlyMap<Kind, Taken>;
}

/** What differs from stack to stack. */
export interface Declared {
  /** As settings have them. */
  readonly hosts: readonly object[];
  readonly secrets: typeof SECRETS;
  /** @default one that finds all well, and keeps nothing */
  readonly datadogUrl?: string;
}

/** A stack with folders of its own, and a Datadog that finds all well. */
export class BenchStack {
  private constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly datadog: Server,
  ) {}

  static async fresh(): Promise<BenchStack> {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-bench-"));
    const { variables, datadog } = await surroundings(folder);
    const environment = { ...variables, PULUMI_OPTION_CONFIG_FILE: path.join(folder, "settings.yaml") };
    return new BenchStack(folder, environment, datadog);
  }

  remove(): void {
    this.datadog.close();
    fs.rmSync(this.folder, { recursive: true });
  }

  /**
   * A preview of a stack in which nothing is made yet, of hosts that nobody contacts, each with a PostgreSQL server.
   *
   * @param project the folder of its program.
   * @param variables beside the others, for the engine.
   */
  async preview(project: string, hosts: number, variables: NodeJS.ProcessEnv): Promise<Ran> {
    await this.declare(project, { hosts: manyHosts(hosts), secrets: SECRETS });
    return this.run(project, ["preview"], variables);
  }

  /** An `up` of what was declared last. */
  async up(project: string, parallel: number): Promise<Ran> {
    return this.run(project, ["up", "--yes", "--skip-preview", "--parallel", String(parallel)], {});
  }

  /** Of the state, compressed or not. */
  get stateFile(): string {
    const [found] = fs
      .readdirSync(path.join(this.folder, "state"), { recursive: true, encoding: "utf8" })
      .filter((file) => new RegExp(`/stacks/.*/${STACK}\\.json(\\.gz|\\.zst)?$`).test(file));
    if (found === undefined) throw new Error("there is no state yet");
    return path.join(this.folder, "state", found);
  }

  private async run(project: string, words: readonly string[], variables: NodeJS.ProcessEnv): Promise<Ran> {
    const began = performance.now();
    const child = this.started(project, [...words, "--suppress-progress", "--stack", STACK], variables);
    const stop = watched(child.pid ?? 0, kindOf);
    const printed = await this.ended(child);
    const seconds = (performance.now() - began) / 1000;
    const [, resources = "0"] = /^\s*\+ (\d+) (?:to create|created)$/m.exec(printed) ?? [];
    return { resources: Number(resources), seconds, taken: stop() };
  }

  async declare(project: string, declared: Declared): Promise<void> {
    this.writeSettings(declared);
    await this.ended(this.started(project, ["stack", "select", "--create", STACK]));
    // Its settings are elsewhere.
    fs.rmSync(path.join(project, `Pulumi.${STACK}.yaml`), { force: true });
  }

  private writeSettings({ hosts, secrets, datadogUrl }: Declared): void {
    const { port } = this.datadog.address() as AddressInfo;
    this.write("hosts.yaml", hosts);
    this.write("overlay.yaml", {
      ...secrets,
      datadog: { ...secrets.datadog, apiUrl: datadogUrl ?? `http://127.0.0.1:${port}` },
    });
    this.write("settings.yaml", {
      config: {
        "lookout:overlay": path.join(this.folder, "overlay.yaml"),
        "lookout:notify": ["@oncall@example.com"],
        "lookout:datadog": { site: "datadoghq.eu" },
        "lookout:agent": { version: "1:7.70.1-1" },
        "lookout:hostsFrom": path.join(this.folder, "hosts.yaml"),
      },
    });
  }

  private write(file: string, content: unknown): void {
    fs.writeFileSync(path.join(this.folder, file), stringify(content), { mode: 0o600 });
  }

  private started(project: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: project,
      env: { ...this.environment, ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  private async ended(child: ChildProcess): Promise<string> {
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => (printed += text));
    }
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`pulumi ended with ${String(code)}:\n${printed.slice(-2000)}`);
    return printed;
  }
}

/**
 * The sandbox's engine with a state, plugins and a passphrase of its own, and a Datadog that finds all well.
 *
 * @param folder in which all of it is, and which is empty.
 */
export async function surroundings(folder: string): Promise<{ variables: NodeJS.ProcessEnv; datadog: Server }> {
  const engine = await existingEngine(cacheFolder());
  fs.mkdirSync(path.join(folder, "state"));
  await installPlugins(path.join(folder, "pulumi"), () => undefined);
  const variables = {
    ...process.env,
    PATH: [...engine.path, process.env.PATH].join(path.delimiter),
    PULUMI_HOME: path.join(folder, "pulumi"),
    PULUMI_BACKEND_URL: `file://${folder}/state`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const datadog = createServer((_, answer) => answer.end('{"valid":true}'));
  await once(datadog.listen(0, "127.0.0.1"), "listening");
  return { variables, datadog };
}

function kindOf(commandLine: string): Kind | undefined {
  if (commandLine.includes("/@pulumi/pulumi/cmd/run/")) return "program";
  if (commandLine.includes("pulumi-resource-")) return "plugins";
  return /^(\S*\/)?pulumi /.test(commandLine) ? "engine" : undefined;
}
