import { expect, test } from "vitest";
import { parseTemplate } from "../../../datadog/message/parse";
import { type Circumstances, render } from "../../../datadog/message/render";

const alert: Circumstances = { state: "alert", renotifies: false };
const shown = (text: string, circumstances: Partial<Circumstances> = {}) =>
  render(parseTemplate(text), { ...alert, ...circumstances });
const filled = (text: string, values: Circumstances["values"] = {}) => shown(text, { values });

/** Each conditional's own name, where it holds. */
const EVERY =
  "is_alert is_warning is_no_data is_unknown is_recovery is_alert_recovery is_warning_recovery is_no_data_recovery is_alert_to_warning is_renotify"
    .split(" ")
    .map((name) => `{{#${name}}}${name} {{/${name}}}`)
    .join("");

test.each<[Partial<Circumstances>, string]>([
  [{ state: "alert" }, "is_alert"],
  [{ state: "alert", renotifies: true }, "is_alert is_renotify"],
  [{ state: "warning" }, "is_warning"],
  [{ state: "warning", from: "alert" }, "is_warning is_alert_to_warning"],
  [{ state: "noData" }, "is_no_data"],
  [{ state: "noData", renotifies: true }, "is_no_data is_renotify"],
  [{ state: "unknown" }, "is_unknown"],
  [{ state: "recovery", from: "alert" }, "is_recovery is_alert_recovery"],
  [{ state: "recovery", from: "warning" }, "is_recovery is_warning_recovery"],
  [{ state: "recovery", from: "noData" }, "is_recovery is_no_data_recovery"],
  [{ state: "recovery", from: "unknown" }, "is_recovery"],
])("in %j these hold together: %s", (circumstances, names) => {
  expect(shown(EVERY, circumstances)).toBe(names);
});

test("a negated block and an else are shown where the condition does not hold", () => {
  const text = "{{^is_alert}}a{{else}}b{{/is_alert}}{{#is_alert}}c{{else}}d{{/is_alert}}";
  expect([shown(text), shown(text, { state: "warning" })]).toEqual(["bc", "ad"]);
});

test("a value is what the monitor has, and empty where it has none", () => {
  expect(
    filled("{{value}} on {{host.name}}, {{ [@http.url].name }}: {{missing}}", {
      value: 12.5,
      "host.name": "db1",
      "@http.url.name": "/",
    }),
  ).toBe("12.5 on db1, /:");
});

test("a value is encoded for HTML, but not in three braces", () => {
  expect(filled("{{url}} {{{url}}}", { url: "/?a=1&b=<2>" })).toBe("/?a=1&amp;b=&lt;2&gt; /?a=1&b=<2>");
});

test("handles are kept, and filled", () => {
  expect(
    filled("@oncall@example.com @slack-{{service.name}} @workflow-a(host={{host.name}})", {
      "service.name": "a&b",
      "host.name": "db1",
    }),
  ).toBe("@oncall@example.com @slack-a&b @workflow-a(host=db1)");
});

test("comments are dropped and raw blocks shown as they stand", () => {
  expect(filled("a{{!-- b --}}c {{{{raw}}}}{{ d }}{{{{/raw}}}}")).toBe("ac {{ d }}");
  const conditional = '{{{{is_match "host.name" "db"}}}}{{ d }}{{{{/is_match}}}}';
  expect([filled(conditional, { "host.name": "db1" }), filled(conditional)]).toEqual(["{{ d }}", ""]);
});

test.each([
  ['is_match "host.name" "db"', true],
  ['is_match "host.name" "web" "db"', true],
  ['is_match "host.name" "web"', false],
  ['is_match "host.name" ""', true],
  ['is_match "missing" ""', false],
  ['is_exact_match "host.name" "db"', false],
  ['is_exact_match "host.name" "db1"', true],
  ['is_exact_match "missing" ""', true],
  ['is_exact_match "value" "5.0"', true],
  ['is_exact_match "value" 5', true],
  ['is_match "value" "5"', true],
  ['is_exact_match (eval "int(value % 3)") "1" "2"', true],
  ["is_priority 'P1'", true],
  ["is_priority 'P2'", false],
  ["if host.name", true],
  ["if missing", false],
])("{{#%s}} is %s", (condition, holds) => {
  const name = condition.split(" ")[0] ?? "";
  const text = `{{#${condition}}}yes{{else}}no{{/${name}}}`;
  expect(shown(text, { priority: "P1", values: { "host.name": "db1", value: 5 } })).toBe(holds ? "yes" : "no");
});

