import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Dashboard } from "../../components/dashboards/dashboard";
import { RecurringDowntime } from "../../components/downtimes/recurring-downtime";
import { AnomalyMonitor } from "../../components/monitors/anomaly-monitor";
import { CompositeMonitor } from "../../components/monitors/composite-monitor";
import type { MonitorDeclaration } from "../../components/monitors/declaration";
import { ForecastMonitor } from "../../components/monitors/forecast-monitor";
import { MetricMonitor } from "../../components/monitors/metric-monitor";
import { ServiceCheckMonitor } from "../../components/monitors/service-check-monitor";
import { metric } from "../../datadog/query/build";
import { parseWindow } from "../../datadog/schedule/parse";
import { mistakesInDashboards, mistakesInDowntimes, mistakesInMonitors } from "../corpus/read";
import { recorded, type Registration } from "./recorded";

const MISTAKES = [
  ...mistakesInMonitors().map((mistake) => ({ ...mistake, declare: monitor(mistake.inputs) })),
  ...mistakesInDashboards().map((mistake) => ({ ...mistake, declare: dashboard(mistake.inputs) })),
  ...mistakesInDowntimes().map((mistake) => ({ ...mistake, declare: downtime(mistake.inputs) })),
].map((mistake, index) => ({ ...mistake, name: `mistake-${index}` }));
const ERRORS = MISTAKES.filter(({ severity }) => severity === undefined);
const WARNINGS = MISTAKES.filter(({ severity }) => severity === "warning");

type Inputs = ReturnType<typeof mistakesInMonitors>[number]["inputs"];

const QUERY = metric("my_metric", { aggregator: "avg" });

/** Of what a component has declared, nothing is left but the entry's inputs. */
function replacedBy(inputs: object) {
  return (args: object) => {
    for (const key of Object.keys(args)) Reflect.deleteProperty(args, key);
    Object.assign(args, inputs);
  };
}

function dashboard(inputs: object) {
  return (name: string) => {
    const page = { title: "Sample", env: "dev", hosts: [], handles: [], app: "https://app.datadoghq.com" };
    new Dashboard(name, { ...page, widgets: [], transform: { dashboard: replacedBy(inputs) } });
  };
}

function downtime(inputs: object) {
  return (name: string) => {
    const hours = { scope: "*", windows: [parseWindow("19:00-20:00 Mon")], timezone: "UTC", message: "Quiet." };
    new RecurringDowntime(name, { monitorId: "1001", ...hours, transform: { downtime: replacedBy(inputs) } });
  };
}

/** By the component of its kind. */
function monitor(inputs: Inputs) {
  return (name: string) => {
    declareMonitor(name, inputs);
  };
}

function declareMonitor(name: string, inputs: Inputs): void {
  const declaration: MonitorDeclaration = {
    title: "Sample",
    message: "Look at it. @ops@example.com",
    tags: [],
    transform: { monitor: replacedBy(inputs) },
  };
  if (inputs.type === "service check") {
    const condition = { check: "my_check", scope: [], by: ["host"], last: 3, critical: 2, ok: 2 };
    new ServiceCheckMonitor(name, { ...declaration, condition });
  } else if (inputs.type === "composite") {
    const condition = { monitors: { slow: "1001", failing: "1002" }, expression: "slow && failing" };
    new CompositeMonitor(name, { ...declaration, condition });
  } else if (inputs.query.includes("anomalies(")) {
    new AnomalyMonitor(name, {
      ...declaration,
      condition: {
        query: QUERY,
        algorithm: { name: "basic" },
        deviations: 3,
        direction: "above",
        alertMinutes: 15,
        recoveryMinutes: 15,
        graphMinutes: 240,
        intervalSeconds: 60,
        critical: 1,
      },
    });
  } else if (inputs.query.includes("forecast(")) {
    new ForecastMonitor(name, {
      ...declaration,
      condition: {
        query: QUERY,
        model: { algorithm: "seasonal", interval: "60m", seasonality: "daily" },
        deviations: 1,
        ahead: "1w",
        comparator: ">=",
        critical: 800,
      },
    });
  } else {
    new MetricMonitor(name, { ...declaration, condition: "avg(last_5m):avg:my_metric{*} > 800" });
  }
}

let registrations: Registration[];
const stopped = new Map<string, unknown>();
const warned: { readonly text: string; readonly urn: string | undefined }[] = [];

/** One program, in which each monitor that stops it is passed over. */
beforeAll(async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  registrations = await recorded(() => {
    for (const { name, declare } of MISTAKES) {
      try {
        declare(name);
      } catch (error) {
        stopped.set(name, error);
      }
    }
    return Promise.resolve();
  });
  for (const [text, resource] of warn.mock.calls) warned.push({ text, urn: await urnOf(resource) });
  warn.mockRestore();
});

function urnOf(resource: pulumi.Resource | undefined): Promise<string> | undefined {
  return (resource?.urn as (pulumi.Output<string> & { promise(): Promise<string> }) | undefined)?.promise();
}

/** A downtime's name has more at its end. */
const madeFor = (name: string) =>
  registrations.filter(
    (one) => one.type.startsWith("datadog:") && new RegExp(`^${name}(-[0-9a-f]{6})?$`).test(one.name),
  );
const component = (name: string) => expect.stringMatching(new RegExp(`::lookout:\\w+:\\w+::${name}$`)) as string;
const saying = (rule: string) => expect.stringMatching(new RegExp(`\\S; \\S.+ \\[${rule}\\]`)) as string;

test("there are many mistakes that stop a preview", () => {
  expect(ERRORS.length).toBeGreaterThanOrEqual(100);
});

describe("what has a mistake stops the preview on its component's line, and is not made", () => {
  test.each(ERRORS.map((mistake) => [mistake.what, mistake] as const))("%s", async (_, { name, rule }) => {
    const error = stopped.get(name);
    expect(pulumi.ResourceError.isInstance(error)).toBe(true);
    const { message, resource } = error as pulumi.ResourceError;
    expect({ message, urn: await urnOf(resource) }).toEqual({ message: saying(rule), urn: component(name) });
    expect(madeFor(name)).toEqual([]);
  });
});

describe("what may be wrong is warned of on its component's line, and made", () => {
  test.each(WARNINGS.map((mistake) => [mistake.what, mistake] as const))("%s", (_, { name, rule }) => {
    expect(stopped.get(name)).toBeUndefined();
    expect(warned).toContainEqual({ text: saying(rule), urn: component(name) });
    expect(madeFor(name)).toHaveLength(1);
  });
});
