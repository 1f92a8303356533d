import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { repositoryRoot } from "../../sandbox/instance.js";
import type { TestDatadog } from "./datadog.js";
import type { TestHost } from "./host.js";
import { type Run, spawned, type Spawned } from "./spawned.js";
import type { Overlay, Settings } from "./stack.js";
import { freshSurroundings, hostNamed, type Surroundings } from "./surroundings.js";

/** Several stacks of one project, in a folder and with a state of their own, on fresh hosts. */
export class TestFleet {
  readonly datadog: TestDatadog;
  readonly folder: string;

  private constructor(private readonly surroundings: Surroundings) {
    this.datadog = surroundings.datadog;
    this.folder = surroundings.folder;
  }

  static async fresh(names: readonly string[]): Promise<TestFleet> {
    const fleet = new TestFleet(await freshSurroundings(names, "fleet"));
    const runtime = { name: "nodejs", options: { typescript: true, packagemanager: "npm" } };
    // docs/fleets.md: what all stacks have stands once.
    const notify = { type: "array", items: { type: "string" }, default: ["@oncall@example.com"] };
    const config = { env: { type: "string", default: "prod" }, notify };
    fleet.write("Pulumi.yaml", stringify({ name: "lookout", runtime, config }));
    fleet.write("index.ts", `import { environment } from "${repositoryRoot}/lookout";\n\nexport = environment();\n`);
    for (const name of ["tsconfig.json", "package.json", "node_modules", "checks"]) {
      fs.symlinkSync(path.join(repositoryRoot, name), path.join(fleet.folder, name));
    }
    return fleet;
  }

  write(file: string, text: string): void {
    fs.writeFileSync(path.join(this.folder, file), text, { mode: 0o600 });
  }

  host(name: string): TestHost {
    return hostNamed(this.surroundings, name);
  }

  /** Makes a stack, where it is not there yet, of these hosts of the sandbox. */
  async declare(
    stack: string,
    hosts: readonly ({ name: string } & Settings)[],
    settings: Settings,
    keys: Partial<Overlay["datadog"]> = {},
  ): Promise<void> {
    const overlay = parse(
      fs.readFileSync(path.join(this.surroundings.instance.folder, "overlay.yaml"), "utf8"),
    ) as Overlay;
    const own = overlay.hosts.filter(({ name }) => hosts.some((host) => host.name === name));
    const changed = { ...overlay, datadog: { ...overlay.datadog, ...keys }, hosts: own };
    this.write(`${stack}-overlay.yaml`, stringify(changed, { lineWidth: 0 }));
    if (!fs.existsSync(path.join(this.folder, `Pulumi.${stack}.yaml`)))
      await this.ran("stack", "init", stack, "--no-select");
    const file = path.join(this.folder, `Pulumi.${stack}.yaml`);
    const kept = (fs.existsSync(file) ? (parse(fs.readFileSync(file, "utf8")) as object | null) : {}) ?? {};
    const config = Object.fromEntries(
      Object.entries({ ...settings, hosts, overlay: `${stack}-overlay.yaml` }).map(([key, value]) => [
        `lookout:${key}`,
        value,
      ]),
    );
    this.write(`Pulumi.${stack}.yaml`, stringify({ ...kept, config }));
  }

  async ran(...args: string[]): Promise<string> {
    const { code, output } = await this.spawned("pulumi", [...args, "--non-interactive", "--color", "never"]).ended;
    expect(code, output).toBe(0);
    return output;
  }

  async outputs<T>(stack: string): Promise<T> {
    return JSON.parse(await this.ran("stack", "output", "--json", "--stack", stack)) as T;
  }

  /** When each stack was last begun to be brought up, by the backend's own notes; none of one that never was. */
  updates(stack: string): number {
    const history = path.join(this.folder, "state/.pulumi/history/lookout", stack);
    if (!fs.existsSync(history)) return 0;
    return fs.readdirSync(history).filter((name) => name.endsWith(".history.json")).length;
  }

  /** Of the backend, which a run holds. */
  get locks(): string[] {
    const folder = path.join(this.folder, "state/.pulumi/locks");
    if (!fs.existsSync(folder)) return [];
    return fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  }

  /** `lookout fleet …`. */
  async fleet(...args: string[]): Promise<Run> {
    return this.start(...args).ended;
  }

  /** One that a test may interrupt, by its group, as a terminal does. */
  start(...args: string[]): Spawned {
    const tsx = path.join(repositoryRoot, "node_modules/.bin/tsx");
    return this.spawned(tsx, [path.join(repositoryRoot, "cli/main.ts"), "fleet", ...args]);
  }

  private spawned(program: string, args: readonly string[]): Spawned {
    // Each stack has a file of its own.
    const environment = { ...this.surroundings.environment, PULUMI_OPTION_CONFIG_FILE: undefined };
    return spawned(program, args, { folder: this.folder, environment });
  }
}
