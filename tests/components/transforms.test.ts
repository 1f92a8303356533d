import * as path from "node:path";
import { expect, test } from "vitest";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { declared } from "../../components/monitors/declared";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { part } from "../../components/monitors/monitor-pack";
import { inOrder, transformed } from "../../components/transform";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@all"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
};
const MEMORY = {
  query: "avg(last_5m):max:redis.mem.used{env:dev} by {host} > 1000000000",
  title: "Redis uses much memory",
  words: { alert: "{{host.name}}: {{value}}", recovery: "{{host.name}} is well again." },
};
const plan = (more: object, ...packs: Pack[]) => recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const of = (made: Awaited<ReturnType<typeof plan>>, name: string) =>
  made.find((one) => one.name === name && one.type === "datadog:index/monitor:Monitor");
const ours = (transforms: Pack["transforms"], name = "ours") => pack({ name, ...(transforms && { transforms }) });

test("a pack transforms any monitor: Lookout's own, the settings' own, another pack's, after what settings say of it", async () => {
  const redis = pack({
    name: "redis",
    monitors: (block) => ({
      memory: part(MetricMonitor, {
        ...declared(MEMORY.title, MEMORY.words, block),
        condition: MEMORY.query,
        transform: { monitor: { timeoutH: 2, includeTags: false } },
      }),
    }),
  });
  const made = await plan(
    { myMetric: {}, monitors: { m: MEMORY, "hosts-disk": { priority: 4, tags: ["team:storage"] } } },
    ours({
      "hosts-disk": (args) => ({ ...args, priority: "2", notifyAudit: true }),
      "my-metric": (args, opts) => {
        args.timeoutH = 1;
        opts.protect = true;
      },
      m: { timeoutH: 3 },
      "redis-memory": { timeoutH: 4 },
    }),
    redis,
    ours({ m: (args) => ({ ...args, timeoutH: Number(args.timeoutH) + 10 }) }, "later"),
  );
  expect(of(made, "hosts-disk")?.inputs).toMatchObject({ priority: "2", notifyAudit: true });
  expect(of(made, "hosts-disk")?.inputs.tags).toContain("team:storage");
  expect(of(made, "my-metric")).toMatchObject({ inputs: { timeoutH: 1 }, options: { protect: true } });
  expect(of(made, "m")?.inputs.timeoutH).toBe(13);
  expect(of(made, "redis-memory")?.inputs).toMatchObject({ timeoutH: 4, includeTags: false });
  expect(of(made, "hosts-full")?.inputs).not.toHaveProperty("timeoutH");
});

test("what comes out of a transform is checked, and demanded of", async () => {
  const misread = ours({ "hosts-full": (args) => ({ ...args, query: "max(last_5m):max:system.disk.in_use{*} by" }) });
  await expect(plan({}, misread)).rejects.toThrow(/query can't be read at column/);
  const bare = ours({ "hosts-full": { assets: [] } });
  const config = { demands: { runbook: true }, hostMonitors: { runbookUrl: "https://wiki.example.com" } };
  await expect(plan(config)).resolves.toBeDefined();
  await expect(plan(config, bare)).rejects.toThrow(/links no runbook/);
});

test("a name that no monitor has, and a transform that fails, are named", async () => {
  await expect(plan({ monitors: { x: { priority: 1 } } }, ours({ "hosts-dsk": {} }))).rejects.toThrow(
    /2 mistakes\n {2}monitors\.x +is none of [^]*\n {2}pack\("ours"\)\.transforms\.hosts-dsk is none of this stack's monitors; expected hosts-away, hosts-disk,/,
  );
  const failing = ours({
    "hosts-disk": () => {
      throw new Error("no such thing");
    },
  });
  await expect(plan({}, failing)).rejects.toThrow(/^the pack "ours" can't transform hosts-disk: no such thing$/);
});

test("a monitor that is off is no mistake, and a pack that is off transforms nothing", async () => {
  const made = await plan({ monitors: { "hosts-disk": false } }, ours({ "hosts-disk": { timeoutH: 1 } }));
  expect(of(made, "hosts-disk")).toBeUndefined();
  const off = await plan({ ours: { enabled: false } }, ours({ "hosts-disk": { timeoutH: 1 }, "postgres-x": {} }));
  expect(of(off, "hosts-disk")?.inputs).not.toHaveProperty("timeoutH");
});

test.each<[string, Parameters<typeof transformed<Args>>[0], Args]>([
  ["nothing", undefined, { a: 1, b: [] }],
  ["more inputs", { c: true }, { a: 1, b: [], c: true }],
  ["what changes them", (args) => void (args.a = 2), { a: 2, b: [] }],
  ["what returns others", () => ({ a: 3, b: [] }), { a: 3, b: [] }],
  ["what returns a list that it assigned", (args) => (args.b = ["x"]), { a: 1, b: ["x"] }],
  [
    "several, one after the other",
    inOrder<Args>([{ a: 5 }, undefined, ({ a, b }) => ({ a: a + 1, b })]),
    { a: 6, b: [] },
  ],
])("%s is taken as it is meant, and the component's own stay as they are", (_, transform, expected) => {
  const own: Args = { a: 1, b: [] };
  expect(transformed(transform, own, {})[0]).toEqual(expected);
  expect(own).toEqual({ a: 1, b: [] });
});

interface Args {
  a: number;
  b: string[];
  c?: boolean;
}
