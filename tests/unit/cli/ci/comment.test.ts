import * as fc from "fast-check";
import { expect, test } from "vitest";
import { commentText, LONGEST, type Reviewed } from "../../../../cli/ci/comment";
import { readEvents } from "../../../../cli/ci/events";
import { changes } from "../../../../cli/describe/changes/changes";
import { NOW } from "../describe/monitors";
import { STACK, withInputs, withText } from "../describe/stacks";

const urn = (type: string, name: string) => `urn:pulumi:dev::monitoring::${type}::${name}`;
const step = (op: string, of: string, more: object = {}) =>
  JSON.stringify({
    resourcePreEvent: {
      metadata: { op, urn: of, old: null, new: { custom: true, inputs: {} }, detailedDiff: null, ...more },
    },
  });
const files = (text: string) => ({
  custom: false,
  inputs: { files: { "datadog.yaml": text, "conf.d/a.yaml": "a: 1\n" } },
});

const EVENTS = [
  step("same", urn("pulumi:pulumi:Stack", "monitoring-dev")),
  step("update", urn("lookout:agent:HostAgent", "db1"), {
    old: files("site: datadoghq.eu\nlog_level: info\n"),
    new: files("site: datadoghq.eu\nlog_level: debug\n"),
    diffs: ["files"],
  }),
  step("update", urn("lookout:agent:HostAgent$command:remote:Command", "db1-configuration"), {
    detailedDiff: { create: { kind: "update" } },
  }),
  step("delete-replaced", urn("datadog:index/monitor:Monitor", "load")),
  step("replace", urn("datadog:index/monitor:Monitor", "load"), {
    keys: ["type"],
    detailedDiff: { type: {}, name: {} },
  }),
  step("create-replacement", urn("datadog:index/monitor:Monitor", "load")),
  step("delete", urn("datadog:index/dashboard:Dashboard", "hosts"), { old: { custom: true, inputs: {} }, new: null }),
  step("delete", urn("lookout:dashboards:HostDashboard", "hosts"), { old: { inputs: {} }, new: null }),
  JSON.stringify({
    policyEvent: {
      resourceUrn: urn("datadog:index/monitor:Monitor", "load"),
      message: "<{%fg 1%}>a monitor needs a runbook\nadd one<{%reset%}>",
      policyName: "monitor-runbook",
      policyPackName: "lookout",
      enforcementLevel: "mandatory",
    },
  }),
  JSON.stringify({ diagnosticEvent: { severity: "info", message: "said aside" } }),
  JSON.stringify({
    diagnosticEvent: { severity: "warning", message: "nobody pinned db1\n", urn: urn("lookout:host:Host", "db1") },
  }),
].join("\n");

const REVIEWED: Reviewed = {
  project: "monitoring",
  stack: "dev",
  changes: changes(STACK, withText("load", "message", "is busy", "is `too` busy"), NOW),
  notes: ["main has another package-lock.json"],
  findings: [{ resource: "QuietHours nights", words: "Monday 00:00-09:00 is not muted, @oncall" }],
  previewed: readEvents(EVENTS),
  artifact: "[lookout-dev-1](https://example.com)",
};

test("the comment begins with its marker, then what can't be had back; then people, policies, findings, files, the plan", () => {
  const text = commentText(REVIEWED);
  expect(text.split("\n")[0]).toBe("<!-- lookout:monitoring/dev -->");
  const places = [
    "> - **deletes and makes anew** `Monitor load` for `type`\n> - **deletes** `Dashboard hosts`",
    '- **"Load is high"**: another message of alert and renotification',
    "> main has another package-lock.json",
    "- ❌ **Monitor load**: a monitor needs a runbook<br>add one (lookout: monitor-runbook)",
    "- ⚠ **Host db1**: nobody pinned db1",
    "- ⚠ **QuietHours nights**: Monday 00:00-09:00 is not muted, &#64;oncall",
    "<summary>db1: datadog.yaml</summary>",
    " site: datadoghq.eu\n-log_level: info\n+log_level: debug",
    "### Plan: 1 to update, 1 to replace, 1 to delete",
    "- update `Command db1-configuration`: `create`",
  ].map((part) => [part, text.indexOf(part)] as const);
  expect(places.filter(([, at]) => at < 0)).toEqual([]);
  expect(places.map(([, at]) => at)).toEqual(places.map(([, at]) => at).sort((one, other) => one - other));
  // A component has nothing of its own, a file that is the same is none, and what is aside is not a finding.
  expect(text).not.toMatch(/HostDashboard|conf\.d|said aside/);
});

