import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../../../components/environment/settings";

const PAGE = fs.readFileSync(path.join(__dirname, "../../../docs/agent.md"), "utf8");
const EXAMPLES = [...PAGE.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) =>
  text.replace(/secure: .*/, "hunter22"),
);

const REST = {
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
  hosts: [{ name: "db1", address: "192.0.2.1", acceptUnknownHostKey: true }],
};

test("the page has an example for each block", () => {
  expect(EXAMPLES).toHaveLength(7);
});

test.each(EXAMPLES)("an example of docs/agent.md is right: %s", (text) => {
  const said = Object.entries(parse(text) as Record<string, object>).map(([key, value]) => [
    key.replace("lookout:", ""),
    value,
  ]);
  const { agent, ...more } = Object.fromEntries(said) as Record<string, object>;
  const values = { ...REST, ...more, agent: { version: "1:7.70.1-1", ...agent } };
  expect(settingsSchema.safeParse(values).error?.issues ?? []).toEqual([]);
});
