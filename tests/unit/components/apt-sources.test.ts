import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

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

const FILES = ["host/whole", "agent/sources", "agent/apt-adopt"].map((name) =>
  path.join(__dirname, `../../../components/${name}.sh`),
);

/** What a function of the script prints. */
function ran(call: string, ...words: string[]): string {
  const program = `set -eu; family=apt scratch=$1; . "$2"; . "$3"; . "$4"; shift 4; ${call}`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", program, "sh", folder, ...FILES, ...words], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

function relative(printed: string): string[] {
  const lines = printed.split("\n").filter((line) => line !== "");
  return lines.map((line) => path.relative(path.join(folder, "apt"), line));
}

/** The files that the script names, with this one among apt's. */
function conflicting(file: string, text: string, ours = OURS): string[] {
  fs.writeFileSync(path.join(folder, "apt", file), text);
  return relative(ran('conflicting_sources "$1" "$scratch/apt"', ours));
}

const URL = "https://apt.datadoghq.com/";

/** What becomes of a file, and whether the repository is still in it. */
function disabled(file: string, text: string): { readonly text: string; readonly still: string[] } {
  const there = path.join(folder, "apt", file);
  fs.writeFileSync(there, text, { mode: 0o640 });
  expect(relative(ran('same_sources "$1" "$scratch/apt"', URL))).toEqual([file]);
  ran('disable_source "$1" "$2"', there, URL);
  expect((fs.statSync(there).mode & 0o777).toString(8)).toBe("640");
  return { text: fs.readFileSync(there, "utf8"), still: relative(ran('same_sources "$1" "$scratch/apt"', URL)) };
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

const DEBIAN = "deb https://deb.debian.org/debian bookworm main\n";

// field/agent.md 19
test.skipIf(noApt).each([
  ["sources.list", `${DEBIAN}deb https://apt.datadoghq.com stable 7\n`, /^deb https:\/\/deb\.debian.*\n# deb https:/],
  [
    "sources.list.d/x.list",
    `# by hand\ndeb [signed-by=/x.gpg arch=amd64] http://apt.datadoghq.com/ stable 7\n`,
    /^# by hand\n# deb \[signed-by/,
  ],
  ["sources.list.d/x.sources", deb822(URL, "Signed-By: /x.gpg\n"), /^Enabled: no\nTypes: deb\n/],
  ["sources.list.d/x.sources", deb822(URL, "Enabled: yes\nSigned-By: /x.gpg\n"), /^Enabled: no\n(?![^]*yes)/],
  [
    "sources.list.d/x.sources",
    `${deb822("https://deb.debian.org/debian", "")}\n${deb822("https://apt.datadoghq.com", "")}`,
    /^Types: deb\nURIs: https:\/\/deb\.debian\.org[^]*\n\nEnabled: no\nTypes/,
  ],
  [
    "sources.list.d/x.sources",
    deb822("https://deb.debian.org/debian https://apt.datadoghq.com/", "Signed-By: /x.gpg\n"),
    /^Types: deb\nURIs: https:\/\/deb\.debian\.org\/debian\nSuites/,
  ],
])("of a source that names our repository that entry alone is turned off: %s %j", (file, text, then) => {
  const found = disabled(file, text);
  expect(found.text).toMatch(then);
  expect(found.still).toEqual([]);
});

test.skipIf(noApt).each([
  ["sources.list.d/x.list", `# deb ${URL} stable 7\n${DEBIAN}`],
  ["sources.list.d/x.list", "deb https://mirror.example.com/apt.datadoghq.com/ stable 7\n"],
  ["sources.list.d/x.sources", deb822(URL, "Enabled: no\n")],
])("one that does not name it is none of its sources: %s %j", (file, text) => {
  fs.writeFileSync(path.join(folder, "apt", file), text);
  expect(relative(ran('same_sources "$1" "$scratch/apt"', URL))).toEqual([]);
});