test("a plan that does nothing, and changes that can't be said, are said", () => {
  const text = commentText({ ...REVIEWED, changes: "main can't be described: broken", previewed: readEvents("") });
  expect(text).toContain("### Plan: nothing to do");
  expect(text).toContain("main can't be described: broken");
});

test("a preview that failed says so first", () => {
  const text = commentText({ ...REVIEWED, failure: "The preview failed." });
  expect(text.split("\n").slice(0, 6).join("\n")).toContain("> [!CAUTION]\n> The preview failed.");
});

test("what does not fit is counted, with the way to the whole; all else is whole", () => {
  const many = Array.from({ length: 2_000 }, (_, i) =>
    step("update", urn("datadog:index/monitor:Monitor", `monitor-${i}`)),
  );
  const big = readEvents([EVENTS, ...many].join("\n"));
  const text = commentText({ ...REVIEWED, previewed: big }, 8_000);
  expect(text.length).toBeLessThan(8_000);
  expect(text).toMatch(/\*\d+ more did not fit here; the whole is in \[lookout-dev-1\]\(https:\/\/example\.com\)\.\*/);
  expect(text).toContain("**deletes** `Dashboard hosts`");
  expect(text).toContain("+log_level: debug");
});

test("no comment is longer than GitHub takes, and every fold and fence is closed", () => {
  const words = fc.string({ unit: "grapheme", maxLength: 400 });
  const reviewed = fc
    .tuple(
      fc.array(words, { maxLength: 60 }),
      fc.array(words, { maxLength: 60 }),
      fc.integer({ min: 3_000, max: 20_000 }),
    )
    .map(([findings, texts, longest]) => ({
      longest,
      text: commentText(
        {
          ...REVIEWED,
          findings: findings.map((one) => ({ words: one })),
          changes: texts.flatMap((one) =>
            changes(
              STACK,
              withInputs("load", () => ({ message: `${one} @a` })),
              NOW,
            ),
          ),
        },
        longest,
      ),
    }));
  fc.assert(
    fc.property(reviewed, ({ text, longest }) => {
      expect(text.length).toBeLessThan(longest + 1);
      expect(text.split("<details>").length).toBe(text.split("</details>").length);
    }),
    { numRuns: 50 },
  );
  expect(LONGEST).toBeLessThan(65_536);
});

test("what changed monitors would have done stands below what changes, or why that can't be said; unasked nothing does", () => {
  const heading = "What 1 changed monitor would have done in the last 30 days, against main";
  const table = { head: ["", "main", "now"], rows: [["pages", "3", "1"]] };
  const history = { heading, sections: [{ title: "my_metric is high", table, says: ["2 pages lost, @all"] }] };
  const said = commentText({ ...REVIEWED, history });
  const [changed, played, found] = ["### What changes for people", `### ${heading}`, "### Findings"].map((one) =>
    said.indexOf(one),
  );
  expect([changed, played, found]).toEqual([changed, played, found].sort((one = 0, other = 0) => one - other));
  expect(changed).toBeGreaterThan(0);
  expect(said).toContain("| pages | 3 | 1 |");
  const refused = commentText({ ...REVIEWED, history: "the history can't be read without the stack's keys" });
  expect(refused).toContain("### What changed monitors would have done\n\nthe history can't be read");
  expect(commentText(REVIEWED)).not.toContain("would have done");
  // None changed.
  expect(commentText({ ...REVIEWED, history: { heading, sections: [] } })).not.toContain("would have done");
});
