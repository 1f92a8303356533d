import { cp, mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { run } from "../command.js";
import type { Target } from "./libraries.js";
import { controlFolder, isSource, parts, sourceOf } from "./sources.js";

/** Folders that the package brings along empty. */
const emptyFolders = ["etc/datadog-agent/checks.d", "opt/datadog-agent/run", "var/log/datadog", "usr/bin", "DEBIAN"];

/** Lays out everything but the version: what all versions of the package have in common. */
export async function stagePackage(staging: string, libraries: string, { python }: Target): Promise<void> {
  const sitePackages = path.join(staging, parts.integrations);
  await mkdir(path.dirname(sitePackages), { recursive: true });
  await run("cp", ["--recursive", libraries, sitePackages]);
  for (const part of Object.keys(parts) as (keyof typeof parts)[]) {
    await cp(sourceOf(part), path.join(staging, parts[part]), { recursive: true, filter: isSource });
  }
  for (const folder of emptyFolders) await mkdir(path.join(staging, folder), { recursive: true });
  await layOutPython(path.join(staging, "opt/datadog-agent/embedded"), python);
  await symlink("/opt/datadog-agent/bin/agent/agent", path.join(staging, "usr/bin/datadog-agent"));
}

/**
 * The real one is a Python of the Agent's own; this is a virtual environment of the host's, into which pip installs as into
 * the real one.
 */
async function layOutPython(embedded: string, python: string): Promise<void> {
  await mkdir(path.join(embedded, "bin"), { recursive: true });
  await symlink("/usr/bin/python3", path.join(embedded, "bin/python3"));
  await writeFile(path.join(embedded, "pyvenv.cfg"), "home = /usr/bin\ninclude-system-site-packages = false\n");
  const versioned = path.join(embedded, "lib", `python${python}`);
  await mkdir(versioned, { recursive: true });
  await symlink("../site-packages", path.join(versioned, "site-packages"));
}

/**
 * @param version Debian's, such as `1:7.70.1-1`.
 * @returns the file's name.
 */
export async function buildPackage(staging: string, version: string, target: Target, folder: string): Promise<void> {
  const upstream = version.replace(/^\d+:/, "").replace(/-\d+$/, "");
  const manifest = path.join(staging, "opt/datadog-agent/version-manifest.json");
  await writeFile(manifest, `${JSON.stringify({ build_version: upstream, stand_in: true })}\n`);
  for (const name of await readdir(controlFolder)) {
    const text = await readFile(path.join(controlFolder, name), "utf8");
    const file = path.join(staging, "DEBIAN", name);
    await writeFile(file, fillIn(text, { VERSION: version, ARCHITECTURE: target.architecture, PYTHON: target.python }));
  }
  // As installed, whatever this machine's umask is.
  await run("chmod", ["--recursive", "u=rwX,go=rX", staging]);
  await run("chmod", [
    "0755",
    ...["preinst", "postinst", "prerm", "postrm"].map((f) => path.join(staging, "DEBIAN", f)),
  ]);

  const name = `datadog-agent_${version.replace(/^\d+:/, "")}_${target.architecture}.deb`;
  // Speed counts for more than size: the file travels over a bridge of this machine.
  const options = ["--root-owner-group", "-Zgzip", "-z1"];
  await run("dpkg-deb", ["--build", ...options, staging, path.join(folder, name)], { timeoutSeconds: 300 });
}

function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/@([A-Z]+)@/g, (placeholder, name: string) => values[name] ?? placeholder);
}
