import type { PolicyId } from "../../components/policies";
import { KINDS } from "../../datadog/owned";
import { stackOf } from "../declared";
import { monitorIn, textsIn } from "../monitor";
import type { OwnRule } from "../rule";

const DOWNTIME = "datadog:index/downtimeSchedule:DowntimeSchedule";
const DASHBOARD = "datadog:index/dashboard:Dashboard";

type Rule = OwnRule & { readonly id: PolicyId };

const board = { title: "Queues", layoutType: "ordered", widgets: [{ noteDefinition: { content: "Queues" } }] };

/** What is there, and has to stay. */
export const protect: Rule = {
  id: "policy/protect",
  level: "mandatory",
  because:
    "In production a monitor, a dashboard or an SLO that goes by mistake takes its history with it: Pulumi deletes none that is protected.",
  source: "https://www.pulumi.com/docs/iac/concepts/options/protect/",
  properties: {
    stacks: {
      type: "array",
      items: { type: "string" },
      default: ["prod", "production"],
      description: "Names of production's stacks; an object with such a tag `env:` is production's in any stack.",
    },
  },
  passes: { type: DASHBOARD, inputs: board, protect: true, stack: "prod" },
  fails: { type: DASHBOARD, inputs: board, stack: "prod" },
  *check(resource, { stacks }) {
    const kind = KINDS[resource.type];
    if (kind === undefined || kind === "downtime" || resource.isProtected) return;
    const production = stacks as readonly string[];
    const tags = textsIn(monitorIn(resource)?.tags ?? resource.inputs.tags) ?? [];
    const where = [stackOf(resource), ...tags.flatMap((tag) => (tag.startsWith("env:") ? [tag.slice(4)] : []))];
    const env = where.find((one) => production.includes(one));
    if (env === undefined) return;
    yield {
      problem: `the ${kind === "slo" ? "SLO" : kind} is of ${env} and not protected`,
      remedy: "set the option protect; in Lookout's settings objects.protect: true",
    };
  },
};

export const mutesEverything: Rule = {
  id: "policy/mutes-everything",
  level: "mandatory",
  because:
    "A downtime of all groups of all monitors mutes what nobody thought of: other teams', and outages meanwhile.",
  source: "https://docs.datadoghq.com/monitors/downtimes/#choose-what-to-silence",
  passes: { type: DOWNTIME, inputs: { scope: "env:dev", monitorIdentifier: { monitorTags: ["*"] } } },
  fails: { type: DOWNTIME, inputs: { scope: "*", monitorIdentifier: { monitorTags: ["*"] } } },
  *check({ type, inputs, isAdopted }) {
    if (type !== DOWNTIME || isAdopted || typeof inputs.scope !== "string" || inputs.scope.trim() !== "*") return;
    const { monitorTags } = (inputs.monitorIdentifier ?? {}) as { readonly monitorTags?: unknown };
    const tags = textsIn(monitorTags) ?? [];
    if (tags.length === 0 || tags.some((tag) => tag.trim() !== "*")) return;
    yield {
      problem: "the downtime mutes every group of every monitor",
      remedy: "name what it mutes: a scope such as env:dev, or monitorTags such as team:queues",
    };
  },
};
