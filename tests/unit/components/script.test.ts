import * as fc from "fast-check";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { printedByScript, runAgain } from "../../../components/host/mark";
import {
  commandInput,
  commandText,
  quote,
  type Script,
  ScriptTooLongError,
  shellFile,
} from "../../../components/host/script";
import { secretsInput } from "../../../components/host/secrets";

const COMPONENTS = path.join(__dirname, "../../../components");
const PLACE = { host: "db1", command: "db1-test", again: runAgain(["db1-package", "db1-test"]) };
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-script-"));
afterAll(() => {
  fs.rmSync(scratch, { recursive: true });
});

let count = 0;

function script(text: string, rest: Omit<Script, "files"> = {}): Script {
  // A file of its own: a file is read once.
  const file = path.join(scratch, `script-${++count}.sh`);
  fs.writeFileSync(file, text);
  return { files: [file], ...rest };
}

const NOTHING: Script = { files: [] };

/** As sshd runs it: the login shell reads the text as one argument. */
function run(
  command: Script,
  {
    shell = "bash",
    secrets = {},
    what = "create",
    arrives = (input) => input,
  }: {
    shell?: string;
    secrets?: Record<string, string>;
    what?: "create" | "delete";
    arrives?: (input: string) => string;
  } = {},
): { stdout: string; stderr: string; status: number | null } {
  const scripts = what === "create" ? { create: command, delete: NOTHING } : { create: NOTHING, delete: command };
  const input = arrives(commandInput(scripts, secrets));
  return spawnSync(shell, ["-c", commandText("db1", "db1-test", what, command)], { input, encoding: "utf8" });
}

test("any value reaches the shell as it is", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: "binary" }).filter((s) => !s.includes("\0")),
        { minLength: 50 },
      ),
      (values) => {
        const script = ["true", ...values.map((value) => `printf '%s\\0' ${quote(value)}`)].join("; ");
        const out = execFileSync("sh", ["-c", script], { encoding: "utf8" });
        expect(out).toBe(values.map((value) => `${Buffer.from(value, "utf8").toString("utf8")}\0`).join(""));
      },
    ),
    { numRuns: 1 },
  );
});

