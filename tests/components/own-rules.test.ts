import * as path from "node:path";
import * as datadog from "@pulumi/datadog";
import fc from "fast-check";
import { expect, test } from "vitest";
import { environment } from "../../components/environment/environment";
import { pack, type Pack } from "../../components/environment/pack";
import { type OwnRule, OwnRules } from "../../components/own-rules";
import { FAMILIES } from "../../datadog/lint/rules";
import { recorded } from "./recorded";
import { warningsOfEach } from "./warned";
import { z } from "zod";

const SOURCE = "https://wiki.example.com/monitoring#teams";
const ON = { because: "People have to be found.", source: SOURCE };
const found = [{ problem: "the title is long", remedy: "shorten it" }];

/** A team's rules, without anything that is watched. */
const house = pack({
  name: "house",
  settings: { longest: z.int().min(1).default(30) },
  rules: ({ longest }) => ({
    "short-titles": { ...ON, severity: "warning", monitor: ({ name = "" }) => (name.length > longest ? found : []) },
    "no-composites": {
      ...ON,
      *monitor({ type }, name) {
        if (type === "composite") yield { problem: `${name} is of other monitors`, remedy: "watch what people feel" };
      },
    },
    "said-why": { ...ON, downtime: ({ message = "" }) => (message.includes("#") ? [] : found) },
    "few-widgets": { ...ON, dashboard: ({ widgets = [] }) => (widgets.length > 99 ? found : []) },
    "of-a-team": { ...ON, slo: ({ tags = [] }) => (tags.some((tag) => tag.startsWith("team:")) ? [] : found) },
  }),
});

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@oncall@example.com"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
  // One title is longer than 30 letters, one is not.
  monitors: { "hosts-away": false, "hosts-disk": { title: "x".repeat(31) }, "hosts-full": { title: "Short" } },
};
const plan = (more: object = {}, ...packs: Pack[]) =>
  recorded(environment(...packs), { config: { ...CONFIG, ...more } });
const warned = warningsOfEach();
const said = () => warned.filter((one) => one.includes("house/"));

test("a rule of a team's own is asked of what Lookout declares, and ends with its source", async () => {
  await plan({}, house);
  expect(said()).toEqual([`the title is long; shorten it; see ${SOURCE} [house/short-titles]`]);
});

test("it knows its pack's settings, and finds nothing where its pack is off", async () => {
  await plan({ house: { longest: 40 } }, house);
  await plan({ house: { enabled: false } }, house);
  expect(said()).toEqual([]);
});

const MOVE = { move: { message: "The racks move", until: "2999-01-01 12:00" } };
const ORDERS = { title: "Orders", indicator: { monitors: [1] }, target: 99, alerts: false };

test.each([
  ["a downtime", { downtimes: MOVE }, "house/said-why", "move"],
  ["an SLO", { slos: { orders: ORDERS } }, "house/of-a-team", "orders"],
  [
    "a dashboard",
    { widgets: { hosts: Array.from({ length: 100 }, (_, i) => ({ title: `${i}`, query: "avg:a.b{$host}" })) } },
    "house/few-widgets",
    "hosts",
  ],
])("an error in %s stops the preview, and is answered as of any rule", async (_, more, rule, on) => {
  await expect(plan(more, house)).rejects.toThrow(`[${rule}]`);
  const lint = [{ rule, on, reason: "It is meant." }];
  await expect(plan({ ...more, lint }, house)).resolves.toBeDefined();
  await expect(plan({ lint }, house)).rejects.toThrow(/lint\[0\] silences nothing/);
  await expect(plan({ lint: [{ ...lint[0], rule: rule.replace("-", "") }] }, house)).rejects.toThrow(
    `which is no rule; did you mean ${rule}?`,
  );
});

test("raw resources in the same stack are asked about, too", async () => {
  const program = environment(house);
  const composite = () =>
    new datadog.Monitor("both", {
      name: "Both",
      type: "composite",
      query: "1 && 2",
      message: "{{#is_alert}}x{{/is_alert}} @a@example.com",
    });
  const run = async () => {
    await program();
    composite();
  };
  await expect(recorded(run, { config: CONFIG })).rejects.toThrow(
    /both is of other monitors[^]*\[house\/no-composites\]/,
  );
});

test("a rule that fails is named with what it failed at, without a stack", async () => {
  const broken = pack({
    name: "house",
    rules: () => ({
      broken: {
        ...ON,
        monitor: () => {
          throw new TypeError("x is undefined");
        },
      },
    }),
  });
  await expect(plan({}, broken)).rejects.toThrow(
    /^the rule house\/broken fails at the monitor \S+ \(TypeError: x is undefined\); mend the rule$/,
  );
});

test("rules that can't be are refused, all at once", async () => {
  const wrong = pack({ name: "house", rules: () => ({ Wrong: { because: " ", source: "" } }) });
  await expect(plan({}, wrong)).rejects.toThrow(
    "the rule house/Wrong can't be called so: expected lower case letters, digits and hyphens\n" +
      "the rule house/Wrong has no because; expected what is wrong with what it finds\n" +
      "the rule house/Wrong has no source; expected the page where that is agreed\n" +
      "the rule house/Wrong checks nothing; expected one of monitor, dashboard, downtime, slo",
  );
});

const RULE: OwnRule = { ...ON, monitor: () => [] };
const FAMILY = fc.constantFrom(
  ...FAMILIES.flatMap(({ rules }) => rules.map(({ id }) => id.split("/") as [string, string])),
);

test("no id of a team's rule can be one of Lookout's, or one that a later version may have", () => {
  fc.assert(
    fc.property(FAMILY, fc.boolean(), ([pack, name], known) => {
      const rules = { [known ? name : "of-our-own"]: RULE };
      expect(() => new OwnRules([{ pack, rules }])).toThrow(/rules of Lookout begin with/);
      expect(new OwnRules([{ pack: `our-${pack}`, rules }]).ids).toHaveLength(1);
    }),
  );
  for (const pack of ["demand", "lookout"]) expect(() => new OwnRules([{ pack, rules: { a: RULE } }])).toThrow();
});
