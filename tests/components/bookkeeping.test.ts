import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sayWhatTheStateMisses } from "../../components/access/bookkeeping";

const KEYS = { apiUrl: "https://api.example.com", apiKey: "0".repeat(32), appKey: "1".repeat(40) };
const MARKS = (resource: string) => ["pulumi_stack:lookout/dev", `pulumi_resource:${resource}`];

const MONITOR = { id: 1001, tags: ["env:dev", ...MARKS("hosts-disk")] };
const DASHBOARD = { id: "abc-def-ghi", description: `Hosts.\n\n${MARKS("hosts").join(" ")}` };
const DOWNTIME = { id: "d1", attributes: { status: "scheduled", message: `Quiet. ${MARKS("nights-a1").join(" ")}` } };

let warnings: string[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(pulumi.log, "warn").mockImplementation((text) => {
    warnings.push(text);
    return Promise.resolve();
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const SLO = { id: "51", tags: MARKS("orders") };

/** The engine with this state. */
async function state(...resources: readonly object[]): Promise<void> {
  const outputs = Object.fromEntries(resources.map((one, index) => [`urn:${index}`, one]));
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: "", state: {} }), call: () => ({ outputs }) },
    "lookout",
    "dev",
    true,
    "organization",
  );
}

/** Datadog with these objects; anything else is not found. */
function datadog(
  monitors: readonly object[] = [],
  dashboards: readonly object[] = [],
  downtimes: readonly object[] = [],
  slos: readonly object[] = [],
) {
  const answers: Record<string, unknown> = {
    "/api/v1/monitor": monitors,
    "/api/v1/dashboard": { dashboards },
    "/api/v2/downtime": { data: downtimes },
    "/api/v1/slo": { data: slos },
  };
  vi.stubGlobal("fetch", ({ pathname }: URL) =>
    Promise.resolve(new Response(JSON.stringify(answers[pathname] ?? {}), { status: pathname in answers ? 200 : 404 })),
  );
}

const KEPT = { type: "datadog:index/monitor:Monitor", outputs: { id: "1001", tags: MONITOR.tags } };

test("what the state knows is not spoken of, nor what is another stack's or nobody's", async () => {
  await state(KEPT);
  datadog(
    [MONITOR],
    [
      { id: "x", description: "made by hand" },
      { id: "y", description: null },
    ],
  );
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([]);
});

test("an SLO that the state knows is not spoken of", async () => {
  const type = "datadog:index/serviceLevelObjective:ServiceLevelObjective";
  await state({ type, outputs: { id: SLO.id, tags: SLO.tags } });
  datadog([], [], [], [SLO]);
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([]);
});

// field/plugins.md 1, field/faults.md 8
test("what an interrupted update made is named, with the command that shows it and the one that deletes it", async () => {
  await state(KEPT);
  datadog([MONITOR, { ...MONITOR, id: 1002 }], [DASHBOARD], [DOWNTIME], [SLO]);
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([
    "In Datadog 4 objects say that they are this stack's, and its state does not know them: monitor hosts-disk (1002), " +
      "dashboard hosts (abc-def-ghi), downtime nights-a1 (d1), slo orders (51). An update that was interrupted made them; what it watches " +
      "is watched twice. To see them: npm run -s orphans -- --stack dev; to delete them: " +
      "npm run -s orphans -- --stack dev --delete",
  ]);
});

test("a downtime that was cancelled is gone", async () => {
  await state();
  datadog([], [], [{ ...DOWNTIME, attributes: { ...DOWNTIME.attributes, status: "canceled" } }]);
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([]);
});

// field/plugins.md 3, field/faults.md 9
test("a monitor that somebody deleted is named, with the command that makes it anew", async () => {
  await state(KEPT);
  datadog();
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([
    expect.stringMatching(
      /still has: monitor hosts-disk \(1001\)\. .* make it anew: pulumi up --refresh; before .*: pulumi destroy --refresh$/,
    ),
  ]);
});

test("one that was adopted, and is not in the list for want of a mark, is not thought to be deleted", async () => {
  await state({ ...KEPT, outputs: { id: "7", tags: ["env:dev"] } });
  datadog();
  await sayWhatTheStateMisses(KEYS);
  expect(warnings).toEqual([]);
});

test.each([
  ["does not answer", () => Promise.reject(new TypeError("fetch failed"))],
  ["answers with an error", () => Promise.resolve(new Response("{}", { status: 503 }))],
  ["answers with no JSON", () => Promise.resolve(new Response("<html>"))],
])("nothing fails where Datadog %s", async (_, fetch) => {
  await state(KEPT);
  vi.stubGlobal("fetch", fetch);
  await expect(sayWhatTheStateMisses(KEYS)).resolves.toBeUndefined();
  expect(warnings).toEqual([]);
});
