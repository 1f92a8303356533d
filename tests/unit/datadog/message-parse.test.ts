import { expect, test } from "vitest";
import { DEEPEST, parseTemplate, TemplateSyntaxError } from "../../../datadog/message/parse";
import type { Handle, Node } from "../../../datadog/message/template";

const nodes = (text: string) => parseTemplate(text).nodes;
const kinds = (text: string) => nodes(text).map(({ kind }) => kind);
const handles = (text: string) => nodes(text).filter((node): node is Handle => node.kind === "handle");
const written = ({ parts }: Handle) => parts.map((part) => (typeof part === "string" ? part : "{{}}")).join("");

test("every node has its offset in the text", () => {
  const text = 'on {{host.name}} {{#is_match "host.name" "db"}}a{{else}}b{{/is_match}} @slack-ops {{!-- c --}}';
  const all = (list: readonly Node[]): Node[] =>
    list.flatMap((n) => [n, ...(n.kind === "block" ? all([...n.body, ...(n.otherwise?.body ?? [])]) : [])]);
  expect(all(nodes(text)).map(({ kind, offset }) => `${kind} ${text.slice(offset, offset + 3)}`)).toEqual([
    "text on ",
    "variable {{h",
    "text  {{",
    "block {{#",
    "text a{{",
    "text b{{",
    "text  @s",
    "handle @sl",
    "text  {{",
    "comment {{!",
  ]);
});

test.each([
  ["{{value}}", "value"],
  ["{{ value }}", "value"],
  ["{{host.metadata_os}}", "host.metadata_os"],
  ["{{[@http.url].name}}", "[@http.url].name"],
  ["{{[kube_namespace].name}}", "[kube_namespace].name"],
  ["{{ @machine_id.name }}", "@machine_id.name"],
  ["{{log.attributes.[error.message]}}", "log.attributes.[error.message]"],
  ["{{service.links[Run book]}}", "service.links[Run book]"],
  ["{{availability-zone.name}}", "availability-zone.name"],
  ["{{@usr.id}}", "@usr.id"],
])("%s names a variable", (text, name) => {
  expect(nodes(text)).toMatchObject([{ kind: "variable", name, raw: false }]);
});

test("three braces are a variable that is not encoded", () => {
  expect(nodes("{{{check_message}}}")).toMatchObject([{ kind: "variable", name: "check_message", raw: true }]);
});

test.each([
  ['{{eval "int(value)"}}', "eval", [{ kind: "string", quote: '"', text: "int(value)" }]],
  ["{{local_time 'a' 'Asia/Tokyo'}}", "local_time", [{ text: "a" }, { text: "Asia/Tokyo" }]],
  ['{{ urlencode "host.name" }}', "urlencode", [{ text: "host.name" }]],
  ["{{override_priority 'P1'}}", "override_priority", [{ text: "P1" }]],
  [
    "{{f 5 host.name}}",
    "f",
    [
      { kind: "number", text: "5" },
      { kind: "name", name: "host.name" },
    ],
  ],
])("%s calls a function", (text, name, args) => {
  expect(nodes(text)).toMatchObject([{ kind: "call", name, args }]);
});

test("a conditional has what it is given, its text, what is said otherwise, and may be negated", () => {
  expect(nodes('{{^is_match "host.name" (eval "int(value)")}}a{{else}}b{{/is_match}}')).toMatchObject([
    {
      kind: "block",
      negated: true,
      name: "is_match",
      args: [{ text: "host.name" }, { kind: "expression", inner: { name: "eval", args: [{ text: "int(value)" }] } }],
      body: [{ text: "a" }],
      otherwise: { body: [{ text: "b" }] },
    },
  ]);
});

test.each([
  "{{! said of it }}",
  "{{!-- said of it --}}",
  "{{!-- said of it }}",
  "{{! with {{value}} in it }}",
  "{{!-- {{#is_alert}} off {{/is_alert}} --}}",
  "{{!\nover\nlines\n}}",
])("%j is a comment and no more", (text) => {
  expect(kinds(text)).toEqual(["comment"]);
});

test("a raw block keeps its text unread, with a condition too", () => {
  expect(nodes("{{{{raw}}}}{{ a }} @b{{{{/raw}}}}")).toMatchObject([{ kind: "raw", text: "{{ a }} @b" }]);
  expect(nodes('{{{{is_match "a" "b"}}}}{{#x}}{{{{/is_match}}}}')).toMatchObject([
    { name: "is_match", text: "{{#x}}" },
  ]);
});

test("single braces and a backslash are text", () => {
  expect(kinds('{"a": {"b": 1}} \\')).toEqual(["text"]);
  expect(kinds("C:\\{{host.name}}")).toEqual(["text", "variable"]);
});

