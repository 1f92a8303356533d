import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { run } from "../../sandbox/command.js";
import { type Instance, repositoryRoot } from "../../sandbox/instance.js";
import type { TestDatadog } from "./datadog.js";
import type { TestHost } from "./host.js";
import { type Run, spawned, type Spawned } from "./spawned.js";
import { freshSurroundings, hostNamed, type Surroundings } from "./surroundings.js";

export type Settings = Record<string, unknown>;

/** What the sandbox writes of a stack's settings. */
export interface Overlay {
  readonly datadog: { apiKey: string; appKey: string };
  readonly agent: { repository: { url: string; keys: string[] } };
  readonly hosts: [OverlayHost, ...OverlayHost[]];
}

interface OverlayHost {
  name: string;
  address: string;
  hostKey: string;
  user: string;
}

/** The stack `dev` of this repository, or of a team's, with a state of its own, run by the real engine on fresh hosts. */
export class TestStack {
  readonly instance: Instance;
  readonly datadog: TestDatadog;
  readonly state: string;
  private readonly configFile: string;
  private readonly environment: NodeJS.ProcessEnv;

  private constructor(
    private readonly surroundings: Surroundings,
    /** The project's. */
    private readonly folder: string,
  ) {
    const { instance, datadog, state, environment } = surroundings;
    this.instance = instance;
    this.datadog = datadog;
    this.state = state;
    this.configFile = path.join(surroundings.folder, "Pulumi.dev.yaml");
    this.environment = { ...environment, PULUMI_OPTION_CONFIG_FILE: this.configFile };
  }

  /**
   * Nothing on the hosts, nothing in Datadog, nothing in the state. Of the environment's hosts only these.
   *
   * @param project where its program is.
   */
  static async fresh(names: readonly string[] = ["db1"], project = repositoryRoot): Promise<TestStack> {
    const stack = new TestStack(await freshSurroundings(names, "stack"), project);
    stack.settings = {};
    const { code, output } = await stack.pulumi("stack", "init", "dev");
    expect(code, output).toBe(0);
    return stack;
  }

  /** In the order in which the test named them. */
  get all(): TestHost[] {
    return [...this.surroundings.hosts.values()];
  }

  /** PostgreSQL's. */
  get host(): TestHost {
    return hostNamed(this.surroundings, "db1");
  }

  /** MariaDB's. */
  get mariadb(): TestHost {
    return hostNamed(this.surroundings, "db2");
  }

  /** The environment's own file with these settings over it. `undefined` takes one away. */
  set settings(over: Settings) {
    const file = parse(fs.readFileSync(path.join(this.folder, "Pulumi.dev.yaml"), "utf8")) as {
      config: Settings & { "lookout:hosts": { name: string }[] };
    };
    file.config["lookout:hosts"] = file.config["lookout:hosts"].filter(({ name }) => this.surroundings.hosts.has(name));
    file.config["lookout:overlay"] = this.overlay;
    for (const [key, value] of Object.entries(over)) file.config[`lookout:${key}`] = value;
    fs.writeFileSync(this.configFile, stringify(file), { mode: 0o600 });
  }

  /** The stack's file, as it stands. */
  get configuration(): string {
    return fs.readFileSync(this.configFile, "utf8");
  }

  set configuration(text: string) {
    fs.writeFileSync(this.configFile, text, { mode: 0o600 });
  }

  /** The sandbox's, of this test's hosts. */
  get overlay(): string {
    return this.overlayWith(() => undefined, "overlay.yaml");
  }

  /** The overlay with something changed, in a file of its own. */
  overlayWith(change: (overlay: Overlay) => void, name = "changed-overlay.yaml"): string {
    const overlay = parse(fs.readFileSync(path.join(this.instance.folder, "overlay.yaml"), "utf8")) as Overlay;
    overlay.hosts.splice(0, Infinity, ...overlay.hosts.filter((host) => this.surroundings.hosts.has(host.name)));
    change(overlay);
    const file = path.join(path.dirname(this.state), name);
    fs.writeFileSync(file, stringify(overlay, { lineWidth: 0 }), { mode: 0o600 });
    return file;
  }

