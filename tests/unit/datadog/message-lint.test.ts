import { expect, test } from "vitest";
import { lintMessage, type MessageExample, messageRules } from "../../../datadog/lint/message";
import { type Message, messageTemplate } from "../../../datadog/message/message";
import { FOUND } from "./message-templates";

const monitor = { groups: ["host"], watches: "metric", notifies: ["alert"] } as const;
const linted = (text: string, over: Partial<MessageExample> = {}) => lintMessage({ ...monitor, text, ...over });
const rules = (text: string, over: Partial<MessageExample> = {}) => linted(text, over).map(({ rule }) => rule);
const built = (words: Message["words"], handles = ["@oncall@example.com"]) => messageTemplate({ words, handles });

test.each(messageRules.map((rule) => [rule.id, rule] as const))("%s finds its mistake and nothing else", (id, rule) => {
  expect(lintMessage(rule.passes)).toEqual([]);
  expect([...new Set(lintMessage(rule.fails).map(({ rule: found }) => found))]).toEqual([id]);
});

test("every rule has its own id, a sentence and a page that says so", () => {
  expect(new Set(messageRules.map(({ id }) => id)).size).toBe(messageRules.length);
  for (const { id, because, source } of messageRules) {
    expect([id, because, source]).toEqual([
      expect.stringMatching(/^message\/[a-z-]+$/),
      expect.stringMatching(/[.}]\.?$/),
      expect.stringMatching(/^https:\/\/(docs\.datadoghq\.com|github\.com\/DataDog)\//),
    ]);
  }
});

test.each(FOUND.map((found, i) => [i, found.text.slice(0, 50), found] as const))(
  "a found template has no error but its own (%i: %j)",
  (_i, _text, { text, groups = [], watches = "metric", notifies = ["alert", "recovery"], errors = [] }) => {
    const findings = lintMessage({ text, groups, watches, notifies });
    expect(findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule)).toEqual(errors);
  },
);

test("a template that can't be read has one finding, at its place", () => {
  expect(linted("{{nobody}} {{#is_alert}}")).toMatchObject([{ rule: "message/syntax", severity: "error", offset: 11 }]);
});

test("a misspelt name comes with the known one", () => {
  const remedies = ["{{hst.name}}", "{{treshold}}", "{{#is_warnign}}a{{/is_warnign}}"].map(
    (text) => linted(`${text} a @b`)[0]?.remedy,
  );
  expect(remedies).toEqual(["did you mean {{host.name}}?", "did you mean {{threshold}}?", "did you mean is_warning?"]);
});

test("a variable is found wherever it is named, at its place", () => {
  const text =
    '@slack-{{a}} {{eval "1 + b"}} {{local_time \'c\' \'UTC\'}} {{#is_match "d" "x"}}y{{/is_match}} {{urlencode "e"}}';
  const found = linted(text).filter(({ severity }) => severity === "error");
  expect(found.map(({ offset }) => text[offset ?? 0] ?? "").join("")).toBe("{bced");
});

test("names in a loop are the element's", () => {
  expect(rules("{{#each synthetics.steps}}{{name}} {{this}}{{/each}} @slack-web", { watches: "synthetics" })).toEqual(
    [],
  );
});

test.each<[string, Partial<MessageExample>]>([
  ["{{@http.status_code}}", { watches: "log" }],
  ["{{host}}", {}],
  ["{{check_message}}", {}],
  ["{{value}}", { watches: "check" }],
  ["{{a.value}}", {}],
  ["{{log.message}}", {}],
])("%s is not filled in %j", (text, over) => {
  expect(rules(`${text} a @b`, over)).toHaveLength(1);
});

test("the escalation message is held to the same, without an offset", () => {
  const found = linted("high @slack-ops", { escalation: "still {{valeu}} " });
  expect(found.map(({ rule, offset }) => [rule, offset])).toEqual([
    ["message/white-space-around", undefined],
    ["message/unknown-variable", undefined],
  ]);
  expect(rules("high @slack-ops", { escalation: "{{#is_alert}}" })).toEqual(["message/syntax"]);
});

