import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import {
  bundle,
  bundlePlace,
  type CopiedScripts,
  copiedInput,
  copiedScripts,
  copiedText,
} from "../../../components/host/bundle";
import { printedByScript, runAgain } from "../../../components/host/mark";
import { commandInput, commandText, type Scripts } from "../../../components/host/script";

/** The scripts keep what they keep below it. */
const root = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-bundle-"));
const STORE = path.join(root, "var/lib/lookout");
const REMOVED = path.join(root, "run/lookout");
const HOME = path.join(root, "home");
const sources = path.join(root, "sources");

/** A login shell's words, where the machine's own /var/lib and /run are those of the test. */
const login = (text: string): [string, string[]] => [
  "unshare",
  [
    "--mount",
    "sh",
    "-c",
    'mount --bind "$1/var/lib" /var/lib && mount --bind "$1/run" /run && exec bash -c "$2"',
    "sh",
    root,
    text,
  ],
];

beforeEach(() => {
  for (const place of [STORE, REMOVED, HOME, sources]) fs.rmSync(place, { recursive: true, force: true });
  for (const place of [path.dirname(STORE), path.join(root, "run/lock"), HOME, sources]) {
    fs.mkdirSync(place, { recursive: true });
  }
});
afterAll(() => {
  fs.rmSync(root, { recursive: true });
});

let count = 0;

/** A command that says what it has, and what it removes. */
class Command {
  readonly copied: CopiedScripts;

  constructor(
    readonly name: string,
    readonly says: string,
    readonly scripts: Scripts = {
      create: {
        files: [shell('printf "%s %s\\n" "$(cat "$scratch/bodies/text")" "$word"')],
        bodies: { text: says },
        variables: { word: "made" },
      },
      delete: { files: [shell("echo removed")] },
    },
  ) {
    this.copied = copiedScripts(name, scripts);
  }

  run(what: "create" | "delete", secrets = {}, arrives = (input: string) => input): SpawnSyncReturns<string> {
    return spawnSync(...login(this.text(what)), {
      input: arrives(copiedInput(secrets)),
      encoding: "utf8",
      env: { ...process.env, HOME },
    });
  }

  text(what: "create" | "delete"): string {
    return copiedText("db1", this.copied, what, this.scripts);
  }

  printed(what: "create" | "delete", secrets = {}): string {
    const { stdout, stderr, status } = this.run(what, secrets);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    return printedByScript(stdout, { host: "db1", command: this.name, again: runAgain([this.name]) });
  }
}

function shell(text: string): string {
  // A file of its own: a file is read once.
  const file = path.join(sources, `${++count}.sh`);
  fs.mkdirSync(sources, { recursive: true });
  fs.writeFileSync(file, text);
  return file;
}

const home = path.join(HOME, bundlePlace("db1"));
function copy(...commands: Command[]): void {
  fs.writeFileSync(home, bundle(commands.map(({ copied }) => copied)));
}

/** The digests of what is kept. */
function kept(): string[] {
  const folder = path.join(STORE, "scripts");
  return fs.existsSync(folder)
    ? fs
        .readdirSync(folder)
        .filter((name) => name.length === 32)
        .sort()
    : [];
}

function digests(...commands: Command[]): string[] {
  const all = commands.flatMap(({ copied: { scripts } }) => [scripts.create.digest, scripts.delete.digest]);
  return [...new Set(all)].sort();
}

test("the first command that runs keeps all scripts for root alone, and the copy in the home is gone", () => {
  const [one, other] = [new Command("db1-package", "one"), new Command("db1-role", "other")];
  copy(one, other);
  expect(one.printed("create")).toBe("one made");
  expect(fs.existsSync(home)).toBe(false);
  expect(kept()).toEqual(digests(one, other));
  const script = path.join(STORE, "scripts", one.copied.scripts.create.digest, "script");
  expect(fs.statSync(script).mode & 0o777).toBe(0o600);
  expect(other.printed("create")).toBe("other made");
  expect(one.printed("create")).toBe("one made");
});

