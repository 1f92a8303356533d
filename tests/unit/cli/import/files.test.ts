import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { filesOf } from "../../../../cli/import/files";
import type { DatadogObject } from "../../../../cli/datadog/object";
import { report } from "../../../../cli/import/report";
import { imported } from "../../../../cli/import/selection";
import { recorded } from "../../../components/recorded";
import { answered } from "./public-objects";
import { written } from "./written";

const MARK = "pulumi_stack:lookout/dev";
const CPU = {
  name: "CPU is high",
  type: "query alert",
  query: "avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 90",
  message: "{{host.name}}: {{value}} @oncall@example.com",
  tags: ["team:sre"],
  options: { thresholds: { critical: 90 }, require_full_window: false },
};
const monitor = (more: object = {}, id = "1001") => answered("monitor", id, { ...CPU, ...more });
const files = (objects: readonly DatadogObject[], format: "yaml" | "typescript" = "yaml") => {
  const found = imported(objects, [], MARK, { format });
  return { found, all: filesOf(found.declared, [], ({ kind, id }) => `https://app.example.com/${kind}/${id}`) };
};
const text = (objects: readonly DatadogObject[], name: string, format?: "yaml" | "typescript") =>
  files(objects, format).all.find((one) => one.name === name)?.text ?? "";

test("settings have the monitor, the id by which it is adopted, and above it where it is and what the rules say", () => {
  expect(text([monitor({ message: "{{host.name}} is hot @oncall@example.com, ok" })], "settings.yaml"))
    .toMatchInlineSnapshot(`
    "# Settings, written by \`lookout import\`: an overlay (\`lookout:overlay\`), or for the file of the stack itself, there with
    # \`lookout:\` before the first key of each part. What stands in objects.adopt is as it was; see docs/adoption.md.

    objects:
      adopt:
        monitors:
          cpu-high: "1001"
    monitors:
      # https://app.example.com/monitor/1001
      # warning: "," stands right behind @oncall@example.com; put white space between them [message/handle-glued]
      cpu-high:
        title: CPU is high
        query: avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 90
        message: "{{host.name}} is hot @oncall@example.com, ok"
        requireFullWindow: false
        tags:
          - team:sre
    "
  `);
});

test("code reads as a person would write it", () => {
  const objects = [monitor({ type: "log alert", options: { ...CPU.options, enable_logs_sample: true } })];
  expect(text(objects, "monitors.ts")).toMatchInlineSnapshot(`
    "import * as datadog from "@pulumi/datadog";
    import type { CustomResourceOptions } from "@pulumi/pulumi";
    import { adopted } from "lookout";

    export function monitors(opts: CustomResourceOptions): void {
      // https://app.example.com/monitor/1001
      // error: the query is none of a "log alert"; its type is "query alert" [monitor/type-unlike-query]
      new datadog.Monitor(
        "cpu-high",
        {
          name: "CPU is high",
          type: "log alert",
          query: "avg(last_5m):avg:system.cpu.user{env:prod} by {host} > 90",
          message: "{{host.name}}: {{value}} @oncall@example.com",
          tags: ["team:sre"],
          monitorThresholds: { critical: "90" },
          requireFullWindow: false,
          enableLogsSample: true,
        },
        adopted("1001", opts),
      );
    }
    "
  `);
  expect(text(objects, "index.ts")).toMatchInlineSnapshot(`
    "import { pack } from "lookout";
    import { monitors } from "./monitors";

    /** What was in Datadog before, as it is: \`environment(imported)\` takes it over. Written by \`lookout import\`. */
    export const imported = pack({
      name: "imported",
      resources: (_, opts) => {
        monitors(opts);
      },
    });
    "
  `);
});

