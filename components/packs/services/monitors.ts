import { arithmetic, asCount, metric, type SpaceAggregator } from "../../../datadog/query/build";
import type { Metric } from "../../../datadog/query/query";
import type * as pulumi from "@pulumi/pulumi";
import type { CompositeMonitorArgs } from "../../monitors/composite-monitor";
import { declared } from "../../monitors/declared";
import type { MetricMonitorArgs } from "../../monitors/metric-monitor";
import type { ServiceMonitorSettings } from "./monitor-settings";

const OVER_MINUTES = 10;

/**
 * What is worth being woken for on a traced service.
 *
 * @see https://docs.datadoghq.com/tracing/metrics/metrics_namespace/
 */
export function serviceMonitors(settings: ServiceMonitorSettings) {
  return { errors: errors(settings), latency: latency(settings) };
}

function errors(settings: ServiceMonitorSettings): MetricMonitorArgs {
  const { warning, critical } = settings.errors;
  return {
    ...declared(
      "A traced service fails too often",
      {
        alert: `Of the requests to {{service.name}}, {{value}} failed over ${OVER_MINUTES} minutes, where 1 is all: above the alert at {{threshold}}.\nFirst: see on the dashboard of how many requests that is: one of a few is no outage. Then open a failed trace on the service's page, and read its error and its logs. Then what else changed in those minutes: its version, the database.`,
        warning: `Of the requests to {{service.name}}, {{value}} failed over ${OVER_MINUTES} minutes: above the warning at {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; open a failed trace on the service's page today.`,
        recovery: "{{service.name}} fails for {{value}} of its requests again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: arithmetic(
        asCount(ofService(settings, "sum", "errors")),
        "/",
        asCount(ofService(settings, "sum", "hits")),
      ),
      over: { method: "sum", minutes: OVER_MINUTES },
      comparator: ">",
      critical,
    },
    warning,
  };
}

function latency(settings: ServiceMonitorSettings): MetricMonitorArgs {
  const { warning, critical } = settings.latencySeconds;
  return {
    ...declared(
      "A traced service is slow",
      {
        alert: `One of 20 requests to {{service.name}} takes longer than {{value}} seconds, over ${OVER_MINUTES} minutes: above the alert at {{threshold}}.\nFirst: open a slow trace on the service's page, and see which span it waits in. In the database: who holds a lock, what is new. In itself: is its host short of CPU or memory?`,
        warning: `One of 20 requests to {{service.name}} takes longer than {{value}} seconds: above the warning at {{warn_threshold}}, below the alert at {{threshold}}.\nNobody needs to get up; open a slow trace on the service's page today.`,
        recovery: "19 of 20 requests to {{service.name}} take less than {{value}} seconds again. Nothing to do.",
      },
      settings,
    ),
    condition: {
      query: ofService(settings, "p95"),
      over: { method: "avg", minutes: OVER_MINUTES },
      comparator: ">",
      critical,
    },
    warning,
  };
}

/** The ids of the monitors that it is of. */
interface Parts {
  readonly errors: pulumi.Input<string>;
  readonly latency: pulumi.Input<string>;
}

/** Either alone may be one part of the service; both at once are what people feel. */
export function outage(monitors: Parts, settings: ServiceMonitorSettings): CompositeMonitorArgs {
  return {
    ...declared("A traced service is failing people", {}, settings),
    // Two warnings make a composite warn: of that nobody is notified, so that the handles are in the blocks.
    message: {
      states: ["alert", "recovery"],
      handles: settings.handles,
      template: (told) => `{{#is_alert}}
{{service.name}} fails too often and is slow at the same time: people feel it.
First: say so where people look for it. Then, on the service's page: what do a failed and a slow trace have in common? What is new: its version, the database, the host?
${told("alert")}
{{/is_alert}}
{{#is_recovery}}
{{service.name}} no longer fails and is slow at once. Nothing to do.
${told("recovery")}
{{/is_recovery}}`,
    },
    condition: { monitors: { ...monitors }, expression: "errors && latency" },
    commonGroups: ["service"],
    priority: 1,
  };
}

function ofService({ scope, span }: ServiceMonitorSettings, aggregator: SpaceAggregator, part?: string): Metric {
  return metric(["trace", span, ...(part === undefined ? [] : [part])].join("."), {
    aggregator,
    scope: [scope],
    by: ["service"],
  });
}
