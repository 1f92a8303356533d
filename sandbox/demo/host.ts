import { hostExec } from "../hosts/hosts.js";
import type { Instance, InstanceHost } from "../instance.js";

/** What the demo does ends by itself after so long, where nobody is left to end it. */
export const MOST_SECONDS = 600;
/** PostgreSQL stands still for less: who else asks it waits meanwhile. */
const MOST_STILL_SECONDS = 120;

const LOAD = "lookout-demo-load";
const AGENT_BACK = "lookout-demo-agent";
const POSTGRES_BACK = "lookout-demo-postgres";
const POSTGRES = "'postgresql@*.service'";

/** Some at a time, so that they wait beside each other and not behind. */
const REQUESTS = `
import threading, time, urllib.request
def ask():
    while True:
        try:
            urllib.request.urlopen("URL", timeout=20).read()
        except OSError:
            pass
        time.sleep(0.5)
for _ in range(4):
    threading.Thread(target=ask, daemon=True).start()
time.sleep(${MOST_SECONDS})`;

/** One of the sandbox's hosts, and what the demo does to it. Each of these may be done twice. */
export class DemoHost {
  constructor(
    private readonly instance: Instance,
    private readonly host: InstanceHost,
  ) {}

  get name(): string {
    return this.host.name;
  }

  /** It starts again by itself after a while. */
  async stopAgent(): Promise<void> {
    await this.sh(`${later(AGENT_BACK, MOST_SECONDS, "systemctl start datadog-agent")}
      systemctl stop datadog-agent`);
  }

  async startAgent(): Promise<void> {
    await this.sh(`systemctl start datadog-agent
      systemctl stop ${AGENT_BACK}.timer 2>/dev/null || :`);
  }

  /** @param url asked on the host, some times a second, until {@link stopRequests} or for a while. */
  async startRequests(url: string): Promise<void> {
    await this.sh(`systemctl stop ${LOAD} 2>/dev/null || :
      systemd-run --quiet --collect --unit=${LOAD} python3 -c '${REQUESTS.replace("URL", url)}'`);
  }

  async stopRequests(): Promise<void> {
    await this.sh(`systemctl stop ${LOAD} 2>/dev/null || :`);
  }

  /** Whoever asks it for a new session waits. It goes on by itself after a while. */
  async holdPostgres(): Promise<void> {
    const goOn = `systemctl kill --kill-whom=main --signal=SIGCONT ${POSTGRES}`;
    await this.sh(`${later(POSTGRES_BACK, MOST_STILL_SECONDS, `sh -c "${goOn}"`)}
      systemctl kill --kill-whom=main --signal=SIGSTOP ${POSTGRES}`);
  }

  async releasePostgres(): Promise<void> {
    await this.sh(`systemctl kill --kill-whom=main --signal=SIGCONT ${POSTGRES}
      systemctl stop ${POSTGRES_BACK}.timer 2>/dev/null || :`);
  }

  private async sh(script: string): Promise<void> {
    const { exitCode, stdout, stderr } = await hostExec(this.instance, this.host, ["sh", "-ec", script]);
    if (exitCode !== 0) throw new Error(`${this.name}: ${(stderr || stdout).trim()}`);
  }
}

function later(unit: string, seconds: number, command: string): string {
  return `systemctl stop ${unit}.timer 2>/dev/null || :
      systemd-run --quiet --collect --unit=${unit} --on-active=${seconds} --timer-property=AccuracySec=1s ${command}`;
}