test.each([
  [
    "an unknown widget",
    "dashboard",
    { title: "T", layout_type: "ordered", widgets: [{ definition: { type: "sankey", requests: [] } }] },
  ],
  [
    "a widget's new key",
    "dashboard",
    { title: "T", layout_type: "ordered", widgets: [{ definition: { type: "note", content: "x", sparkle: true } }] },
  ],
  [
    "a fixed time",
    "dashboard",
    {
      title: "T",
      layout_type: "ordered",
      widgets: [{ definition: { type: "timeseries", requests: [], time: { type: "fixed", from: 1, to: 2 } } }],
    },
  ],
  [
    "tabs",
    "dashboard",
    { title: "T", layout_type: "ordered", widgets: [], tabs: [{ id: "a", name: "A", widget_ids: [1] }] },
  ],
  ["an option that is new", "monitor", { ...CPU, options: { ...CPU.options, sparkle: 1 } }],
] as const)("%s, for which the provider has no word, is declared as the API's own JSON", async (_, kind, json) => {
  const object = answered(kind, kind === "monitor" ? "1001" : "abc-def-ghi", json);
  const { packs } = written(files([object]).all);
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const [made] = await recorded(() => {
    packs[0]?.resources?.({}, {});
    return Promise.resolve();
  });
  warn.mockRestore();
  const type = kind === "monitor" ? "monitorJson:MonitorJson" : "dashboardJson:DashboardJson";
  expect(made).toMatchObject({
    type: `datadog:index/${type}`,
    options: { import: object.id, ignoreChanges: ["*", "onMissingData"] },
  });
  expect(JSON.parse(String(made?.inputs[kind]))).toMatchObject(json);
});

test("an SLO that can be said in neither is left, and what of it is in the way is named", () => {
  const slo = {
    name: "S",
    type: "metric",
    thresholds: [{ timeframe: "7d", target: 99 }],
    query: { numerator: "a", denominator: "b", sparkle: 1 },
  };
  const { found } = files([answered("slo", "0".repeat(32), slo)]);
  expect(found.leftOut).toMatchObject([{ kind: "slo", why: "has what the provider has no word for: query.sparkle" }]);
});

test("any text comes back as it is, from settings and from code, and none ends a comment or a line of code", async () => {
  const texts = fc.string({ unit: "binary", minLength: 1, maxLength: 30 }).map((one) => `${one.trimEnd()}x`);
  const words = fc.oneof(
    texts,
    fc.constantFrom('"`${1}', "*/ }); //", "- a: &b *c\n#x", "\u2028\n", "<<: *x", "'|>\n  y", "null x"),
  );
  await fc.assert(
    fc.asyncProperty(words, words, async (name, message) => {
      const json = { ...CPU, name, message };
      const object = answered("monitor", "1001", json);
      const { found, all } = files([object], "typescript");
      // What looks like a secret is left.
      if (found.declared.length === 0) return;
      const { packs } = written(all);
      const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
      const [made] = await recorded(() => {
        packs[0]?.resources?.({}, {});
        return Promise.resolve();
      });
      warn.mockRestore();
      // White space at a message's end would be a change in every preview.
      const sent = message.trimEnd();
      expect(made?.inputs).toMatchObject({ name, message: sent });
      const { settings } = written(files([object]).all);
      const [own] = Object.values((settings.monitors ?? {}) as Record<string, object>);
      if (own !== undefined) expect(own).toMatchObject({ title: name, message: sent });
    }),
    { numRuns: 60 },
  );
});

test("the report counts what the rules say, and says what a second run of the stack would find", () => {
  const state = [
    { type: "datadog:index/monitor:Monitor", urn: "urn:pulumi:dev::lookout::x::cpu-high", id: "1002", outputs: {} },
  ];
  const found = imported([monitor(), monitor({}, "1002")], state, MARK, { format: "yaml" });
  expect(found.known).toBe(1);
  // Its name is taken.
  expect(found.declared.map(({ name }) => name)).toEqual(["cpu-high-1001"]);
  const said = report(
    { ...found, left: [] },
    filesOf(found.declared, [], () => ""),
    { folder: "imported", stack: "dev", env: "dev", mark: MARK },
  );
  expect(said).toMatch(/^imported\/settings\.yaml {2}1 monitor\n\n1 is in the stack's state already\./);
  expect(said).toContain("lookout:overlay: imported/settings.yaml");
});
