import { expect } from "vitest";
import { run } from "../../sandbox/command.js";
import { hostExec, resetHost } from "../../sandbox/hosts/hosts.js";
import type { Instance, InstanceHost } from "../../sandbox/instance.js";

/** One of the tests' hosts, looked at from the inside: past SSH and past the stack. */
export class TestHost {
  private constructor(
    private readonly instance: Instance,
    private readonly host: InstanceHost,
  ) {}

  /** A host to which nothing was done yet. */
  static async fresh(instance: Instance, name: string): Promise<TestHost> {
    const host = instance.hosts.find((one) => one.name === name);
    if (host === undefined) throw new Error(`the sandbox has no host ${name}`);
    await resetHost(instance, host);
    return new TestHost(instance, host);
  }

  /** What a shell as root prints; the script must succeed. */
  async sh(script: string, timeoutSeconds = 60): Promise<string> {
    const options = { timeoutSeconds };
    const { exitCode, stdout, stderr } = await hostExec(this.instance, this.host, ["sh", "-c", script], options);
    expect({ script, exitCode, stderr: exitCode === 0 ? "" : stderr }).toEqual({ script, exitCode: 0, stderr: "" });
    return stdout.trim();
  }

  /** A person changes a file on the host, of which the stack knows nothing. */
  async write(path: string, text: string): Promise<void> {
    await hostExec(this.instance, this.host, ["sh", "-c", `cat > '${path}'`], { input: text });
  }

  /** Logins so far, by sshd's own count. */
  async logins(): Promise<number> {
    return Number(await this.sh("journalctl --quiet --unit ssh --output cat | grep -c '^Accepted publickey' || :"));
  }

  /** How often systemd has started the Agent; 39f5… is its message "unit started". */
  async agentStarts(): Promise<number> {
    const log =
      "journalctl --quiet MESSAGE_ID=39f53479d3a045ac8e11786248231fbf UNIT=datadog-agent.service --output cat";
    return Number(await this.sh(`${log} | wc -l`));
  }

  /** As PostgreSQL's superuser. */
  async sql(query: string): Promise<string> {
    return this.sh(`cd / && runuser -u postgres -- psql -XAtq -c ${JSON.stringify(query).replaceAll("$", "\\$")}`);
  }

  /** As MariaDB's root. */
  async mariadb(query: string): Promise<string> {
    return this.sh(`mariadb -BNr -e ${JSON.stringify(query)}`);
  }

  /** The first process of the host, as this machine numbers it. */
  async mainPid(): Promise<number> {
    return Number(
      await run("podman", ["inspect", "--format", "{{.State.Pid}}", `${this.instance.prefix}-${this.host.name}`]),
    );
  }
}
