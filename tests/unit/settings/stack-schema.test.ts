import Ajv from "ajv/dist/2020";
import * as fs from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { settingsSchema } from "../../../components/environment/settings";
import { stackSchema } from "../../../settings/stack-schema";

const ROOT = path.join(__dirname, "../../..");
const read = (name: string) => fs.readFileSync(path.join(ROOT, name), "utf8");
const schema = JSON.parse(read("settings/stack.schema.json")) as object;
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);

function wrong(config: object): string[] {
  validate({ config });
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test("settings/stack.schema.json is what the settings' schema says; `npm run docs` writes it", () => {
  expect(schema).toEqual(stackSchema(settingsSchema));
});

test.each(["Pulumi.dev.yaml", "Pulumi.prod.yaml"])(
  "%s names the schema in its first line, and is right by it",
  (name) => {
    const text = read(name);
    expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=settings/stack.schema.json");
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  },
);

test.each(fs.readdirSync(path.join(ROOT, "tests/teams")))("the set-up of a real team is right by it: %s", (name) => {
  validate(parse(read(`tests/teams/${name}`)));
  expect(validate.errors ?? []).toEqual([]);
});

test("what is in the overlay, and a secret, may be missing or encrypted; another program's keys are let be", () => {
  const secure = { secure: "v1:AAAA" };
  const config = {
    "aws:region": "eu-central-1",
    "lookout:overlay": "o.yaml",
    "lookout:datadog": { apiKey: secure },
    "lookout:hosts": [{ name: "db1", databases: [{ type: "postgres", password: secure }] }],
  };
  expect(wrong(config)).toEqual([]);
});

test.each([
  ["an unknown key", { "lookout:notfy": ["@a"] }, "/config"],
  ["an unknown key of a host", { "lookout:hosts": [{ name: "db1", adress: "x" }] }, "/config/lookout:hosts/0"],
  ["a port out of range", { "lookout:hosts": [{ name: "db1", port: 70000 }] }, "/config/lookout:hosts/0/port"],
  ["a tag in capitals", { "lookout:groups": { db: { tags: ["Role"] } } }, "/config/lookout:groups/db/tags/0"],
  [
    "a bastion without its key",
    { "lookout:defaults": { bastion: { address: "x" } } },
    "/config/lookout:defaults/bastion",
  ],
  [
    "a text for a number of the Agent's",
    { "lookout:agent": { apm: { errorTps: "ten" } } },
    "/config/lookout:agent/apm/errorTps",
  ],
  [
    "an unknown rule of a group's Agent",
    { "lookout:groups": { db: { agent: { logs: { processingRules: [{ type: "drop", name: "x", pattern: "y" }] } } } } },
    "/config/lookout:groups/db/agent/logs/processingRules/0/type",
  ],
  [
    "an unknown key of a host's Agent",
    { "lookout:hosts": [{ name: "db1", agent: { dogstatsd: { prot: 1 } } }] },
    "/config/lookout:hosts/0/agent/dogstatsd",
  ],
  ["a list for a map", { "lookout:monitors": [] }, "/config/lookout:monitors"],
  ["a server without a type", { "lookout:hosts": [{ databases: [{}] }] }, "/config/lookout:hosts/0/databases/0"],
])("%s is wrong where it stands", (_, config, place) => {
  expect(wrong(config).filter((one) => one.startsWith(`${place} `))).not.toEqual([]);
});
