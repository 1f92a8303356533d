import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseMonitors } from "../../components/environment/settings.js";
import { databaseDashboard } from "../../components/environment/dashboards.js";
import { mysqlPack } from "../../components/packs/mysql/pack.js";
import { postgresPack } from "../../components/packs/postgres/pack.js";
import { bundlePlugin } from "../../sandbox/plugins/bundle.js";
import type { Properties } from "../../sandbox/plugins/rpc/value.js";
import { recorded } from "../components/recorded.js";
import { stackCase } from "./corpus/stack.js";
import { Session } from "./drive/session.js";

const settings = {
  ...databaseMonitors.parse({}),
  scope: "env:dev",
  handles: ["@oncall@example.com"],
  tags: ["env:dev", "team:sre"],
};
const galera = [
  { host: "db1", clusterSize: 3 },
  { host: "db4", clusterSize: 5 },
];

/** Everything that can be declared of databases, whatever an environment has of it. */
function program(): Promise<void> {
  postgresPack("postgres", { ...settings, runbookUrl: "https://example.com/postgres" });
  mysqlPack("mysql", { ...settings, replication: true, galera });
  const page = {
    title: "Lookout: databases of dev",
    env: "dev",
    hosts: ["db1", "db4"],
    handles: ["@a@example.com"],
    app: "https://app.datadoghq.eu",
  };
  databaseDashboard(page, { postgres: true, mysql: { replication: true } });
  return Promise.resolve();
}

describe("what is declared of databases", async () => {
  const declared = (await recorded(program)).filter(({ type }) => type.startsWith("datadog:"));
  const folder = mkdtempSync(path.join(tmpdir(), "packs-"));
  let session: Session;

  beforeAll(async () => {
    const file = path.join(folder, "pulumi-resource-datadog");
    writeFileSync(file, await bundlePlugin("datadog"), { mode: 0o755 });
    session = await Session.start("datadog", file);
  });

  afterAll(async () => {
    await session.stop();
    rmSync(folder, { recursive: true });
  });

  test("is all there", () => {
    expect(declared.map(({ name }) => name).sort()).toEqual([
      "databases",
      ...[
        "mysql-check",
        "mysql-connect",
        "mysql-connections",
        "mysql-galera-3",
        "mysql-galera-5",
        "mysql-lag",
        "mysql-replica",
      ],
      ...[
        "postgres-check",
        "postgres-connect",
        "postgres-connections",
        "postgres-replication-delay",
        "postgres-wraparound",
      ],
    ]);
  });

  for (const { type, name, inputs } of declared) {
    test(`${name} is taken by Datadog, and found as it was made`, async () => {
      const [made, again, refreshed] = await session.run(stackCase(name, "datadog", type, inputs as Properties));
      expect(made).not.toHaveProperty("create.error");
      expect(made).toHaveProperty("create.id");
      expect(again).toMatchObject({ diff: { changes: "none" } });
      expect(refreshed).toMatchObject({ diff: { changes: "none" } });
    });
  }
});
