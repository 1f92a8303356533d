import { expect, test } from "vitest";
import { repairCommand } from "../../../../cli/drift/repair";
import { exitCode, reportJson, reportText } from "../../../../cli/drift/report";
import type { Row } from "../../../../cli/drift/row";

const row = (verdict: Row["verdict"], over: Partial<Row> = {}): Row => ({
  ...{ host: "db1", what: "/etc/datadog-agent/datadog.yaml", verdict, declared: "a file", found: "missing" },
  ...over,
});
const AGENT = { commands: ["db1-package", "db1-configuration"], how: "again" } as const;
const NOTHING = { stack: "prod", hosts: 1, rows: [], unread: [], gone: [], repair: undefined };
const PIPE = { columns: 100, colour: false };

test.each<[Row["verdict"][], number]>([
  [[], 0],
  [["left"], 0],
  [["unknown", "left"], 1],
  [["drift"], 2],
  [["drift", "unknown"], 2],
])("%j ends with %i", (verdicts, code) => {
  expect(exitCode({ rows: verdicts.map((one) => row(one)) })).toBe(code);
});

test("the command runs again what can be, makes anew what must be, each once, and nothing else", () => {
  const rows = [
    row("drift", { repair: AGENT }),
    row("drift", { repair: AGENT }),
    row("drift", { repair: { commands: ["db1-flask"], how: "anew" } }),
    row("left"),
  ];
  expect(repairCommand("prod", rows, new Date("2026-11-30T01:02:03Z"))).toBe(
    "pulumi up --stack prod --config lookout:recheck=2026-11-30T01:02:03 " +
      "--target '**:CopyToRemote::db1-scripts' --target '**:Command::db1-package' " +
      "--target '**:Command::db1-configuration' --target-replace '**:Command::db1-flask'",
  );
  expect(repairCommand("prod", rows.slice(2), new Date())).toBe(
    "pulumi up --stack prod --target '**:CopyToRemote::db1-scripts' --target-replace '**:Command::db1-flask'",
  );
  expect(repairCommand("prod", [row("left"), row("unknown")], new Date())).toBeUndefined();
});

test("a clean stack is one line", () => {
  expect(reportText(NOTHING, PIPE)).toBe("prod: 1 host asked; all is as it was made.\n");
});

test("a table says what is otherwise, the lines that differ, and what to type", () => {
  const rows = [row("drift", { found: "2 lines differ", lines: ["-a", "+b"] }), row("unknown", { host: "db2" })];
  const text = reportText({ ...NOTHING, hosts: 2, rows, unread: ["db1-x"], gone: ["db3"], repair: "pulumi up" }, PIPE);
  expect(text).toMatch(/│ drift {6}│ db1 +│ \/etc\/datadog-agent/);
  expect(text).toMatch(/│ \+b /);
  expect(text).toContain(
    "prod: 2 hosts asked: 1 not as made and 1 not known.\nNot asked, for they are declared to be gone: db3.\n" +
      "Not read, for they are of packs of your own or of another version of Lookout: db1-x.\nTo put it back: pulumi up\n",
  );
  for (const line of text.split("\n").slice(0, 5)) expect(line.length).toBeLessThanOrEqual(100);
});

test("what a host says moves no cursor", () => {
  expect(reportText({ ...NOTHING, rows: [row("unknown", { found: "x\u001b[2Jy\u0007z" })] }, PIPE)).not.toMatch(
    /[\u0007\u001b]/,
  );
});

test("JSON has each row", () => {
  const report = { ...NOTHING, rows: [row("drift", { repair: AGENT })], repair: "pulumi up" };
  expect(JSON.parse(reportJson(report))).toEqual(report);
  expect(JSON.parse(reportJson(NOTHING))).toEqual({ ...NOTHING, repair: null });
});
