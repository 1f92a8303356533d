import { expect, test } from "vitest";
import type { TestHost } from "./host.js";
import { TestStack } from "./stack.js";

/** What a host writes by itself, or what tells that something was done and not what is there. */
const BY_NATURE = [
  "/home/admin/.sudo_as_admin_successful", // sudo's own, at its first use
  "/etc/.pwd.lock", // made by the first program that changes users
  "/etc/group-", // the file before its last change; likewise the three below
  "/etc/gshadow-",
  "/etc/passwd-",
  "/etc/shadow-",
  "/var/cache/apt/", // apt's index of what it read
  "/var/cache/debconf/", // debconf's, written by each installation
  "/var/cache/ldconfig/",
  "/var/lib/apt/lists/auxfiles", // apt's, empty
  "/var/lib/apt/lists/partial", // apt's, empty; given to its own user
  "/var/lib/apt/extended_states", // apt's, empty again
  "/var/lib/apt/periodic/",
  "/var/lib/dpkg/lock", // and lock-frontend
  "/var/lib/dpkg/status-old", // dpkg's status before its last change
  "/var/lib/dpkg/triggers/Lock",
  "/var/lib/mysql/", // a server's own files; its accounts are compared beside
  "/var/lib/postgresql/15/main/", // likewise its roles
  "/var/lib/private/",
  "/var/lib/sudo/",
  "/var/lib/systemd/", // timers, random seed
  "/var/log/",
  "/var/tmp/systemd-private-",
];

/** Path, kind, mode, owner, group and content of everything on the host's own file system. */
async function tree(host: TestHost): Promise<Map<string, string>> {
  const list = await host.sh(`
    find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \\) -prune -o \\
      -not -type f -printf '%p\\t%M %u %g %l\\n'
    find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp \\) -prune -o \\
      -type f -printf '%p\\t%M %u %g\\n'
    find /etc /home /root /opt /srv /usr/local /usr/share/keyrings /var -xdev -type f -exec sha256sum {} + |
      sed 's/^\\([^ ]*\\)  \\(.*\\)$/\\2\\t\\1/'`);
  const found = new Map<string, string>();
  for (const line of list.split("\n")) {
    const [path = "", ...rest] = line.split("\t");
    if (BY_NATURE.some((prefix) => path.startsWith(prefix)) && !/datadog|lookout/.test(path)) continue;
    found.set(path, `${found.get(path) ?? ""} ${rest.join(" ")}`);
  }
  return found;
}

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

function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}:${before.get(path) ?? " absent"} ->${after.get(path) ?? " absent"}`);
}

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