test.each([
  ["@user@example.com", "email"],
  ["@first.last+tag@mail.example.com", "email"],
  ["@team-{{}}@example.com", "email"],
  ["@slack-channel", "slack"],
  ["@slack-workspace-channel", "slack"],
  ["@slack-prd알람", "slack"],
  ["@slack-{{}}", "slack"],
  ["@pagerduty-Service", "pagerduty"],
  ["@pagerduty", "pagerduty"],
  ["@opsgenie-my-team", "opsgenie"],
  ["@webhook-mute_all", "webhook"],
  ["@teams-noc", "teams"],
  ["@team-db", "team"],
  ["@oncall-db", "oncall"],
  ["@workflow-restart", "workflow"],
  ["@case-db", "case"],
  ["@jira", "jira"],
  ["@jira-OPS-Bug", "jira"],
  ["@servicenow-itsm", "servicenow"],
  ["@sns-topic", "sns"],
  ["@all", "everyone"],
  ["@here", "everyone"],
  ["@constructor", "other"],
  ["@slacker", "other"],
  ["@me", "other"],
])("%s is told by %s", (handle, to) => {
  const text = handle.replace("{{}}", "{{team.name}}");
  expect(handles(`see ${text} now`).map((h) => [`@${written(h)}`, h.to])).toEqual([[handle, to]]);
});

test("a workflow's handle has its parameters, and no other does", () => {
  expect(handles("@workflow-a(host=host.name, v={{value}}) @slack-a(b)")).toMatchObject([
    { parts: ["workflow-a"], parameters: ["host=host.name, v=", { name: "value" }] },
    { parts: ["slack-a"] },
  ]);
});

test.each([
  "write to me@example.com",
  "{{user.name}}@example.com",
  "me@{{domain.name}}",
  "@ alone",
  "@, @@, a@",
  "https://example.com/@user",
  "https://example.com/?q=@user&b={{value}}&c=@d",
  "`@slack-ops` and ``a ` @b``",
  "```\n@slack-ops {{value}} @b\n```",
  "<@slack_user>",
  "\\@slack-ops",
])("%j tells nobody", (text) => {
  expect(handles(text)).toEqual([]);
});

test.each([
  ["at the start", "@slack-ops high"],
  ["behind a tag", "{{#is_alert}}@slack-ops{{/is_alert}}"],
  ["in a list", "-@slack-ops"],
  ["behind a colon", "Notify:@slack-ops"],
  ["in bold", "**@slack-ops**"],
  ["before a full stop", "told: @slack-ops."],
  ["behind a backtick that nothing closes", "it`s @slack-ops"],
])("%s stands a handle", (_, text) => {
  const inBlocks = nodes(text).flatMap((node) => (node.kind === "block" ? [...node.body] : [node]));
  expect(inBlocks.filter((n) => n.kind === "handle").map(written)).toEqual(["slack-ops"]);
});

test.each<[string, number, RegExp]>([
  ["a {{#is_alert}}b", 2, /is_alert.* not closed.*\{\{\/is_alert\}\}/],
  ["a {{/is_alert}}", 2, /not open/],
  ["{{#is_alert}}a{{/is_warning}}", 14, /\{\{#is_alert\}\}/],
  ["{{#is_alert}}{{#is_renotify}}{{/is_alert}}{{/is_renotify}}", 29, /is_renotify/],
  ["a {{#is_alrt}}b{{/is_alrt}}", 2, /did you mean is_alert\?/],
  ["{{#service.name}}b{{/service.name}}", 0, /no conditional/],
  ["{{{{ra}}}}b{{{{/ra}}}}", 0, /did you mean raw\?/],
  ["{{else}}", 0, /\{\{else\}\}/],
  ["{{#is_alert}}a{{else}}b{{else}}c{{/is_alert}}", 23, /second/],
  ["{{#is_alert}}a{{else if b}}c{{/is_alert}}", 14, /no condition/],
  ["a {{value", 9, /not closed/],
  ["a {{ }}", 5, /name/],
  ["{{value*100}}", 7, /eval/],
  ['{{eval "value}} a" }}', 13, /string/],
  ["{{{value}}", 8, /do not match/],
  ["{{!-- a {{b}} }}", 0, /comment/],
  ["{{{{raw}}}}a", 12, /raw/],
  ["{{> header}}", 2, /name/],
])("%s is refused at %i", (text, offset, message) => {
  let thrown: unknown;
  try {
    parseTemplate(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TemplateSyntaxError);
  expect(thrown).toMatchObject({ offset, message: expect.stringMatching(message) as unknown });
});

test("blocks in each other are read up to a limit, which is said", () => {
  const nested = (depth: number) => `${"{{#is_alert}}".repeat(depth)}a${"{{/is_alert}}".repeat(depth)}`;
  expect(kinds(nested(DEEPEST))).toEqual(["block"]);
  expect(() => nodes(nested(DEEPEST + 1))).toThrow(/100 blocks/);
  expect(() => nodes(nested(100_000))).toThrow(TemplateSyntaxError);
  expect(() => nodes(`{{f ${"(f ".repeat(100_000)}`)).toThrow(TemplateSyntaxError);
});
