import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { agentVersions } from "../../sandbox/agent/repository";
import { cachedFolder, cacheFolder } from "../../sandbox/cache";
import { run } from "../../sandbox/command";
import { hostExec } from "../../sandbox/hosts/hosts";
import { sshKey } from "../../sandbox/hosts/keys";
import { type Instance, repositoryRoot } from "../../sandbox/instance";
import type { Overlay } from "../../tests/sandbox/stack";
import { timed, type Timed } from "./timed";
import type { Tool } from "./tool";

const PLAYBOOK = path.join(__dirname, "playbook");
const REQUIREMENTS = path.join(__dirname, "requirements.txt");

/** What its modules for apt and PostgreSQL need on a host. */
const PACKAGES = ["python3-apt", "python-apt-common", "python3-psycopg2", "distro-info-data"];

/** A playbook of the same work. */
export class Ansible implements Tool {
  readonly name = "Ansible";

  private constructor(
    private readonly instance: Instance,
    private readonly folder: string,
    private readonly programs: string,
    private readonly packages: string,
  ) {}

  static async on(instance: Instance, folder: string): Promise<Ansible> {
    const requirements = fs.readFileSync(REQUIREMENTS);
    const programs = await cachedFolder(cacheFolder(), "ansible", [requirements], async (made) => {
      await run("python3", ["-m", "venv", made]);
      await run(path.join(made, "bin/pip"), ["install", "--quiet", "-r", REQUIREMENTS], { timeoutSeconds: 900 });
    });
    const packages = await cachedFolder(cacheFolder(), "ansible-packages", PACKAGES, async (made) => {
      await run("apt-get", ["download", ...PACKAGES], { directory: made, timeoutSeconds: 120 });
    });
    return new Ansible(instance, folder, programs, packages);
  }

  async prepare(): Promise<void> {
    fs.rmSync(path.join(this.folder, "control"), { recursive: true, force: true });
    const archive = await run("sh", ["-c", `tar -c -C "$1" . | base64`, "sh", this.packages]);
    await Promise.all(
      this.instance.hosts.map(async (host) => {
        const { exitCode, stderr } = await hostExec(
          this.instance,
          host,
          [
            "sh",
            "-c",
            "mkdir /tmp/debs && base64 -d | tar -x -C /tmp/debs && dpkg -i /tmp/debs/*.deb && rm -r /tmp/debs",
          ],
          { input: archive },
        );
        if (exitCode !== 0) throw new Error(`${host.name}: what Ansible's modules need can't be installed:\n${stderr}`);
      }),
    );
  }

  async run(tags: readonly string[]): Promise<Timed> {
    const inventory = path.join(this.folder, "inventory.yaml");
    fs.writeFileSync(inventory, stringify(this.inventory(tags)), { mode: 0o600 });
    const words = ["python3", "-m", "ansible", "playbook", "-i", inventory, path.join(PLAYBOOK, "site.yml")];
    return timed(words, PLAYBOOK, {
      ...process.env,
      PATH: `${this.programs}/bin:${process.env.PATH ?? ""}`,
      ANSIBLE_CONFIG: path.join(PLAYBOOK, "ansible.cfg"),
      // Another run's connections would save this one its logins.
      ANSIBLE_SSH_CONTROL_PATH_DIR: fs.mkdtempSync(path.join(this.folder, "control-")),
      LC_ALL: "C.UTF-8",
    });
  }

  private inventory(tags: readonly string[]): object {
    const overlay = parse(fs.readFileSync(path.join(this.instance.folder, "overlay.yaml"), "utf8")) as Overlay & {
      datadog: { apiUrl: string };
    };
    return {
      all: {
        vars: {
          ansible_user: "admin",
          ansible_ssh_private_key_file: sshKey(this.instance).privateKeyFile,
          ansible_ssh_common_args: `-F none -o UserKnownHostsFile=${this.instance.folder}/ssh/known_hosts`,
          repository_url: overlay.agent.repository.url,
          repository_key: overlay.agent.repository.keys[0],
          agent_version: agentVersions[0],
          api_key: overlay.datadog.apiKey,
          site: "datadoghq.com",
          datadog_url: overlay.datadog.apiUrl,
          database_password: "measured-and-thrown-away",
          check_source: path.join(repositoryRoot, "checks/custom_my_metric.py"),
          tags_of_hosts: tags,
        },
        hosts: Object.fromEntries(this.instance.hosts.map(({ name, address }) => [name, { ansible_host: address }])),
      },
    };
  }
}
