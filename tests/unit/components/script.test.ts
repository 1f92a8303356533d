import * as fc from "fast-check";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { mysqlUser } from "../../../components/databases/mysql/user";
import { postgresRole } from "../../../components/databases/postgres/role";
import { commandText, quote, type Script, ScriptTooLongError } from "../../../components/host/script";
import { secretsInput } from "../../../components/host/secrets";

const COMPONENTS = path.join(__dirname, "../../../components");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-script-"));
afterAll(() => {
  fs.rmSync(scratch, { recursive: true });
});

function script(text: string, rest: Omit<Script, "files"> = {}): Script {
  const file = path.join(scratch, "script.sh");
  fs.writeFileSync(file, text);
  return { files: [file], ...rest };
}

/** As sshd runs it: the login shell reads the text as one argument. */
function run(
  command: Script,
  { shell = "bash", input = "" } = {},
): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(shell, ["-c", commandText("db1", command)], { input, encoding: "utf8" });
}

test("any value reaches the shell as it is", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }).filter((s) => !s.includes("\0")),
      (value) => {
        const out = execFileSync("sh", ["-c", `printf %s ${quote(value)}`], { encoding: "utf8" });
        expect(out).toBe(Buffer.from(value, "utf8").toString("utf8"));
      },
    ),
    { numRuns: 50 },
  );
});

test.each(["bash", "dash"])("bodies, variables and secrets reach the script in %s", (shell) => {
  const body = "line $1 `x` 'y' \"z\" \\\nEND\nSCRIPT\n";
  const { stdout, stderr, status } = run(
    script('read_secrets\ncat "$scratch/bodies/a b/c.yaml" "$scratch/secrets/pw"\nprintf "|%s|" "$word"', {
      bodies: { "a b/c.yaml": body },
      variables: { word: "it's" },
    }),
    { shell, input: secretsInput({ pw: "a'b\"c\\d$e\nf" }) },
  );
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toBe(`${body}a'b"c\\d$e\nf|it's|`);
});

test("a failure keeps its exit code, names the host, and leaves nothing behind", () => {
  const { stderr, status, stdout } = run(script('printf %s "$scratch"\nfail "no disk; add one"'));
  expect({ stderr, status }).toEqual({ stderr: "db1: no disk; add one\n", status: 1 });
  expect(fs.existsSync(stdout)).toBe(false);
});

test("two scripts on a host wait for each other", async () => {
  const text = commandText("db1", script("date +%s%N; sleep 0.3; date +%s%N"));
  const { exec } = await import("node:child_process");
  const once = () =>
    new Promise<number[]>((resolve, reject) => {
      exec(text, { shell: "/bin/bash" }, (error, stdout) => {
        if (error) reject(error);
        else resolve(stdout.trim().split("\n").map(Number));
      });
    });
  const [one, other] = await Promise.all([once(), once()]);
  const [first, second] = (one[0] ?? 0) < (other[0] ?? 0) ? [one, other] : [other, one];
  expect(second[0]).toBeGreaterThan(first[1] ?? Infinity);
});

test("a text that no host would take is refused, with what to do", () => {
  expect(() => commandText("db1", script("", { bodies: { big: "x".repeat(128 * 1024) } }))).toThrow(ScriptTooLongError);
});

test("a secret is in no line of a text", () => {
  expect(secretsInput({ pw: "hunter2" })).toBe("pw aHVudGVyMg==\n");
});

const agent = (...names: string[]) => names.map((name) => path.join(COMPONENTS, "agent", `${name}.sh`));
const tracing = (...names: string[]) => names.map((name) => path.join(COMPONENTS, "tracing", `${name}.sh`));
const traced = {
  ...{ service: "shop", user: "shop", folder: "/opt/lookout/shop", code_digest: "1", environment_digest: "2" },
  environment_folder: "",
  ...{ wheels: "", health_url: "http://127.0.0.1:1/", health_seconds: 30, database_role: "", database_port: "" },
};
const role = postgresRole({});
const user = mysqlUser({});

test.each<[string, Script]>([
  [
    "package",
    { files: agent("apt", "package"), variables: { version: "1:7.70.1-1", repository: "https://apt.example.com" } },
  ],
  ["package-remove", { files: agent("apt", "package-remove") }],
  [
    "configuration",
    { files: agent("configuration"), variables: { version: "1:7.70.1-1", checks: "postgres=1", traces: "8126" } },
  ],
  ["configuration-remove", { files: agent("apt", "configuration-remove") }],
  ["PostgreSQL's role", role.create],
  ["PostgreSQL's role, to be removed", role.delete],
  ["MySQL's user", user.create],
  ["MySQL's user, to be removed", user.delete],
  ["a traced service", { files: tracing("local-role", "service-end", "service"), variables: traced }],
  [
    "a traced service, to be removed",
    { files: tracing("local-role", "service-end", "service-remove"), variables: traced },
  ],
])("shellcheck finds nothing in the script of %s", (_, ofHost) => {
  const text = commandText("db1", ofHost);
  // The script is an argument of the prelude: each is checked as the shell that runs it reads it.
  const [, prelude = "", inner = "", rest = ""] = /^([^]*?)<<'SCRIPT'\n([^]*)\nSCRIPT\n([^]*)$/.exec(text) ?? [];
  for (const shell of [`${prelude}</dev/null\n${rest}`, inner]) {
    const found = spawnSync("shellcheck", ["--shell=sh", "--exclude=SC2034,SC2086", "-"], {
      input: shell,
      encoding: "utf8",
    });
    expect(found.stdout).toBe("");
    expect(found.status).toBe(0);
  }
});
