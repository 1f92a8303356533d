import { expect, test } from "vitest";
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
  "/var/lib/postgresql/15/main/", // a server's own files; its roles are compared beside
  "/var/lib/private/",
  "/var/lib/sudo/",
  "/var/lib/systemd/", // timers, random seed
  "/var/log/",
  "/var/tmp/systemd-private-",
];

/** Path, kind, mode, owner, group and content of everything on the host's own file system. */
async function tree(stack: TestStack): Promise<Map<string, string>> {
  const list = await stack.host.sh(`
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

async function listing(stack: TestStack): Promise<Record<string, string>> {
  return {
    users: await stack.host.sh("getent passwd; getent group"),
    packages: await stack.host.sh("dpkg-query -W -f '${Package} ${Version} ${Status}\\n'"),
    holds: await stack.host.sh("apt-mark showhold"),
    repositories: await stack.host.sh(
      "ls /etc/apt/sources.list.d /usr/share/keyrings; find /var/lib/apt/lists -type f",
    ),
    // Each dump is fenced by a random word of its own.
    database: await stack.host.sh(
      "cd / && runuser -u postgres -- pg_dumpall --schema-only | grep -v '^.\\(un\\)\\?restrict '",
    ),
    units: await stack.host.sh("systemctl list-unit-files --no-legend"),
    processes: await stack.host.sh("ps -eo user=,args= | grep -i datadog | grep -v grep || :"),
  };
}

function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}:${before.get(path) ?? " absent"} ->${after.get(path) ?? " absent"}`);
}

test("destroy leaves the host as it was, and Datadog empty", async () => {
  const stack = await TestStack.fresh();
  const before = { tree: await tree(stack), listing: await listing(stack) };
  expect(before.tree.size).toBeGreaterThan(5_000);

  await stack.up();
  expect(differences(before.tree, await tree(stack)).join("\n")).toContain("/etc/datadog-agent/datadog.yaml");
  await stack.destroy();

  expect(await listing(stack)).toEqual(before.listing);
  expect(differences(before.tree, await tree(stack))).toEqual([]);
  expect(await stack.datadog.objects()).toEqual({ monitors: [], dashboards: [], downtimes: [] });
});
