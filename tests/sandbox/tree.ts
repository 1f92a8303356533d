import type { TestHost } from "./host.js";

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
  ...["15", "17", "18"].map((version) => `/var/lib/postgresql/${version}/main/`), // likewise its roles
  "/var/lib/private/",
  "/var/lib/sudo/",
  "/var/lib/systemd/", // timers, random seed
  "/var/log/",
  "/var/tmp/systemd-private-",
];

/** Path, kind, mode, owner, group and content of everything on the host's own file system. */
export async function tree(host: Pick<TestHost, "sh">): Promise<Map<string, string>> {
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

/** What is otherwise, a line each. */
export function differences(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path}:${before.get(path) ?? " absent"} ->${after.get(path) ?? " absent"}`);
}