test("nothing is left once the last command is removed; a removal whose end nobody heard of can be repeated", () => {
  const [one, other] = [new Command("db1-package", "one"), new Command("db1-role", "other")];
  copy(one, other);
  for (const command of [one, other]) command.printed("create");
  expect(one.printed("delete")).toBe("removed");
  expect(kept()).toEqual(expect.arrayContaining(digests(other)));
  expect(other.printed("delete")).toBe("removed");
  expect(fs.existsSync(STORE)).toBe(false);
  expect(fs.readdirSync(HOME)).toEqual([]);
  for (const command of [one, other]) expect(command.printed("delete")).toBe("removed");
  expect(fs.existsSync(STORE)).toBe(false);
});

test("what is removed only to be made anew finds its script", () => {
  const one = new Command("db1-package", "one");
  copy(one);
  one.printed("create");
  one.printed("delete");
  expect(one.printed("create")).toBe("one made");
  // As after a start of the machine.
  fs.rmSync(REMOVED, { recursive: true });
  expect(one.printed("delete")).toBe("removed");
});

test("a new version's scripts lie beside those that the state still has, which go once two others came", () => {
  const versions = ["one", "two", "three"].map((says) => new Command("db1-package", says));
  const other = new Command("db1-role", "other");
  const [one, two, three] = versions;
  if (one === undefined || two === undefined || three === undefined) throw new Error("there are three");
  copy(one, other);
  for (const command of [one, other]) command.printed("create");
  copy(two, other);
  expect(two.printed("create")).toBe("two made");
  // A run that was killed before the state heard of it.
  expect(one.printed("delete")).toBe("removed");
  copy(two, other);
  two.printed("create");
  copy(three, other);
  three.printed("create");
  expect(kept()).toEqual(expect.arrayContaining(digests(two, three, other)));
  expect(kept()).not.toEqual(expect.arrayContaining([one.copied.scripts.create.digest]));
});

test("a removal leaves the copy to what is made after it, unless its own script is lost", () => {
  const [one, two] = [new Command("db1-package", "one"), new Command("db1-package", "two")];
  copy(one);
  one.printed("create");
  copy(two);
  one.printed("delete");
  expect(fs.existsSync(home)).toBe(true);
  fs.rmSync(REMOVED, { recursive: true });
  copy(one);
  expect(one.printed("delete")).toBe("removed");
  expect(fs.existsSync(home)).toBe(false);
});

// As where a database is taken out of a host: another copy, and no command is made.
test("a copy of which root has all is gone after a removal, and destroy leaves nothing in the home", () => {
  const [one, other] = [new Command("db1-package", "one"), new Command("db1-role", "other")];
  copy(one, other);
  for (const command of [one, other]) command.printed("create");
  copy(one);
  expect(other.printed("delete")).toBe("removed");
  expect(fs.readdirSync(HOME)).toEqual([]);
  expect(kept()).toEqual(expect.arrayContaining(digests(one)));
  copy(one);
  expect(one.printed("delete")).toBe("removed");
  expect(fs.readdirSync(HOME)).toEqual([]);
  expect(fs.existsSync(STORE)).toBe(false);
});

describe("a script that is lost", () => {
  const advice = "Then run: pulumi up --replace '**::db1-scripts'";

  test("is said, with what to type, and nothing is changed", () => {
    const { status, stderr, stdout } = new Command("db1-package", "one").run("create");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(`db1: no script of db1-package. ${advice.replace("Then run", "Run")}\n`);
  });

  test.each(["login", "script"])("also where its %s alone is another one", (part) => {
    const one = new Command("db1-package", "one");
    copy(one);
    one.printed("create");
    fs.appendFileSync(path.join(STORE, "scripts", one.copied.scripts.create.digest, part), "echo more\n");
    const { status, stderr, stdout } = one.run("create");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^db1: the script of db1-package is gone from \S+, and nothing was changed\. /);
    expect(stderr.endsWith(`${advice}\n`)).toBe(true);
  });

  test("is there again once the bundle is copied again", () => {
    const one = new Command("db1-package", "one");
    copy(one);
    one.printed("create");
    fs.rmSync(STORE, { recursive: true });
    copy(one);
    expect(one.printed("delete")).toBe("removed");
    expect(fs.readdirSync(HOME)).toEqual([]);
  });
});

