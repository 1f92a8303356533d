import { expect, onTestFinished, test } from "vitest";
import type { FoundBeside } from "../../../../cli/import/attached";
import { readBeside } from "../../../../cli/import/beside";
import { filesOf } from "../../../../cli/import/files";
import { report } from "../../../../cli/import/report";
import { imported } from "../../../../cli/import/selection";
import { Account } from "../../../../cli/datadog/account";
import type { Kept } from "../../../../datadog/owned";
import { createRig, KEYS, METRIC_MONITOR } from "../../../../sandbox/datadog/rig.js";
import { listen } from "../../../../sandbox/datadog/server.js";
import { recorded } from "../../../components/recorded";
import { written } from "./written";

const NOW = "2027-01-11T03:00:00Z";
const MARK = "pulumi_stack:lookout/dev";
const at = (day: string) => Date.parse(day) / 1000;

/** The stand-in of Datadog with a monitor that some may change, and an SLO with corrections. */
async function rigged() {
  const rig = createRig(NOW);
  const listening = await listen(rig, "127.0.0.1", 0);
  onTestFinished(() => listening.close());
  const made = async (path: string, body: object) => {
    const { status, body: answer } = await rig.call("POST", path, body);
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer as { id: string; data: { id: string } & { id: string }[] };
  };
  const { id: monitor } = await made("/api/v1/monitor", { ...METRIC_MONITOR, name: "Load" });
  const query = { numerator: "sum:ok{*}.as_count()", denominator: "sum:all{*}.as_count()" };
  const orders = { name: "Orders", type: "metric", query, thresholds: [{ timeframe: "7d", target: 99 }] };
  const [slo] = (await made("/api/v1/slo", orders)).data;
  const resource = `monitor:${monitor}`;
  const bindings = [{ relation: "editor", principals: ["team:0123", "role:4567"] }];
  await made(`/api/v2/restriction_policy/${resource}`, {
    data: { type: "restriction_policy", id: resource, attributes: { bindings } },
  });
  const correct = async (attributes: object) => {
    const all = { slo_id: slo?.id, category: "Scheduled Maintenance", timezone: "UTC", ...attributes };
    return (await made("/api/v1/slo/correction", { data: { type: "correction", attributes: all } })).data.id;
  };
  const nights = await correct({
    start: at("2027-01-01"),
    rrule: "FREQ=DAILY;INTERVAL=1",
    duration: 3600,
    description: "Nightly",
  });
  await correct({ start: at("2027-01-05"), end: at("2027-01-06"), description: "Over" });
  const secret = await correct({
    start: at("2027-02-05"),
    end: at("2027-02-06"),
    description: "?token=abcdef0123456789",
  });
  return { url: listening.url, monitor, slo: slo?.id ?? "", nights, secret, bindings };
}

async function read(url: string, state: readonly Kept[] = [], keys = KEYS) {
  const account = new Account({ apiUrl: url, ...KEYS });
  const objects = [...(await account.all("monitor")), ...(await account.all("slo"))];
  const found = imported(objects, [], MARK, { format: "yaml" });
  const said: string[] = [];
  const beside: FoundBeside = await readBeside(new Account({ apiUrl: url, ...keys }), found.declared, {
    ...{
      state,
      apiUrl: url,
      now: new Date(NOW),
      progress: { say: (words: string) => said.push(words), end: () => undefined },
    },
  });
  return { found, beside, said };
}

test("corrections and who may change an object are taken over with it, by ids of their own", async () => {
  const { url, monitor, slo, nights, bindings } = await rigged();
  const { found, beside, said } = await read(url);
  const files = filesOf(found.declared, beside.attached, () => "");
  expect(files.map(({ name }) => name)).toEqual(["settings.yaml", "corrections.ts", "restrictions.ts", "index.ts"]);
  expect(said).toEqual(["what belongs to 1 of 2", "what belongs to 2 of 2"]);
  const { packs } = written(files);
  const made = await recorded(() => Promise.resolve(packs[0]?.resources?.({}, {})));
  const adoption = { ignoreChanges: ["*", "onMissingData"] };
  expect([...made].sort((a, b) => b.name.localeCompare(a.name))).toMatchObject([
    {
      ...{ type: "datadog:index/sloCorrection:SloCorrection", name: `orders-correction-${nights.split("-")[0] ?? ""}` },
      ...{ options: { ...adoption, import: nights } },
      inputs: {
        ...{ sloId: slo, category: "Scheduled Maintenance", description: "Nightly", start: at("2027-01-01") },
        ...{ rrule: "FREQ=DAILY;INTERVAL=1", duration: 3600, timezone: "UTC" },
      },
    },
    {
      ...{ type: "datadog:index/restrictionPolicy:RestrictionPolicy", name: "load-editors" },
      options: { ...adoption, import: `monitor:${monitor}` },
      inputs: { resourceId: `monitor:${monitor}`, bindings },
    },
  ]);
  const words = report({ ...found, left: beside.left }, files, {
    folder: "imported",
    stack: "dev",
    env: "dev",
    mark: MARK,
  });
  expect(words).toContain("imported/corrections.ts  1 correction\nimported/restrictions.ts  1 restriction policy\n");
  expect(words).toContain("imported/index.ts  the pack of these");
});

test("one with a secret is left, without telling it; one that is over, or is in the state, is none", async () => {
  const { url, monitor, nights, secret } = await rigged();
  const state = [
    ["datadog:index/sloCorrection:SloCorrection", nights],
    ["datadog:index/restrictionPolicy:RestrictionPolicy", `monitor:${monitor}`],
  ] as const;
  const { beside } = await read(
    url,
    state.map(([type, id]) => ({ type, id, urn: "urn:pulumi:dev::lookout::x::y", outputs: {} })),
  );
  expect(beside.attached).toEqual([]);
  expect(beside.left).toEqual([
    expect.stringMatching(
      new RegExp(`^SloCorrection ${secret} of the SLO orders description has an address with a token`),
    ),
  ]);
  expect(beside.left.join()).not.toContain("abcdef");
});

test("keys that may not read policies take over the rest, and that is said once", async () => {
  const { url } = await rigged();
  const refuse = () => Promise.reject(Object.assign(new Error("no"), { code: 403, body: { errors: ["Forbidden"] } }));
  const account = new Account({ apiUrl: url, ...KEYS });
  const { found } = await read(url);
  const of = { corrections: (id: string) => account.corrections(id), policy: refuse };
  const progress = { say: () => undefined, end: () => undefined };
  const { attached, left } = await readBeside(of, found.declared, {
    state: [],
    apiUrl: url,
    now: new Date(NOW),
    progress,
  });
  expect(attached.map(({ type }) => type)).toEqual(["SloCorrection"]);
  expect(left.filter((one) => one.includes("restriction policies"))).toEqual([
    `restriction policies, which these keys may not read: ${url} answers with 403 (Forbidden)`,
  ]);
});
