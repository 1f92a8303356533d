import type { AddressInfo } from "node:net";

import { type HttpBindings, serve } from "@hono/node-server";
import { Hono } from "hono";

import type { Clock } from "./clock.js";
import { dashboardRoutes } from "./dashboards.js";
import { downtimeRoutes } from "./downtimes/routes.js";
import { Evaluator } from "./evaluate/evaluator.js";
import { Faults } from "./faults.js";
import { intakeRoutes } from "./intake.js";
import { type Keys, requireKeys } from "./keys.js";
import { metricRoutes } from "./metrics/routes.js";
import { monitorRoutes } from "./monitors/routes.js";
import { notificationRuleRoutes } from "./notification-rules.js";
import { ownEndpoints } from "./own-endpoints.js";
import { pageRoutes } from "./pages/routes.js";
import { Pretences } from "./pretences.js";
import { SyntaxMistake } from "./query/reader.js";
import { queryRoutes } from "./query/route.js";
import { recipientRoutes } from "./recipients/routes.js";
import { Refusal } from "./refusal.js";
import { RequestLog } from "./request-log.js";
import { restrictionPolicyRoutes } from "./restriction-policies.js";
import { correctionRoutes } from "./slos/corrections.js";
import { sloRoutes } from "./slos/routes.js";
import { snapshotRoutes } from "./snapshots/routes.js";
import { statementRoutes } from "./statements.js";
import { openStores, type Stores } from "./stores.js";
import { traceRoutes } from "./traces/routes.js";

export interface StandInOptions {
  readonly keys: Keys;
  /** Folder of the state; made where it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Takes each line of the request log. */
  readonly say: (line: string) => void;
  /** Whether a past is made up of the time before a host's first values. @default false */
  readonly makesUpPast?: boolean;
}

export interface StandIn {
  readonly app: Hono<{ Bindings: HttpBindings }>;
  readonly stores: Stores;
  readonly evaluator: Evaluator;
}

/** Datadog's API, the page and the stand-in's own endpoints as one application. */
export function createStandIn({ keys, folder, clock, say, makesUpPast = false }: StandInOptions): StandIn {
  const stores = openStores(folder, clock);
  const pretences = new Pretences(clock);
  const evaluator = new Evaluator(stores, clock, pretences);
  const log = new RequestLog(clock, say);
  const faults = new Faults();

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(log.middleware);
  app.use(faults.middleware);
  app.use(requireKeys(keys));
  app.get("/api/v1/validate", (context) => context.json({ valid: true }));
  app.get("/api/v2/validate_keys", (context) => context.json({ status: "ok" }));
  app.route("/", notificationRuleRoutes(stores.notificationRules));
  app.route("/", monitorRoutes(stores.monitors, stores.states, stores.slos));
  app.route("/", dashboardRoutes(stores.dashboards));
  app.route("/", downtimeRoutes(stores.downtimes, stores.monitors, clock));
  app.route("/", correctionRoutes(stores.corrections, stores.slos));
  app.route("/", sloRoutes(stores.slos, stores.monitors, stores.dashboards));
  app.route("/", restrictionPolicyRoutes(stores.restrictionPolicies));
  app.route("/", intakeRoutes(stores, clock, makesUpPast));
  app.route("/", traceRoutes(stores, clock));
  app.route("/", statementRoutes(stores.statements));
  app.route("/", queryRoutes(stores));
  app.route("/", metricRoutes(stores, clock));
  app.route("/", recipientRoutes(stores.recipients));
  app.route("/", snapshotRoutes(stores));
  app.route("/", faults.routes());
  app.route("/", pretences.routes());
  app.route("/", ownEndpoints(stores, evaluator, log, clock));
  app.route("/", pageRoutes(stores, clock));
  app.notFound((context) =>
    context.json({ errors: [`The stand-in of Datadog has no ${context.req.method} ${context.req.path}`] }, 404),
  );
  app.onError((error, context) => {
    if (error instanceof SyntaxMistake) return context.json({ errors: [error.message] }, 400);
    if (error instanceof Refusal) return context.json({ errors: error.errors }, error.status);
    say(error.stack ?? error.message);
    return context.json({ errors: ["The stand-in of Datadog failed; its log says where"] }, 500);
  });
  return { app, stores, evaluator };
}

export interface Listening {
  /** `http://IP:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

export async function listen({ app }: StandIn, address: string, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: address, port }, (info: AddressInfo) => {
      resolve({
        url: `http://${info.address}:${info.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.once("error", reject);
  });
}
