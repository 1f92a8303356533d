import { beforeAll, expect, test } from "vitest";
import { TestStack } from "./stack.js";

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.fresh();
  await stack.host.sh("pg_createcluster 15 second --port 5433 --start");
  declare();
  await stack.up();
});

/** Two servers of a kind on db1, and its application. */
function declare(agent: Record<string, unknown> = {}): void {
  stack.settings = {
    agent: { version: "1:7.70.1-1", ...agent },
    hosts: [
      {
        name: "db1",
        tags: ["role:db"],
        databases: [{ type: "postgres" }, { type: "postgres", name: "second", port: 5433 }],
        services: [
          {
            name: "flask",
            source: "apps/flask",
            command: ["waitress-serve", "--listen=127.0.0.1:5050", "--call", "app:from_environment"],
            variables: { DATABASE_DSN: "host=/var/run/postgresql dbname=postgres user=flask" },
            databasePort: 5432,
            healthUrl: "http://127.0.0.1:5050/",
          },
        ],
      },
    ],
  };
}

async function failing(agent: Record<string, unknown>): Promise<string> {
  declare(agent);
  const { code, output } = await stack.tryUp();
  expect(code, output).not.toBe(0);
  expect(output).not.toMatch(/Traceback \(most recent|Command '\[/);
  return output;
}

// field/agent.md 1 and 16
test("a host with two servers of a kind and an application is proved", async () => {
  const { checks } = await stack.outputs<{ checks: unknown }>();
  expect(checks).toEqual({ db1: { postgres: "OK", custom_my_metric: "OK" } });
  const printed = await stack.host.sh("runuser -u dd-agent -- datadog-agent check postgres --json");
  expect(printed).toMatch(/^Multiple check instances found, running each of them\n\[/);
});

// field/agent.md 17
test("what decides over the stack's files is said, and passes", async () => {
  await stack.host.write("/etc/datadog-agent/environment", "DD_LOG_LEVEL=warn\n");
  declare({ logLevel: "debug" });
  expect(await stack.up()).toMatch(
    /db1: \/etc\/datadog-agent\/environment sets DD_LOG_LEVEL, which decides over datadog\.yaml; take it out there/,
  );
  const level = "import json,sys;print(json.load(sys.stdin)['config']['log_level'])";
  expect(await stack.host.sh(`datadog-agent status --json | python3 -c "${level}"`)).toBe("warn");
  await stack.host.sh("rm /etc/datadog-agent/environment");
});

// field/agent.md 2 and 16
test("all that is not proved is said at once: the instance that is left out, the port that another has", async () => {
  // As an integration of a release would refuse a setting: the package's own files are not Lookout's.
  const refusing = `
for _check in [one for one in list(vars().values()) if isinstance(one, type) and "check" in vars(one)]:
    def _refusing(self, *arguments, _before=_check.__init__, **named):
        _before(self, *arguments, **named)
        if self.instance.get("port") == 5433:
            raise ValueError("made to refuse")
    _check.__init__ = _refusing
`;
  const check =
    "$(find /opt/datadog-agent -path '*datadog_checks/postgres*' -name '*.py' | xargs grep -l 'def check(' | head -n 1)";
  await stack.host.write("/tmp/refusing", refusing);
  await stack.host.sh(`cat /tmp/refusing >>${check}`);
  const port = "python3 -m http.server --bind 127.0.0.1 8126";
  await stack.host.sh(`systemctl stop datadog-agent && systemd-run --quiet --unit=another ${port}`);
  const output = await failing({ logLevel: "info" });
  expect(output).toMatch(
    /db1: check postgres fails: 1 of its 2 instances is not loaded \(host .*port 5433.*\): .*made to refuse/,
  );
  expect(output).toMatch(/db1: the trace-agent can't have port 8126: another program listens there/);
  await stack.host.sh("systemctl stop another");
});

// field/faults.md 11
test("a masked unit is said with its remedy", async () => {
  await stack.host.sh("systemctl mask --quiet datadog-agent");
  expect(await failing({ logLevel: "warn" })).toMatch(
    /db1: datadog-agent\.service is masked and never starts; run 'systemctl unmask datadog-agent' there/,
  );
  await stack.host.sh("systemctl unmask --quiet datadog-agent");
});
