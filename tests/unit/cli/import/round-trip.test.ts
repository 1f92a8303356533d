import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Declared } from "../../../../cli/import/declare";
import { filesOf } from "../../../../cli/import/files";
import type { DatadogObject } from "../../../../cli/datadog/object";
import { imported, type Imported } from "../../../../cli/import/selection";
import { environment } from "../../../../components/environment/environment";
import { type Json, objectOf } from "../../../../datadog/json/value";
import { recorded, type Registration } from "../../../components/recorded";
import { publicObjects, wire } from "./public-objects";
import { written } from "./written";

const MARK = "pulumi_stack:lookout/dev";
const OBJECTS = publicObjects();
const url = ({ kind, id }: Pick<Declared, "kind" | "id">) => `https://app.example.com/${kind}/${id}`;

/** Runs what is written for the objects, as a stack would. */
async function declaredBy(objects: readonly DatadogObject[], format: "yaml" | "typescript") {
  const found = imported(objects, [], MARK, { format });
  const { settings, packs } = written(filesOf(found.declared, [], url));
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const made = await recorded(environment(...packs), {
    config: {
      overlay: path.join(__dirname, "../../../plans/dev.overlay.yaml"),
      notify: ["@oncall@example.com"],
      agent: { version: "1:7.70.1-1" },
      hosts: [{ name: "db1" }],
      ...settings,
    },
  });
  warn.mockRestore();
  return { found, made: new Map(made.map((one) => [`${one.type} ${one.name}`, one])) };
}

const TYPES: Readonly<Record<DatadogObject["kind"], string>> = {
  monitor: "datadog:index/monitor:Monitor",
  dashboard: "datadog:index/dashboard:Dashboard",
  downtime: "datadog:index/downtimeSchedule:DowntimeSchedule",
  slo: "datadog:index/serviceLevelObjective:ServiceLevelObjective",
};

describe.each(["yaml", "typescript"] as const)("public objects in %s", (format) => {
  let found: Imported;
  let made: ReadonlyMap<string, Registration>;
  const registered = ({ kind, name, says }: Declared) =>
    made.get(`${isJson(says) ? "datadog:index/monitorJson:MonitorJson" : TYPES[kind]} ${name}`);
  const original = ({ kind, id }: Declared) => OBJECTS.find((one) => one.kind === kind && one.id === id);

  beforeAll(async () => {
    ({ found, made } = await declaredBy(OBJECTS, format));
  });

  test("are many, all of them are declared, and each by a name of its own", () => {
    expect(found.leftOut.map(({ why }) => why)).toEqual(["is made with its Synthetic test"]);
    expect(found.declared).toHaveLength(OBJECTS.length - 1);
    expect(OBJECTS.length).toBeGreaterThan(400);
    expect(new Set(found.declared.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(OBJECTS.length - 1);
  });

  test("are taken over by their ids, told nothing, and given back", () => {
    for (const one of found.declared) {
      expect(registered(one)?.options, one.name).toMatchObject({
        import: one.id,
        ignoreChanges: ["*", "onMissingData"],
        retainOnDelete: true,
      });
    }
  });

  test("are declared as they are: on the wire nothing else would be sent but what the report says", () => {
    // The API's own JSON is sent as it is.
    const wrong = found.declared
      .filter(({ says }) => !isJson(says))
      .flatMap((one) => {
        const before = sent(original(one)?.json ?? {});
        const after = sent(wire(one.kind, registered(one)?.inputs ?? {}));
        const marks = "settings" in one.says ? ["env:dev", `pulumi_resource:${one.name}`, MARK] : [];
        const { options } = before;
        // Datadog's own, which settings say.
        const states = marks.length > 0 &&
          "renotify_interval" in options && { renotify_statuses: ["alert", "no data"] };
        const tags = [...new Set([...before.tags, ...marks])].sort();
        const expected = { ...before, tags, options: { ...states, ...options } };
        return isDeepStrictEqual(after, expected) ? [] : [{ name: one.name, after, expected }];
      });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

describe("what settings can say stands in settings", () => {
  const { declared } = imported(OBJECTS, [], MARK, { format: "yaml" });
  const share = (kind: DatadogObject["kind"]) => {
    const of = declared.filter((one) => one.kind === kind);
    return of.filter(({ says }) => "settings" in says).length / of.length;
  };

  test("which are most monitors and SLOs; dashboards and downtimes are code", () => {
    expect(share("monitor")).toBeGreaterThan(0.8);
    expect(share("slo")).toBe(1);
    expect([share("dashboard"), share("downtime")]).toEqual([0, 0]);
  });
});

test("the same objects are written in the same way in any order", () => {
  const texts = (objects: readonly DatadogObject[]) =>
    filesOf(imported(objects, [], MARK, { format: "yaml" }).declared, [], url).map(({ text }) => text);
  expect(texts([...OBJECTS].reverse())).toEqual(texts(OBJECTS));
});

function isJson(says: Declared["says"]): boolean {
  return "type" in says && says.type === "MonitorJson";
}

/** Without what an account answers by itself, and what says nothing; an SLO's query by whatever name. */
function sent(original: Json) {
  const json = JSON.parse(JSON.stringify(original).replaceAll('"query1"', '"query"')) as Json;

  const known = Object.entries(json).filter(([key, value]) => isFilled(value) && !ANSWERED.includes(key));
  const { options, tags, message, thresholds, ...said } = Object.fromEntries(known);
  return {
    ...said,
    ...(typeof message === "string" && { message: message.trimEnd() }),
    ...(Array.isArray(thresholds) && {
      thresholds: thresholds.map(({ target, timeframe, warning }: Json) => ({ target, timeframe, warning })),
    }),
    tags: [...((tags ?? []) as string[])].sort(),
    options: Object.fromEntries(
      Object.entries(objectOf(options)).filter(
        ([key, value]) =>
          (isFilled(value) || key === "require_full_window" || key === "include_tags") &&
          !["silenced", "notify_audit", "notify_no_data"].includes(key) &&
          // The provider leaves it out of what it compares.
          !(key === "no_data_timeframe" && objectOf(options).notify_no_data !== true),
      ),
    ),
  };
}

const ANSWERED = [
  ...[
    "id",
    "org_id",
    "multi",
    "created",
    "created_at",
    "modified",
    "modified_at",
    "deleted",
    "overall_state",
    "creator",
  ],
  ...["url", "author_handle", "status", "canceled", "draft_status", "type_id"],
];
function isFilled(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return false;
  return !(Array.isArray(value) && value.length === 0);
}
