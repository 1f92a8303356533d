import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { cacheFolder } from "../../sandbox/cache.js";
import { engineEnvironment } from "../../sandbox/cli/environment.js";
import { findEngine } from "../../sandbox/engine/engine.js";
import { repositoryRoot } from "../../sandbox/instance.js";
import { TestDatadog } from "./datadog.js";
import { TestHost } from "./host.js";

export type Settings = Record<string, unknown>;

/** What the sandbox writes of a stack's settings. */
export interface Overlay {
  readonly datadog: { apiKey: string; appKey: string };
  readonly agent: { repository: { url: string; keys: string[] } };
  readonly hosts: [{ name: string; address: string; hostKey: string; user: string }];
}

/** What a run of the engine printed, both streams in one. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** This repository's own stack `dev`, with a state of its own, run by the real engine on a fresh host. */
export class TestStack {
  private readonly configFile: string;
  private readonly environment: NodeJS.ProcessEnv;

  private constructor(
    readonly host: TestHost,
    readonly datadog: TestDatadog,
    readonly state: string,
    environment: NodeJS.ProcessEnv,
  ) {
    this.configFile = path.join(path.dirname(state), "Pulumi.dev.yaml");
    this.environment = {
      ...environment,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_OPTION_CONFIG_FILE: this.configFile,
    };
  }

  /** Nothing on the host, nothing in Datadog, nothing in the state. */
  static async fresh(): Promise<TestStack> {
    const host = await TestHost.fresh();
    const datadog = new TestDatadog(host.instance);
    await datadog.clear();
    const engine = await findEngine(cacheFolder());
    if (engine === undefined) throw new Error("the sandbox `test` is not up");
    const folder = path.join(host.instance.folder, "stack");
    fs.rmSync(folder, { recursive: true, force: true });
    const state = path.join(folder, "state");
    fs.mkdirSync(state, { recursive: true, mode: 0o700 });
    const stack = new TestStack(host, datadog, state, engineEnvironment(host.instance, engine));
    stack.settings = {};
    const { code, output } = await stack.pulumi("stack", "init", "dev");
    expect(code, output).toBe(0);
    return stack;
  }

  /** The environment's own file with these settings over it. `undefined` takes one away. */
  set settings(over: Settings) {
    const file = parse(fs.readFileSync(path.join(repositoryRoot, "Pulumi.dev.yaml"), "utf8")) as { config: Settings };
    file.config["lookout:overlay"] = this.overlay;
    for (const [key, value] of Object.entries(over)) file.config[`lookout:${key}`] = value;
    fs.writeFileSync(this.configFile, stringify(file), { mode: 0o600 });
  }

  get overlay(): string {
    return path.join(this.host.instance.folder, "overlay.yaml");
  }

  /** The overlay with something changed, in a file of its own. */
  overlayWith(change: (overlay: Overlay) => void): string {
    const overlay = parse(fs.readFileSync(this.overlay, "utf8")) as Overlay;
    change(overlay);
    const file = path.join(path.dirname(this.state), "overlay.yaml");
    fs.writeFileSync(file, stringify(overlay, { lineWidth: 0 }), { mode: 0o600 });
    return file;
  }

  /** A run to its end. */
  async pulumi(...args: string[]): Promise<Run> {
    const { ended } = this.start(...args);
    return ended;
  }

  /** A run that a test may interrupt; a group of its own, so that all of it can be killed. */
  start(...args: string[]): { readonly child: ChildProcess; readonly ended: Promise<Run> } {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: repositoryRoot,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    const ended = new Promise<Run>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, output });
      });
    });
    return { child, ended };
  }

  /** `up` that must succeed. */
  async up(...args: string[]): Promise<string> {
    const { code, output } = await this.pulumi("up", "--yes", "--suppress-progress", "--stack", "dev", ...args);
    expect(code, output).toBe(0);
    return output;
  }

  async preview(...args: string[]): Promise<Run> {
    return this.pulumi("preview", "--suppress-progress", "--stack", "dev", ...args);
  }

  async destroy(): Promise<void> {
    const { code, output } = await this.pulumi("destroy", "--yes", "--suppress-progress", "--stack", "dev");
    expect(code, output).toBe(0);
  }

  async outputs<T>(): Promise<T> {
    const { output } = await this.pulumi("stack", "output", "--json", "--stack", "dev");
    return JSON.parse(output) as T;
  }
}
