import { expect, test } from "vitest";
import { type Report, reportJson, reportText } from "../../../../cli/adoption/report";

const ROWS: Report["rows"] = [
  {
    ...{ host: "db1", what: "/etc/datadog-agent/datadog.yaml", verdict: "drift", declared: "replaced" },
    ...{ found: "9 keys differ", lines: Array.from({ length: 9 }, (_, i) => `key_${i}: 1 → 2`) },
  },
  { host: "db1", what: "/x", verdict: "left", declared: "nothing", found: "somebody else's file" },
  { host: "db5", what: "the host", verdict: "unknown", declared: "can be read", found: "no answer" },
];
const REPORT: Report = {
  stack: "prod",
  hosts: [
    { host: "db1", standing: "other", adopts: false },
    { host: "db2", standing: "other", adopts: true },
    { host: "db3", standing: "none", adopts: true },
    { host: "db4", standing: "ours", adopts: false },
    { host: "db5", standing: undefined, adopts: false },
  ],
  rows: ROWS,
};

test("each host is said once, with what an `up` does there", () => {
  const text = reportText(REPORT, { columns: 120, colour: false });
  expect(text.split("\n").slice(-7)).toEqual([
    "prod: 5 hosts asked, and nothing changed; no secret is shown.",
    "`up` takes the Agent over on db2; `destroy` gives it back as it was.",
    "`up` refuses on db1; to have the Agent taken over say agent.adopt: true there.",
    "Without an Agent, `up` installs it: db3.",
    "Lookout's already, of which `lookout drift` tells: db4.",
    "Not known: db5.",
    "",
  ]);
  // All of a file's keys: whoever decides about a takeover reads each.
  expect(text).toContain("key_8: 1 → 2");
  expect(text).toMatch(/│ changes {4}│ db1/);
  expect(text).toMatch(/│ stays {6}│ db1/);
});

test("a program is told whose the Agent is", () => {
  const { hosts } = JSON.parse(reportJson(REPORT)) as { hosts: { agent: string }[] };
  expect(hosts.map(({ agent }) => agent)).toEqual(["other", "other", "none", "ours", "unknown"]);
});
