import { expect, test } from "vitest";
import type { TestHost } from "./host.js";
import { TestStack } from "./stack.js";
import { differences, tree } from "./tree.js";

/** @param database what dumps the server's own list of users and objects. */
async function listing(host: TestHost, database: string): Promise<Record<string, string>> {
  return {
    users: await host.sh("getent passwd; getent group"),
    packages: await host.sh("dpkg-query -W -f '${Package} ${Version} ${Status}\\n'"),
    holds: await host.sh("apt-mark showhold"),
    repositories: await host.sh("ls /etc/apt/sources.list.d /usr/share/keyrings; find /var/lib/apt/lists -type f"),
    database: await host.sh(database),
    units: await host.sh("systemctl list-unit-files --no-legend"),
    processes: await host.sh("ps -eo user=,args= | grep -iE 'datadog|flask' | grep -v grep || :"),
    ports: await host.sh("ss -ltnH | awk '{ print $4 }' | sort"),
  };
}

// Each dump is fenced by a random word of its own.
const ROLES = "cd / && runuser -u postgres -- pg_dumpall --schema-only | grep -v '^.\\(un\\)\\?restrict '";
const ACCOUNTS = "mariadb -BNe 'SELECT * FROM mysql.global_priv; SELECT * FROM mysql.db; SHOW DATABASES'";

/** As the environment has it. */
const FLASK = {
  name: "flask",
  source: "apps/flask",
  command: ["waitress-serve", "--listen=127.0.0.1:5050", "--call", "app:from_environment"],
  databasePort: 5432,
  healthUrl: "http://127.0.0.1:5050/",
  credentials: { token: "a-secret-of-the-application" },
};

test("destroy leaves the hosts as they were, and Datadog empty", async () => {
  const stack = await TestStack.fresh(["db1", "db2"]);
  const hosts = [
    { host: stack.host, database: ROLES },
    { host: stack.mariadb, database: ACCOUNTS },
  ];
  const state = () =>
    Promise.all(
      hosts.map(async ({ host, database }) => ({ tree: await tree(host), listing: await listing(host, database) })),
    );
  // Database Monitoring leaves the most behind.
  stack.settings = {
    hosts: [
      { name: "db1", databases: [{ type: "postgres", dbm: true }], services: [FLASK] },
      { name: "db2", databases: [{ type: "mysql", dbm: true }] },
    ],
  };
  const before = await state();
  await stack.up();
  const made = await state();
  await stack.destroy();
  const after = await state();

  for (const i of hosts.keys()) {
    const [was, had, is] = [before[i], made[i], after[i]];
    if (was === undefined || had === undefined || is === undefined) throw new Error("a host was not looked at");
    expect(was.tree.size).toBeGreaterThan(5_000);
    expect(differences(was.tree, had.tree).join("\n")).toContain("/etc/datadog-agent/datadog.yaml");
    expect(had.listing.database).not.toBe(was.listing.database);
    expect(is.listing).toEqual(was.listing);
    expect(differences(was.tree, is.tree)).toEqual([]);
  }
  expect(await stack.datadog.objects()).toEqual({
    monitors: [],
    dashboards: [],
    downtimes: [],
    slos: [],
    sloCorrections: [],
    restrictionPolicies: [],
  });
});