test("what a user's file has under another's digest is not kept, and not run", () => {
  const [one, evil] = [new Command("db1-package", "one"), new Command("db1-package", "evil")];
  const scriptOf = ({ copied }: Command) => {
    const { digest } = copied.scripts.create;
    return new RegExp(`(?<=^db1-package )${digest} \\S+$`, "m").exec(bundle([copied]))?.[0] ?? "";
  };
  const [, packed = ""] = scriptOf(evil).split(" ");
  const forged = bundle([one.copied]).replace(scriptOf(one), `${one.copied.scripts.create.digest} ${packed}`);
  fs.writeFileSync(home, `${forged}db1-package ../../../evil ${packed}\n`);
  const { status, stdout, stderr } = one.run("create");
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain("is gone from");
  expect(kept()).toEqual([one.copied.scripts.delete.digest]);
});

test("secrets reach the script, with a bundle and without", () => {
  const create = {
    files: [
      shell('read_secrets; cat "$scratch/secrets/pw" "$scratch/secrets/end"; echo; ls "$scratch/secrets" | wc -l'),
    ],
  };
  const command = new Command("db1-role", "", { create, delete: { files: [] } });
  copy(command);
  const secrets = { pw: "a'b\"c\\d$e\nf", end: "x" };
  expect(command.printed("create", secrets)).toBe("2");
  expect(command.printed("create", secrets)).toBe("2");
});

test("an input that was cut short changes nothing, and says so; the copy stays for the next run", () => {
  const command = new Command("db1-package", "one");
  copy(command);
  const whole = copiedInput({ pw: "hunter2" });
  for (const bytes of [0, 1, 10, whole.length - 18, whole.length - 2]) {
    const { status, stdout, stderr } = command.run("create", { pw: "hunter2" }, (input) => input.slice(0, bytes));
    expect({ bytes, status, stdout }).toEqual({ bytes, status: 1, stdout: "" });
    expect(stderr).toMatch(/^db1: input of db1-package was cut short, nothing is changed; .* run: pulumi up\n$/);
  }
  expect(kept()).toEqual([]);
  expect(command.printed("create", { pw: "hunter2" })).toBe("one made");
});

test("a script that fails keeps its exit code, and the copy for the next run", () => {
  const command = new Command("db1-package", "", {
    create: { files: [shell("fail 'no disk'")] },
    delete: { files: [] },
  });
  copy(command);
  expect(command.run("create")).toMatchObject({ status: 1, stdout: "", stderr: "db1: no disk. Then run: pulumi up\n" });
  expect(fs.existsSync(home)).toBe(true);
  expect(command.run("create").stderr).toBe("db1: no disk. Then run: pulumi up\n");
});

test("a command of an earlier version, whose script its input has, runs beside them and is removed by its own", () => {
  const scripts: Scripts = { create: { files: [shell("echo made")] }, delete: { files: [shell("echo removed")] } };
  const earlier = (what: "create" | "delete") =>
    spawnSync(...login(commandText("db1", "db1-package", what, scripts[what])), {
      input: commandInput(scripts, {}),
      encoding: "utf8",
      env: { ...process.env, HOME },
    }).stdout;
  const command = new Command("db1-package", "one");
  copy(command);
  expect(earlier("create")).toBe("\nlookout ran: made\n");
  expect(command.printed("create")).toBe("one made");
  expect(earlier("delete")).toBe("\nlookout ran: removed\n");
  expect(kept()).toEqual(digests(command));
});

test("two commands that begin at once both run, whoever comes first", async () => {
  const commands = ["db1-package", "db1-role"].map((name) => new Command(name, name));
  copy(...commands);
  const ended = commands.map(
    (command) =>
      new Promise<number | null>((resolve) => {
        const child = spawn(...login(command.text("create")), {
          env: { ...process.env, HOME },
          stdio: ["pipe", "ignore", "inherit"],
        });
        child.on("close", resolve);
        child.stdin.end(copiedInput({}));
      }),
  );
  expect(await Promise.all(ended)).toEqual([0, 0]);
  expect(fs.existsSync(home)).toBe(false);
});

test("a removal's script is another one only with its own files: not with what is made", () => {
  const files = [shell("echo removed")];
  const made = (text: string) =>
    copiedScripts("db1-configuration", { create: { files: [], bodies: { text } }, delete: { files } }).scripts;
  expect(made("one").create.digest).not.toBe(made("two").create.digest);
  expect(made("one").delete.digest).toBe(made("two").delete.digest);
});
