import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const SCRIPT = path.join(__dirname, "../../../components/agent/sources.sh");
const OURS = "deb [signed-by=/usr/share/keyrings/datadog-archive-keyring.gpg] https://apt.datadoghq.com/ stable 7";
const noApt = spawnSync("apt-get", ["--version"]).status !== 0;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-sources-"));
  fs.mkdirSync(path.join(folder, "apt/sources.list.d"), { recursive: true });
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

/** The files that the script names, with this one among apt's. */
function conflicting(file: string, text: string, ours = OURS): string[] {
  fs.writeFileSync(path.join(folder, "apt", file), text);
  const program = `set -eu; scratch=$1; . "$2"; conflicting_sources "$3" "$1/apt"`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", program, "sh", folder, SCRIPT, ours], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => path.relative(path.join(folder, "apt"), line));
}

const deb822 = (uri: string, more: string) => `Types: deb\nURIs: ${uri}\nSuites: stable\nComponents: 7\n${more}`;

// field/hosts.md 3
test.skipIf(noApt).each([
  ["sources.list.d/other.list", "deb [signed-by=/etc/apt/keyrings/dd.gpg] https://apt.datadoghq.com/ stable 7\n"],
  ["sources.list.d/other.list", "deb [signed-by=/etc/apt/keyrings/dd.gpg] https://apt.datadoghq.com stable 7\n"],
  [
    "sources.list.d/other.list",
    "deb [arch=amd64 signed-by=/etc/apt/keyrings/dd.gpg] https://apt.datadoghq.com/ stable 7\n",
  ],
  [
    "sources.list.d/other.list",
    "deb [ signed-by=/etc/apt/keyrings/dd.gpg arch=amd64 ] https://apt.datadoghq.com/ stable 6\n",
  ],
  ["sources.list.d/other.list", "# first\ndeb https://apt.datadoghq.com/ stable 7 # no key\n"],
  ["sources.list.d/other.list", "deb [signed-by=/x.gpg] http://apt.datadoghq.com/ stable 7\n"],
  ["sources.list", "deb https://apt.datadoghq.com/ stable main 7\n"],
  [
    "sources.list.d/ansible_datadog.list",
    "deb [signed-by=/etc/apt/keyrings/dd.gpg] https://apt.datadoghq.com/ stable 7\n",
  ],
  ["sources.list.d/a.sources", deb822("https://apt.datadoghq.com", "Signed-By: /etc/apt/keyrings/dd.gpg\n")],
  ["sources.list.d/a.sources", deb822("https://apt.datadoghq.com/", "Architectures: amd64\nEnabled: yes\n")],
  [
    "sources.list.d/a.sources",
    deb822("https://deb.debian.org/debian https://apt.datadoghq.com/", "Signed-By: /x.gpg\n"),
  ],
])("apt would stop, and the file is named: %s %j", (file, text) => {
  expect(conflicting(file, text)).toEqual([file]);
});

// field/hosts.md 3
test.skipIf(noApt).each([
  ["sources.list.d/other.list", "# deb [signed-by=/etc/apt/keyrings/dd.gpg] https://apt.datadoghq.com/ stable 7\n"],
  ["sources.list.d/other.list.disabled", "deb [signed-by=/x.gpg] https://apt.datadoghq.com/ stable 7\n"],
  ["sources.list.d/other.list", `${OURS}\n`],
  ["sources.list.d/datadog.list", "deb [signed-by=/x.gpg] https://apt.datadoghq.com/ stable 7\n"],
  ["sources.list.d/other.list", "deb [signed-by=/x.gpg] https://apt.datadoghq.com/ beta 7\n"],
  ["sources.list.d/other.list", "deb [signed-by=/x.gpg] https://mirror.example.com/datadog/ stable 7\n"],
  ["sources.list.d/a.sources", deb822("https://apt.datadoghq.com/", "Signed-By: /x.gpg\nEnabled: no\n")],
  ["sources.list", "deb https://deb.debian.org/debian bookworm main\nnonsense\n"],
])("apt takes both, or does not look: %s %j", (file, text) => {
  expect(conflicting(file, text)).toEqual([]);
});

// field/hosts.md 3
test.skipIf(noApt)("of a mirror the mirror's other source counts, and Datadog's own does not", () => {
  const mirror = OURS.replace("https://apt.datadoghq.com/", "https://mirror.example.com/datadog/apt");
  const other = "deb [signed-by=/x.gpg] https://mirror.example.com/datadog/apt/ stable 7\n";
  expect(conflicting("sources.list.d/m.list", other, mirror)).toEqual(["sources.list.d/m.list"]);
  expect(conflicting("sources.list.d/m.list", "deb https://apt.datadoghq.com/ stable 7\n", mirror)).toEqual([]);
});