test.each([
  ["1+2*3", "7"],
  ["(1+2)*3", "9"],
  ["2^3^2", "512"],
  ["-2 - -3", "1"],
  ["value % 5", "2.5"],
  ["last_triggered_at_epoch-15*60*1000", "1622471307000"],
  ["int(value)", "12"],
  ["int(-value)", "-12"],
  ["dec(value)", "0.5"],
  ["round(12.376, 2)", "12.38"],
  ["ceil(value) + floor(value)", "25"],
  ["sgn(0-value)", "-1"],
  ["to_bool(1)", "true"],
  ["humanize_bytes(value*1024*1024)", "12.5 MB"],
  ["humanize_bits(2048)", "2 Kb"],
  ["atan2(0, 1)", "0"],
  ["upper(host.name)", "DB1"],
  ["substring('host:D', 5)", "D"],
  ["strip('abchost:Eabc', 'abc')", "host:E"],
  ["missing + 1", ""],
  ["value / 0", ""],
  ["constructor(1)", ""],
  ["1 +", ""],
])('{{eval "%s"}} shows %s', (expression, result) => {
  const values = { value: 12.5, "host.name": "db1", last_triggered_at_epoch: 1622472207000 };
  expect(filled(`{{eval "${expression}"}}`, values)).toBe(result);
});

test("a sum of a hundred thousand terms is calculated, and parentheses in each other have a limit", () => {
  expect(filled(`{{eval "0${"+1".repeat(100_000)}"}}`)).toBe("100000");
  expect(filled(`{{eval "${"(".repeat(100_000)}"}}`)).toBe("");
  expect(filled(`{{eval "${"-".repeat(100_000)}1"}}`)).toBe("1");
});

test("local_time shows a moment in the zone's time, from its text or from milliseconds", () => {
  const text = "{{local_time 'last_triggered_at' 'Asia/Tokyo'}}";
  const expected = "2021-05-31 23:43:27+09:00";
  expect(filled(text, { last_triggered_at_epoch: 1622472207000 })).toBe(expected);
  expect(filled(text, { last_triggered_at: "2021-05-31T14:43:27Z" })).toBe(expected);
  expect(filled("{{local_time 'last_triggered_at' 'Europe/Belrin'}}", { last_triggered_at_epoch: 0 })).toBe("");
});

test("urlencode makes a value part of a link, and an override of the priority shows nothing", () => {
  expect(filled('https://a.b/{{urlencode "service.name"}}', { "service.name": "a b/c" })).toBe("https://a.b/a%20b%2Fc");
  expect(filled("a\n{{override_priority 'P1'}}\nb")).toBe("a\nb");
});

test("each and with speak of what they are given", () => {
  const steps = [
    { name: "one", ok: true },
    { name: "two", ok: false },
  ];
  expect(
    filled("{{#each steps}}{{@index}} {{name}}{{#if ok}}!{{/if}}{{#unless @last}}, {{/unless}}{{/each}}", { steps }),
  ).toBe("0 one!, 1 two");
  expect(
    filled("{{#with steps.1}}{{name}}{{/with}} {{steps.-1.name}} {{#each tags}}{{this}}{{/each}}", {
      steps,
      tags: ["a", "b"],
    }),
  ).toBe("two two ab");
});

test("a line of tags alone is dropped, as Datadog's example of a renotification shows", () => {
  const text =
    "{{^is_renotify}}\nThe first message @dev-team@example.com\n{{/is_renotify}}\n\nThis is said both times.\n\n{{#is_renotify}}\nThe escalation @dev-team@example.com\n{{/is_renotify}}\n\n";
  expect(shown(text, { renotifies: true })).toBe("This is said both times.\n\nThe escalation @dev-team@example.com");
  expect(shown(text)).toBe("The first message @dev-team@example.com\n\nThis is said both times.");
});

test("an object's own keys are its only ones", () => {
  expect(filled("{{constructor}}{{toString}}{{#if __proto__}}a{{/if}}")).toBe("");
});
