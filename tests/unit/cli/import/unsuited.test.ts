import { expect, test } from "vitest";
import type { Kind } from "../../../../datadog/owned";
import type { Json } from "../../../../datadog/json/value";
import { whyNot } from "../../../../cli/import/unsuited";

const why = (json: Json, kind: Kind = "monitor") => whyNot({ kind, id: "1", json }, "pulumi_stack:lookout/dev");

test.each<[what: string, json: Json, kind: Kind | undefined, said: RegExp]>([
  [
    "another stack's monitor",
    { tags: ["pulumi_stack:shop/prod", "pulumi_resource:cpu"] },
    undefined,
    /stack shop\/prod/,
  ],
  [
    "an orphan of this stack",
    { tags: ["pulumi_stack:lookout/dev", "pulumi_resource:cpu"] },
    undefined,
    /says that it is cpu .*orphans/,
  ],
  [
    "another stack's dashboard",
    { description: "x\n\npulumi_stack:shop/prod pulumi_resource:cpu" },
    "dashboard",
    /shop\/prod/,
  ],
  ["another stack's downtime", { message: "x pulumi_stack:shop/prod pulumi_resource:n" }, "downtime", /shop\/prod/],
  ["Terraform's, by a tag", { tags: ["managed-by:terraform"] }, undefined, /its tag managed-by:terraform/],
  ["Pulumi's, by a tag", { tags: ["managed_by:pulumi"] }, "slo", /its tag managed_by:pulumi/],
  ["Terraform's, by another", { tags: ["terraform:true"] }, undefined, /terraform:true/],
  [
    "Terraform's dashboard, by its words",
    { description: "Managed by Terraform." },
    "dashboard",
    /Managed by Terraform/,
  ],
  ["a Synthetic test's", { type: "synthetics alert" }, undefined, /Synthetic test/],
  ["a downtime that is over", { status: "canceled" }, "downtime", /is canceled/],
  ["a password in a URL", { message: "see https://a:b@example.com/x" }, undefined, /^message has a user or a password/],
  ["a key of Datadog's", { message: "api 0123456789abcdef0123456789abcdef" }, undefined, /^message looks like a key/],
  ["a Slack address", { message: "https://hooks.slack.com/services/T/B/x" }, undefined, /^message has an address/],
  [
    "a token in a link",
    { widgets: [{ definition: { content: "https://x.example.com/?token=abcdefghij" } }] },
    "dashboard",
    /^widgets\[0\]\.definition\.content has an address/,
  ],
  [
    "a header",
    { options: { escalation_message: "Authorization: Bearer abcdefghijklmnop" } },
    undefined,
    /^options\.escalation_message/,
  ],
])("%s is left as it is", (_, json, kind, said) => {
  expect(why(json, kind)).toMatch(said);
});

test("what a secret is, is not told", () => {
  expect(why({ message: "https://hooks.slack.com/services/T/B/x" })).not.toContain("hooks");
});

test.each<[what: string, json: Json, kind?: Kind]>([
  ["an ordinary monitor", { name: "CPU", message: "{{value}} @webhook-ops @slack-ops", tags: ["team:sre"] }],
  ["one that speaks of Terraform", { message: "the state is managed by Terraform: ask @sre@example.com" }],
  [
    "one that mutes Terraform's monitors",
    { monitor_identifier: { monitor_tags: ["managed-by:terraform"] } },
    "downtime",
  ],
  ["a link to an SLO", { message: "https://app.datadoghq.eu/slo?slo_id=0123456789abcdef0123456789abcdef" }],
  ["a widget of an SLO", { widgets: [{ definition: { slo_id: "0123456789abcdef0123456789abcdef" } }] }, "dashboard"],
])("%s is not", (_, json, kind) => {
  expect(why(json, kind)).toBeUndefined();
});
