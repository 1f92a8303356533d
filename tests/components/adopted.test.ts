import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { environment } from "../../components/environment/environment";
import { type Pack, pack } from "../../components/environment/pack";
import { adopted } from "../../components/in-datadog";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
/** No monitor has such a variable. */
const WRONG = "{{#is_alert}}{{valeu}}{{/is_alert}} @oncall@example.com";
const QUERY = "avg(last_5m):avg:system.load.1{*} by {host} > 9";
const raw = (opts: (opts: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions) =>
  pack({
    name: "raw",
    resources: (_, given) => {
      new datadog.Monitor("load", { name: "Load", type: "query alert", query: QUERY, message: WRONG }, opts(given));
    },
  });
const plan = (more: object, ...packs: Pack[]) => recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const load = (made: Awaited<ReturnType<typeof plan>>) =>
  made.find(({ name, type }) => name === "load" && type.startsWith("datadog:"));

afterEach(() => {
  vi.restoreAllMocks();
});

test("what a pack declares by the provider's classes is there, and none of it where the pack is off", async () => {
  vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const mine = raw((opts) => adopted("1001", opts));
  expect(load(await plan({}, mine))?.options).toMatchObject({
    import: "1001",
    ignoreChanges: ["*", "onMissingData"],
    retainOnDelete: true,
  });
  expect(load(await plan({ raw: { enabled: false } }, mine))).toBeUndefined();
});

test("an error of a rule stops what is the stack's own, and is warned of where it is adopted", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  await expect(
    plan(
      {},
      raw((opts) => opts),
    ),
  ).rejects.toThrow("[message/unknown-variable]");
  warn.mockClear();
  await plan(
    {},
    raw((opts) => adopted("1001", opts)),
  );
  expect(warn.mock.calls.map(([message]) => message).join("\n")).toContain("[message/unknown-variable]");
});

test("so it is with a monitor of the settings", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const monitors = { load: { title: "Load", query: QUERY, message: WRONG } };
  await expect(plan({ monitors })).rejects.toThrow("[message/unknown-variable]");
  warn.mockClear();
  const made = await plan({ monitors, objects: { adopt: { monitors: { load: 1001 } } } });
  expect(load(made)?.options.import).toBe("1001");
  expect(warn.mock.calls.map(([message]) => message).join("\n")).toContain("[message/unknown-variable]");
});

test("a whole message of the settings is sent as it is, and stands in place of words and notify", async () => {
  const message = "{{#is_alert}}\nLoad: {{value}}\n{{/is_alert}} @oncall@example.com";
  const said = { title: "Load", query: QUERY, message, requireFullWindow: false, timeoutHours: 2, includeTags: false };
  const made = await plan({ monitors: { load: said } });
  expect(load(made)?.inputs).toMatchObject({ message, requireFullWindow: false, timeoutH: 2, includeTags: false });
  const both = { ...said, words: { alert: "x" }, notify: ["@a@example.com"] };
  await expect(plan({ monitors: { load: both } })).rejects.toThrow(
    /monitors\.load\.words +is in the message already.*\n +monitors\.load\.notify +is in the message/,
  );
});