test.each(["bash", "dash", "bash --posix"])("bodies, variables and secrets reach the script in %s", (shell) => {
  const body = "line $1 `x` 'y' \"z\" \\\nEND\nSCRIPT\n";
  const received = path.join(scratch, "received");
  const [program = "", ...options] = shell.split(" ");
  const command = script(
    `read_secrets\n{ cat "$scratch/bodies/a b/c.yaml" "$scratch/secrets/pw"; printf "|%s|%s|%s|" "$word" "$empty" "$flag"; } >${received}`,
    { bodies: { "a b/c.yaml": body }, variables: { word: "it's\n\\ $x", empty: "", flag: "no" } },
  );
  const { stderr, status } = spawnSync(program, [...options, "-c", commandText("db1", "db1-test", "create", command)], {
    input: commandInput({ create: command, delete: NOTHING }, { pw: "a'b\"c\\d$e\nf" }),
    encoding: "utf8",
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(fs.readFileSync(received, "utf8")).toBe(`${body}a'b"c\\d$e\nf|it's\n\\ $x||no|`);
});

test("a failure keeps its exit code, names the host, ends in the next command, and leaves nothing behind", () => {
  const place = path.join(scratch, "place");
  const { stderr, status, stdout } = run(script(`printf %s "$scratch" >${place}; echo half\nfail "no disk; add one"`));
  expect({ stderr, stdout, status }).toEqual({
    stderr: "db1: no disk; add one. Then run: pulumi up\n",
    stdout: "",
    status: 1,
  });
  expect(fs.existsSync(fs.readFileSync(place, "utf8"))).toBe(false);
});

test("a removal's failure does not say that it is for up to repeat", () => {
  expect(run(script('fail "it is in use"'), { what: "delete" }).stderr).toBe(
    "db1: it is in use. Then run: the same pulumi command\n",
  );
});

// field/faults.md 1
describe("a script's end is known by its mark", () => {
  test("with the last line that it printed", () => {
    const { stdout } = run(script("echo one; echo two"));
    expect(printedByScript(`Welcome!${stdout}Good bye`, PLACE)).toBe("two");
  });

  test("also where it ended early, and well", () => {
    expect(printedByScript(run(script("exit 0")).stdout, PLACE)).toBe("");
  });

  test("also where it has a trap of its own", () => {
    expect(printedByScript(run(script("trap 'rm -rf \"$scratch\"' EXIT; echo two")).stdout, PLACE)).toBe("two");
  });

  test.each([
    ["", "nothing"],
    ["Please log in as admin\n", '"Please log in as admin"'],
    ["lookout ran", '"lookout ran"'],
    ['{"version":"7.70.1"}', '"{\\"version\\":\\"7.70.1\\"}"'],
  ])("and its absence is said, with what was printed and what to type: %j", (output, instead) => {
    expect(() => printedByScript(output, PLACE)).toThrow(
      `db1: the login ended well and did not run db1-test; it printed ${instead}. `,
    );
    expect(() => printedByScript(output, PLACE)).toThrow(
      /Then run: pulumi up --replace '\*\*::db1-package' --replace '\*\*::db1-test'$/,
    );
  });

  test.each(["exit 3", "false", "kill -TERM $$", "kill -KILL $$"])("a script that ends in `%s` has none", (end) => {
    const { stdout, status } = run(script(`echo one\n${end}`));
    expect(stdout).toBe("");
    expect(status).not.toBe(0);
  });
});

// field/faults.md 3
describe("a script whose input did not arrive whole changes nothing, and says so", () => {
  const touched = path.join(scratch, "touched");
  const command = () => script(`read_secrets; : >${touched}`, { bodies: { a: "b" } });
  const secrets = { password: "hunter2" };

  test("wherever it is cut", () => {
    const whole = commandInput({ create: command(), delete: NOTHING }, secrets);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 2 }), (bytes) => {
        const { stderr, status, stdout } = run(command(), { secrets, arrives: (input) => input.slice(0, bytes) });
        expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
        expect(stderr).toMatch(/^db1: input of db1-test was cut short, nothing is changed; .* run: pulumi up\n$/);
        expect(fs.existsSync(touched)).toBe(false);
      }),
      { numRuns: 60, examples: [[0], [1], [whole.length - 2], [whole.indexOf("secrets\n")], [whole.indexOf("end ")]] },
    );
  });

  test("wherever a piece is missing or another", () => {
    const whole = commandInput({ create: command(), delete: NOTHING }, secrets);
    fc.assert(
      fc.property(fc.nat(whole.length - 3), fc.integer({ min: 1, max: 40 }), fc.boolean(), (at, length, replaced) => {
        const piece = replaced ? "x".repeat(Math.min(length, whole.length - at)) : "";
        const changed = whole.slice(0, at) + piece + whole.slice(at + length);
        fc.pre(changed !== whole && changed.trimEnd() !== whole.trimEnd());
        expect(run(command(), { secrets, arrives: () => changed }).status).toBe(1);
        expect(fs.existsSync(touched)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test.each(["", "end ", "the start of it\n"])("where root's half of the way gives %j", (arrives) => {
    const receive = shellFile(path.join(COMPONENTS, "host/receive.sh"));
    const { status, stderr } = spawnSync("sh", ["-c", receive, "lookout", "db1", "create", "db1-test"], {
      input: arrives,
      encoding: "utf8",
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^db1: the input was cut short on its way through sudo, and nothing was changed/);
  });

  test("and whole, it does what it is for", () => {
    expect(run(command(), { secrets })).toMatchObject({ status: 0, stderr: "" });
    expect(fs.existsSync(touched)).toBe(true);
  });
});

test("sudo's password is on a line of its own that no script is given", () => {
  const command = script('cat "$scratch/input" >&2');
  const input = commandInput({ create: command, delete: NOTHING }, { a: "b" }, { sudoPassword: "hunter2" });
  expect(input).toMatch(/^sudo aHVudGVyMg==\nlogin /);
  // As root, who asks for none.
  const { stderr, status } = spawnSync("bash", ["-c", commandText("db1", "db1-test", "create", command)], {
    input,
    encoding: "utf8",
  });
  expect({ status, begin: stderr.slice(0, 6) }).toEqual({ status: 0, begin: "login " });
  expect(stderr).not.toMatch(/aHVudGVyMg|hunter2/);
  expect(stderr).toMatch(/\nsecrets\na Yg==\nend [0-9a-f]{64}\n$/);
});

test("two scripts on a host wait for each other", async () => {
  const times = path.join(scratch, "times");
  const command = script(`date +%s%N >>${times}; sleep 0.3; date +%s%N >>${times}`);
  const once = () =>
    new Promise<number | null>((resolve) => {
      const child = spawn("bash", ["-c", commandText("db1", "db1-test", "create", command)]);
      child.on("close", resolve);
      child.stdin.end(commandInput({ create: command, delete: NOTHING }, {}));
    });
  expect(await Promise.all([once(), once()])).toEqual([0, 0]);
  const [, first, second] = fs.readFileSync(times, "utf8").trim().split("\n").map(Number);
  expect(second).toBeGreaterThan(first ?? Infinity);
});

test("values that no host would take are refused, with what to do", () => {
  const command = script("", { variables: { big: "x".repeat(128 * 1024) } });
  expect(() => commandText("db1", "db1-test", "create", command)).toThrow(ScriptTooLongError);
});

test("a file as large as a service's code is no part of a text", () => {
  const command = script('wc -c <"$scratch/bodies/big"', { bodies: { big: "0123456789abcde\n".repeat(20_000) } });
  expect(printedByScript(run(command).stdout, PLACE)).toBe("320000");
});

test("a secret is in no line of a text", () => {
  expect(secretsInput({ pw: "hunter2" })).toBe("pw aHVudGVyMg==\n");
});