  /** A run to its end. */
  async pulumi(...args: string[]): Promise<Run> {
    const { ended } = this.start(...args);
    return ended;
  }

  /** A run to its end with other variables; `undefined` takes one away. */
  async pulumiWith(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> {
    return this.spawned("pulumi", [...args, "--non-interactive", "--color", "never"], { variables }).ended;
  }

  /** A run that a test may interrupt; a group of its own, so that all of it can be killed. */
  start(...args: string[]): Spawned {
    return this.spawned("pulumi", [...args, "--non-interactive", "--color", "never"]);
  }

  /** What a person types beside `pulumi`, with nobody at the terminal. */
  async orphans(...args: string[]): Promise<Run> {
    return this.npm("orphans", ...args);
  }

  /** A command of `lookout` for this stack. */
  async lookout(command: string, ...args: string[]): Promise<Run> {
    return this.spawned("npm", ["run", "--silent", "lookout", "--", command, "--stack", "dev", ...args]).ended;
  }

  /** One of the project's scripts, of this stack. */
  async npm(script: string, ...args: string[]): Promise<Run> {
    return this.spawned("npm", ["run", "--silent", script, "--", "--stack", "dev", ...args]).ended;
  }

  /** A line as a document has it, in a folder. */
  async typed(line: string, folder: string): Promise<Run> {
    return this.spawned("sh", ["-c", line], { folder }).ended;
  }

  /** A line of a pipeline, of this stack, with what the pipeline's own environment has: its settings are the repository's. */
  async step(line: string, variables: Readonly<Record<string, string>> = {}): Promise<Run> {
    const own = { PULUMI_OPTION_CONFIG_FILE: undefined, STACK: "dev" };
    return this.spawned("sh", ["-c", line], { variables: { ...own, ...variables } }).ended;
  }

  private spawned(
    program: string,
    args: readonly string[],
    { folder = this.folder, variables = {} }: { folder?: string; variables?: NodeJS.ProcessEnv } = {},
  ): Spawned {
    return spawned(program, args, { folder, environment: { ...this.environment, ...variables } });
  }

  /** `up` that must succeed. */
  async up(...args: string[]): Promise<string> {
    const { code, output } = await this.tryUp(...args);
    expect(code, output).toBe(0);
    return output;
  }

  /** Without the preview before it, which takes as long again: tests of what a preview says ask for one. */
  async tryUp(...args: string[]): Promise<Run> {
    return this.pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--stack", "dev", ...args);
  }

  /** A preview on a later day: the program's clock is ahead, the engine's and Datadog's are not. */
  async previewAfter(days: number, ...args: string[]): Promise<Run> {
    const clock = path.join(path.dirname(this.state), "clock.cjs");
    fs.writeFileSync(clock, `const now = Date.now;\nDate.now = () => now() + ${days * 86_400_000};\n`);
    this.environment.NODE_OPTIONS = `--require=${clock}`;
    try {
      return await this.preview(...args);
    } finally {
      delete this.environment.NODE_OPTIONS;
    }
  }

  async preview(...args: string[]): Promise<Run> {
    return this.pulumi("preview", "--suppress-progress", "--stack", "dev", ...args);
  }

  async destroy(): Promise<void> {
    const { code, output } = await this.pulumi(
      "destroy",
      "--yes",
      "--skip-preview",
      "--suppress-progress",
      "--stack",
      "dev",
    );
    expect(code, output).toBe(0);
  }

  /** After a kill, as docs/operations.md has it: it may leave one of the notes beside a state's files empty. */
  async cancel(): Promise<void> {
    await run("find", [path.join(this.state, ".pulumi"), "-name", "*.attrs", "-empty", "-delete"]);
    const { code, output } = await this.pulumi("cancel", "--yes", "--stack", "dev");
    expect(code, output).toBe(0);
  }

  async outputs<T>(): Promise<T> {
    const { output } = await this.pulumi("stack", "output", "--json", "--stack", "dev");
    return JSON.parse(output) as T;
  }
}
