import { handlesIn } from "../../datadog/message/handles-in";
import type { PolicyId } from "../../components/policies";
import type { Declared } from "../declared";
import { linksRunbook, monitorIn, type MonitorInputs, textsIn } from "../monitor";
import type { Example, OwnRule } from "../rule";

const MONITOR = "datadog:index/monitor:Monitor";

const WELL = {
  name: "A queue is long",
  type: "query alert",
  query: "avg(last_5m):avg:queue.length{env:prod} by {host} > 800",
  message: "{{value}} wait on {{host.name}}. @slack-queues",
  assets: [{ name: "Runbook", url: "https://wiki.example.com/queue", category: "runbook" }],
  tags: ["team:queues"],
  monitorThresholds: { critical: "800" },
  onMissingData: "show_and_notify_no_data",
  requireFullWindow: false,
};

/** The monitor with something otherwise; what is undefined is left out. */
function monitor(changed: MonitorInputs = {}): Example {
  const inputs = Object.entries({ ...WELL, ...changed }).filter(([, value]) => value !== undefined);
  return { type: MONITOR, inputs: Object.fromEntries(inputs) };
}

type MonitorRule = OwnRule & { readonly id: PolicyId };

const runbook: MonitorRule = {
  id: "policy/runbook",
  level: "advisory",
  because: "Who is called at night needs a page that says what to do: a link of the monitor's, or one in its message.",
  source: "https://docs.datadoghq.com/monitors/configuration/#monitor-assets",
  answeredAs: ["demand/runbook"],
  passes: monitor(),
  fails: monitor({ assets: undefined }),
  *check(resource) {
    const found = monitorIn(resource);
    if (found === undefined || linksRunbook(found.assets)) return;
    const texts = [found.message, found.escalationMessage].filter((text) => text !== undefined);
    if (texts.some((text) => typeof text !== "string" || /https?:\/\//.test(text))) return;
    yield { problem: "the monitor links no runbook", remedy: "add one to its assets, or its address to the message" };
  },
};

const owner: MonitorRule = {
  id: "policy/owner",
  level: "mandatory",
  because: "A monitor that is nobody's is mended by nobody: a tag says whose it is.",
  source: "https://docs.datadoghq.com/monitors/configuration/#metadata",
  answeredAs: ["demand/tag"],
  properties: { tag: { type: "string", default: "team", description: "The tag's key." } },
  passes: monitor(),
  fails: monitor({ tags: ["env:prod"] }),
  *check(resource, { tag }) {
    const found = monitorIn(resource);
    const tags = found && textsIn(found.tags);
    if (tags === undefined || tags.some((one) => one.startsWith(`${String(tag)}:`))) return;
    yield { problem: `the monitor has no tag ${String(tag)}:…`, remedy: `add ${String(tag)}: to its tags` };
  },
};

const handle: MonitorRule = {
  id: "policy/handle",
  level: "mandatory",
  because:
    "A monitor whose message names no handle is sent to nobody, unless a notification rule of the stack finds it by its tags.",
  source: "https://docs.datadoghq.com/monitors/notify/#configure-notifications-and-automations",
  answeredAs: ["message/nobody-told"],
  passes: monitor(),
  fails: monitor({ message: "{{value}} wait on {{host.name}}." }),
  *checkAll(resources) {
    const rules = resources.filter(
      ({ type }) => type === "datadog:index/monitorNotificationRule:MonitorNotificationRule",
    );
    for (const of of resources) {
      const found = monitorIn(of);
      if (found === undefined || tellsSomebody(found) || rules.some((rule) => finds(rule, found))) continue;
      yield {
        of,
        problem:
          "the message names no handle, and no notification rule of the stack finds the monitor: nobody is notified",
        remedy: "add a handle, such as @slack-ops, or a notification rule of its tags",
      };
    }
  },
};

/** A message that is unknown may name somebody. */
function tellsSomebody({ message = "" }: MonitorInputs): boolean {
  return typeof message !== "string" || handlesIn(message).length > 0;
}

/** A rule is of monitors with all of its tags; its scope is of groups, too, of which nothing is known here. */
function finds({ inputs: { filter } }: Declared, { tags }: MonitorInputs): boolean {
  const [wanted, has] = [textsIn((filter as { tags?: unknown } | undefined)?.tags), textsIn(tags)];
  if (wanted === undefined || has === undefined || wanted.length === 0) return true;
  return wanted.every((tag) => has.includes(tag));
}

const noData: MonitorRule = {
  id: "policy/no-data",
  level: "advisory",
  because:
    "A metric or a check that falls silent is an outage or nothing at all: the monitor says which, with notifyNoData (true or false) or onMissingData.",
  source: "https://docs.datadoghq.com/monitors/configuration/#no-data",
  passes: monitor(),
  fails: monitor({ onMissingData: undefined }),
  *check(resource) {
    const found = monitorIn(resource);
    if (found === undefined || !CAN_FALL_SILENT.includes(String(found.type))) return;
    if (found.notifyNoData !== undefined || found.onMissingData !== undefined) return;
    if (typeof found.query !== "string" || found.query.includes("default_zero(")) return;
    yield {
      problem: "the monitor does not say what silence means",
      remedy: "set notifyNoData, or onMissingData: show_and_notify_no_data, show_no_data, resolve or default",
    };
  },
};

/** Logs, events and traces that do not come are none, which is a number. */
const CAN_FALL_SILENT = ["metric alert", "query alert", "service check"];

export const monitorPolicies: readonly MonitorRule[] = [runbook, owner, handle, noData];
