import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { machineSources } from "./apt-sources.js";
import { cachedFolder } from "../cache.js";
import { run } from "../command.js";

/** Which Debian a host is: `unstable` is the stable one with apt, dpkg and database servers of unstable. */
export type Release = "bookworm" | "trixie" | "unstable";

interface Contents {
  /** Debian's code name. */
  readonly base: string;
  readonly servers: readonly string[];
  /** From unstable, with what they need of it: its own systemd no longer starts where cgroups are of version 1. */
  readonly fromUnstable?: readonly string[];
}

/** PostgreSQL 15 and MariaDB 10.11 with Redis 7.0, 17 and 11.8, 18 and MySQL 9. */
const contents: Readonly<Record<Release, Contents>> = {
  bookworm: { base: "bookworm", servers: ["postgresql", "postgresql-15-pgaudit", "mariadb-server", "redis-server"] },
  trixie: { base: "trixie", servers: ["postgresql", "postgresql-17-pgaudit", "mariadb-server"] },
  unstable: {
    base: "trixie",
    servers: [],
    fromUnstable: ["apt", "dpkg", "postgresql-18", "postgresql-18-pgaudit", "mysql-server"],
  },
};

const packages = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "openssh-server",
  "python3-venv",
  "sudo",
  "python3",
  "ca-certificates",
  "iproute2",
  "procps",
];

/** Documentation and translations: half the files, of no use on a throwaway host. */
const leftOut = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*"];

const customize = path.join(import.meta.dirname, "customize.sh");

/** A change of any of these makes a new root directory. */
const recipeFiles = [import.meta.filename, customize];

/** The root directory that all hosts of a release share, each with a layer of its own over it. */
export async function ensureRootDirectory(
  cache: string,
  release: Release,
  say: (line: string) => void,
): Promise<string> {
  const recipe = await Promise.all(recipeFiles.map((file) => readFile(file, "utf8")));
  const folder = await cachedFolder(cache, "root-directory", [release, ...recipe], async (temporary) => {
    say(`making a Debian ${release} root directory (about a minute, once)`);
    await build(temporary, contents[release]);
  });
  return path.join(folder, "root");
}

async function build(folder: string, { base, servers, fromUnstable = [] }: Contents): Promise<void> {
  const { lines, configuration } = await machineSources(base);
  const access = path.join(folder, "access");
  const options = path.join(access, "apt.conf");
  const logins = path.join(access, "auth.conf.d");
  await mkdir(logins, { recursive: true, mode: 0o700 });
  await writeFile(options, `${configuration.join("\n")}\n`);
  await copyIfThere("/etc/apt/auth.conf.d", logins);
  await copyIfThere("/etc/apt/auth.conf", path.join(logins, "machine.conf"));
  // Nothing comes from unstable unless it is asked for.
  const preferences = path.join(access, "preferences");
  await writeFile(preferences, "Package: *\nPin: release a=unstable\nPin-Priority: 100\n");

  await run(
    "mmdebstrap",
    [
      "--quiet",
      "--variant=minbase",
      `--include=${[...packages, ...servers].join()}`,
      `--aptopt=${options}`,
      ...leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
      `--setup-hook=mkdir -p "$1/etc/apt/preferences.d" && cp -r "${logins}" "$1/etc/apt/" && cp "${preferences}" "$1/etc/apt/preferences.d/unstable"`,
      ...(fromUnstable.length === 0 ? [] : [`--customize-hook=${installFromUnstable(fromUnstable)}`]),
      `--customize-hook=sh "${customize}" "$1"`,
      base,
      path.join(folder, "root"),
      "-",
    ],
    { input: `${[...lines, ...(await unstableSources(fromUnstable))].join("\n")}\n`, timeoutSeconds: 900 },
  );
  await rm(access, { recursive: true });
}

function installFromUnstable(names: readonly string[]): string {
  return (
    'APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get --quiet --yes --target-release=unstable --no-install-recommends ' +
    `-o DPkg::Chroot-Directory="$1" install ${names.join(" ")}`
  );
}

/** Unstable has no updates and no security archive. */
async function unstableSources(names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { lines } = await machineSources("sid");
  return lines.filter((line) => line.endsWith(" sid main") && !line.includes("security"));
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true });
}