test("what stands outside of every block is said in every state", () => {
  const notifies = ["alert", "warning", "noData", "recovery"] as const;
  expect(rules("high, or not @slack-ops", { notifies })).toEqual([]);
});

test("a recovery from a state that the monitor does not know is never shown", () => {
  const text =
    "{{#is_alert}}high{{/is_alert}}{{#is_no_data_recovery}}back{{/is_no_data_recovery}}{{#is_recovery}}fine{{/is_recovery}} @b";
  const found = linted(text, { notifies: ["alert", "recovery"] });
  expect(found).toMatchObject([
    { rule: "message/unreachable-state", problem: expect.stringContaining("no data") as unknown },
  ]);
});

test.each([
  ["{{#is_alert}}{{#is_recovery}}a{{/is_recovery}}b{{/is_alert}}", true],
  ["{{#is_alert}}{{^is_alert}}a{{/is_alert}}b{{/is_alert}}", true],
  ["{{#is_alert_recovery}}{{#is_recovery}}a{{else}}b{{/is_recovery}}c{{/is_alert_recovery}}", true],
  ["{{#is_recovery}}{{#is_alert_recovery}}a{{/is_alert_recovery}}b{{/is_recovery}}", false],
  ["{{#is_warning}}{{#is_alert_to_warning}}a{{/is_alert_to_warning}}b{{/is_warning}}", false],
  [
    '{{#is_alert}}{{#is_match "host.name" "a"}}{{#is_match "host.name" "b"}}a{{/is_match}}{{/is_match}}b{{/is_alert}}',
    false,
  ],
])("%s holds a contradiction: %s", (text, expected) => {
  const found = rules(`${text} c @d`, { notifies: ["alert", "warning", "recovery"] });
  expect(found.includes("message/contradiction")).toBe(expected);
});

test.each([
  ["@slack-ops", []],
  ["@slack-ops\nmore", []],
  ["@slack-ops{{/is_alert}}", []],
  ["@slack-ops{{/is_alert}} and", []],
  ["@slack-ops{{/is_alert}}and", ["message/handle-glued"]],
  ["@slack-ops.", ["message/handle-glued"]],
  ["(@slack-ops)", ["message/handle-glued"]],
  ["see@slack-ops @b", ["message/handle-glued"]],
  ["https://a.b/see@slack-ops @b", []],
  ["@slack-ops(b)", ["message/handle-parentheses"]],
  ["@ slack-ops @b", ["message/not-a-handle"]],
  ["`@ slack-ops` @b", []],
])("of the handle in %j is said %j", (text, expected) => {
  const [open, close] = text.includes("{{/is_alert}}") ? ["{{#is_alert}}", ""] : ["", ""];
  expect(rules(`high ${open}${text}${close}`)).toEqual(expected);
});

test.each<[string, string, Partial<MessageExample>, string]>([
  [
    "a host variable without a group by host",
    built({ alert: "on {{host.name}}" }),
    { groups: ["env"] },
    "message/empty-host-variable",
  ],
  ["a variable that nothing fills", built({ alert: "{{valeu}}" }), {}, "message/unknown-variable"],
  ["a group without its attribute", built({ alert: "{{host}}" }), {}, "message/empty-host-variable"],
  ["a state that notifies without words", built({ alert: " " }), {}, "message/state-without-words"],
  ["nobody", built({ alert: "high" }, []), {}, "message/nobody-told"],
  ["a handle without @", built({ alert: "high" }, ["oncall@example.com"]), {}, "message/not-a-handle"],
  ["4001 characters", built({ alert: "x".repeat(4000) }), {}, "message/too-long"],
])("%s is found in what is built", (_, text, over, rule) => {
  expect(rules(text, over)).toContain(rule);
});

test("a right message that is built has no findings", () => {
  const text = built({
    alert: "{{host.name}} {{host.ip}} {{value}} {{threshold}} {{ warn_threshold }}",
    warning: "mild",
    recovery: "fine",
  });
  expect(linted(text, { notifies: ["alert", "warning", "recovery"] })).toEqual([]);
});
