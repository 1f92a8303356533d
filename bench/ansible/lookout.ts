import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { agentVersions } from "../../sandbox/agent/repository";
import { cacheFolder } from "../../sandbox/cache";
import { engineEnvironment } from "../../sandbox/cli/environment";
import { existingEngine } from "../../sandbox/engine/engine";
import { type Instance, repositoryRoot } from "../../sandbox/instance";
import { run } from "../../sandbox/command";
import { timed, type Timed } from "./timed";
import type { Tool } from "./tool";

/** This repository's own program, with its monitors and dashboards, which Ansible does not make. */
export class Lookout implements Tool {
  readonly name = "Lookout";

  private constructor(
    private readonly instance: Instance,
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async on(instance: Instance, folder: string): Promise<Lookout> {
    return new Lookout(instance, folder, {
      ...engineEnvironment(instance, await existingEngine(cacheFolder())),
      PULUMI_BACKEND_URL: `file://${folder}/state`,
      PULUMI_OPTION_CONFIG_FILE: path.join(folder, "settings.yaml"),
    });
  }

  async prepare(): Promise<void> {
    fs.rmSync(path.join(this.folder, "state"), { recursive: true, force: true });
    fs.mkdirSync(path.join(this.folder, "state"));
    this.declare([]);
    await run("pulumi", ["stack", "init", "dev", "--non-interactive"], {
      directory: repositoryRoot,
      environment: this.environment as Record<string, string>,
    });
  }

  async run(tags: readonly string[]): Promise<Timed> {
    this.declare(tags);
    const words = [
      "pulumi",
      "up",
      "--yes",
      "--skip-preview",
      "--suppress-progress",
      "--non-interactive",
      "--stack",
      "dev",
    ];
    return timed(words, repositoryRoot, this.environment);
  }

  private declare(tags: readonly string[]): void {
    const settings = {
      "lookout:overlay": path.join(this.instance.folder, "overlay.yaml"),
      "lookout:tags": tags,
      "lookout:notify": ["@oncall@example.com"],
      "lookout:agent": { version: agentVersions[0] },
      "lookout:hosts": this.instance.hosts.map(({ name }) => ({ name, databases: [{ type: "postgres" }] })),
      "lookout:myMetric": { intervalSeconds: 45 },
    };
    fs.writeFileSync(path.join(this.folder, "settings.yaml"), stringify({ config: settings }), { mode: 0o600 });
  }
}
