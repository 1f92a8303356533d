import { Hono } from "hono";

import type { Clock } from "./clock.js";
import { answer as downtimeAnswer } from "./downtimes/routes.js";
import type { Evaluator } from "./evaluate/evaluator.js";
import { answer as monitorAnswer } from "./monitors/routes.js";
import type { RequestLog } from "./request-log.js";
import { answer as correctionAnswer } from "./slos/corrections.js";
import { answer as sloAnswer } from "./slos/slo.js";
import type { Point, SentPoints, Series } from "./state/series.js";
import type { Stores } from "./stores.js";
import { traceMetricNames, traceSeries } from "./traces/metrics.js";
import { servicesOf } from "./traces/trace.js";

/** `/stand-in/…`: not Datadog's; for tests and for a person who wants to look inside. */
export function ownEndpoints(stores: Stores, evaluator: Evaluator, log: RequestLog, clock: Clock): Hono {
  const app = new Hono();

  app.get("/stand-in/series", (context) => {
    const { metric, host } = context.req.query();
    const names = [...stores.series.metrics(), ...traceMetricNames(stores.traceStats)];
    const metrics = metric === undefined ? names : [metric];
    const series = metrics.flatMap((name) => [...stores.series.of(name), ...traceSeries(name, stores.traceStats)]);
    return context.json({ series: series.filter((one) => host === undefined || one.host === host).map(answerOf) });
  });

  app.get("/stand-in/made-up", (context) => context.json({ madeUp: stores.madeUpPast.all() }));

  app.get("/stand-in/traces", (context) => {
    const { service } = context.req.query();
    const traces = stores.traces.all().filter((trace) => service === undefined || servicesOf(trace).includes(service));
    return context.json({ traces });
  });

  app.get("/stand-in/statements", (context) => context.json({ statements: stores.statements.all() }));

  app.get("/stand-in/hosts", (context) => context.json({ hosts: stores.hosts.all() }));

  app.get("/stand-in/checks", (context) => {
    const { check } = context.req.query();
    return context.json({ checks: check === undefined ? stores.checks.latest() : stores.checks.of(check).flat() });
  });

  app.get("/stand-in/objects", (context) =>
    context.json({
      monitors: stores.monitors
        .all()
        .map((monitor) =>
          monitorAnswer(monitor, stores.states, (id) => stores.monitors.find(id), { assets: true, groups: true }),
        ),
      dashboards: stores.dashboards.all(),
      downtimes: stores.downtimes.standing().map((downtime) => downtimeAnswer(downtime, clock())),
      slos: stores.slos.all().map(sloAnswer),
      sloCorrections: stores.corrections.all().map(correctionAnswer),
      restrictionPolicies: stores.restrictionPolicies.all(),
    }),
  );

  app.get("/stand-in/requests", (context) => context.json(log.requests));

  app.get("/stand-in/events", (context) => context.json({ events: stores.events.all() }));

  app.get("/stand-in/notifications", (context) => context.json({ notifications: stores.notifications.all() }));

  app.post("/stand-in/evaluate", (context) => {
    evaluator.evaluateAll();
    return context.json({
      states: Object.fromEntries(stores.monitors.all().map(({ id }) => [id, stores.states.of(id)])),
    });
  });

  return app;
}

/** What is summed up is shown as its mean. */
function answerOf(series: Series): SentPoints {
  const { metric, host, tags, type } = series;
  const points: Point[] = [];
  series.visit(0, Infinity, (time, sum, count) => points.push([time, sum / count]));
  return { metric, host, tags, type, points };
}
