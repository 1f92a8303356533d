import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { machineSources } from "./apt-sources.js";
import { cachedFolder } from "../cache.js";
import { run } from "../command.js";

/** Debian's code name. */
const release = "bookworm";

const packages = [
  "systemd",
  "systemd-sysv",
  "dbus",
  "openssh-server",
  "sudo",
  "python3",
  "ca-certificates",
  "iproute2",
  "procps",
  "postgresql",
];

/** Documentation and translations: half the files, of no use on a throwaway host. */
const leftOut = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*"];

const customize = path.join(import.meta.dirname, "customize.sh");

/** A change of any of these makes a new root directory. */
const recipeFiles = [import.meta.filename, customize];

/** The root directory that all hosts share, each with a layer of its own over it. */
export async function ensureRootDirectory(cache: string, say: (line: string) => void): Promise<string> {
  const recipe = await Promise.all(recipeFiles.map((file) => readFile(file, "utf8")));
  const folder = await cachedFolder(cache, "root-directory", recipe, async (temporary) => {
    say(`making a Debian ${release} root directory (about half a minute, once)`);
    await build(temporary);
  });
  return path.join(folder, "root");
}

async function build(folder: string): Promise<void> {
  const { lines, configuration } = await machineSources(release);
  const access = path.join(folder, "access");
  const options = path.join(access, "apt.conf");
  const logins = path.join(access, "auth.conf.d");
  await mkdir(logins, { recursive: true, mode: 0o700 });
  await writeFile(options, `${configuration.join("\n")}\n`);
  await copyIfThere("/etc/apt/auth.conf.d", logins);
  await copyIfThere("/etc/apt/auth.conf", path.join(logins, "machine.conf"));

  await run(
    "mmdebstrap",
    [
      "--quiet",
      "--variant=minbase",
      `--include=${packages.join()}`,
      `--aptopt=${options}`,
      ...leftOut.map((pattern) => `--dpkgopt=path-exclude=${pattern}`),
      `--setup-hook=mkdir -p "$1/etc/apt" && cp -r "${logins}" "$1/etc/apt/"`,
      `--customize-hook=sh "${customize}" "$1"`,
      release,
      path.join(folder, "root"),
      "-",
    ],
    { input: `${lines.join("\n")}\n`, timeoutSeconds: 900 },
  );
  await rm(access, { recursive: true });
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true });
}
