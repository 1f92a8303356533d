import { readFile } from "node:fs/promises";

import { run } from "../command.js";

/** Where this machine gets Debian's packages, said again for another release. */
export interface AptSources {
  /** Lines of a sources.list. */
  readonly lines: readonly string[];
  /** Lines of an apt.conf: what this machine needs to reach those places (proxy, certificates, dates). */
  readonly configuration: readonly string[];
}

/**
 * The machine's own apt sources, so that a host's packages come from wherever this machine's come from.
 *
 * @param release Debian's code name, such as `bookworm`.
 */
export async function machineSources(release: string): Promise<AptSources> {
  const [targets, configuration, osRelease] = await Promise.all([
    run("apt-get", ["indextargets", "--format", "$(REPO_URI)|$(RELEASE)|$(COMPONENT)", "Identifier: Packages"]),
    run("apt-config", ["dump"]),
    readFile("/etc/os-release", "utf8"),
  ]);
  const own = /^VERSION_CODENAME=(\w+)$/m.exec(osRelease)?.[1] ?? "";
  const lines = debianSources(targets, own, release);
  if (lines.length === 0) {
    throw new Error("this machine's apt sources name no Debian archive; the sandbox's hosts are made from it");
  }
  return { lines, configuration: configuration.split("\n").filter((line) => /^Acquire::\S* "/.test(line)) };
}

/**
 * The lines of Debian's own archives among the machine's: third parties' suites have other names.
 *
 * @param targets `uri|suite|component` lines.
 * @param own the machine's code name.
 * @param release the code name that takes its place.
 */
export function debianSources(targets: string, own: string, release: string): string[] {
  const suites = new Set([own, `${own}-updates`, `${own}-security`]);
  const lines = targets.split("\n").flatMap((target) => {
    const [uri = "", suite = "", component = ""] = target.split("|");
    if (!suites.has(suite) || component !== "main") return [];
    return `deb ${uri} ${suite.replace(own, release)} main`;
  });
  return [...new Set(lines)];
}
