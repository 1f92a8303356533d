import { type Context, Hono } from "hono";

import { jsonBody } from "../json-body.js";
import { type Api, mistakesInBody } from "../models.js";
import { Refusal, refuseMistakes } from "../refusal.js";
import type { MsTeamsHandle, Named, RecipientStore, Team, User } from "./store.js";

const SLACK = "/api/v1/integration/slack/configuration/accounts/:account/channels";
const PAGERDUTY = "/api/v1/integration/pagerduty/configuration/services";
const WEBHOOKS = "/api/v1/integration/webhooks/configuration/webhooks";
const OPSGENIE = "/api/v2/integration/opsgenie/services";
const MS_TEAMS = "/api/v2/integration/ms-teams/configuration";

/** The most on one page of users and of teams. */
const PAGE_AT_MOST = 100;

/** Who can be told, as far as Datadog's API says who there is; made by the same API, of which keys are not kept. */
export function recipientRoutes(recipients: RecipientStore): Hono {
  const app = new Hono();
  const { all } = recipients;

  app.get("/api/v2/users", (context) => {
    const { filter = "" } = context.req.query();
    const found = all.users.filter(({ email, name }) =>
      `${email} ${name}`.toLowerCase().includes(filter.toLowerCase()),
    );
    const page = { total_count: all.users.length, total_filtered_count: found.length };
    return context.json({ data: onPage(context, found).map(userAnswer), meta: { page } });
  });
  app.post("/api/v2/users", async (context) => {
    const { email, name = "" } = await attributesIn(context, "UserCreateRequest");
    return context.json({ data: userAnswer(recipients.addUser(email ?? "", name)) }, 201);
  });
  app.delete("/api/v2/users/:id", (context) => {
    recipients.disable(found(all.users.find(({ id }) => id === context.req.param("id"))));
    return context.body(null, 204);
  });

  app.get("/api/v2/team", (context) => {
    const shown = onPage(context, all.teams);
    const pagination = { type: "number_size", limit: shown.length, total: all.teams.length };
    return context.json({ data: shown.map(teamAnswer), meta: { pagination } });
  });
  app.post("/api/v2/team", async (context) => {
    const { handle = "", name = "" } = await attributesIn(context, "TeamCreateRequest");
    return context.json({ data: teamAnswer(recipients.addTeam(handle, name)) }, 201);
  });

  app.get(SLACK, (context) => {
    const channels = found(all.slack[context.req.param("account")]);
    return context.json(channels.map(channelAnswer));
  });
  app.post(SLACK, async (context) => {
    const { name = "" } = await checked<{ name?: string }>(context, "SlackIntegrationChannel", "v1");
    return context.json(channelAnswer(recipients.addChannel(context.req.param("account"), name)));
  });

  app.get(`${PAGERDUTY}/:name`, (context) =>
    context.json({ service_name: found(all.pagerduty.find((name) => name === context.req.param("name"))) }),
  );
  app.post(PAGERDUTY, async (context) => {
    const { service_name } = await checked<{ service_name: string }>(context, "PagerDutyService", "v1");
    return context.json({ service_name: recipients.addPagerDutyService(service_name) }, 201);
  });

  app.get(`${WEBHOOKS}/:name`, (context) =>
    context.json(webhookAnswer(found(all.webhooks.find(({ name }) => name === context.req.param("name"))))),
  );
  app.post(WEBHOOKS, async (context) => {
    const { name, url } = await checked<{ name: string; url: string }>(context, "WebhooksIntegration", "v1");
    return context.json(webhookAnswer(recipients.addWebhook(name, url)), 201);
  });

  app.get(OPSGENIE, (context) => context.json({ data: all.opsgenie.map(opsgenieAnswer) }));
  app.post(OPSGENIE, async (context) => {
    const { name = "", region = "" } = await attributesIn(context, "OpsgenieServiceCreateRequest");
    return context.json({ data: opsgenieAnswer(recipients.addOpsgenieService(name, region)) }, 201);
  });

  for (const [kind, { model, type }] of Object.entries(MS_TEAMS_KINDS) as [MsTeamsHandle, MsTeamsKind][]) {
    app.get(`${MS_TEAMS}/${kind}`, (context) =>
      context.json({ data: all.msTeams[kind].map(({ id, name }) => ({ type, id, attributes: { name } })) }),
    );
    app.post(`${MS_TEAMS}/${kind}`, async (context) => {
      const { name = "" } = await attributesIn(context, model);
      const { id } = recipients.addMsTeamsHandle(kind, name);
      return context.json({ data: { type: kind.replace(/s$/, ""), id, attributes: { name } } }, 201);
    });
  }

  return app;
}

interface MsTeamsKind {
  readonly model: string;
  readonly type: string;
}

const MS_TEAMS_KINDS: Readonly<Record<MsTeamsHandle, MsTeamsKind>> = {
  "tenant-based-handles": {
    model: "MicrosoftTeamsCreateTenantBasedHandleRequest",
    type: "ms-teams-tenant-based-handle-info",
  },
  "workflows-webhook-handles": {
    model: "MicrosoftTeamsCreateWorkflowsWebhookHandleRequest",
    type: "workflows-webhook-handle",
  },
};

/** By numbers from 0. */
function onPage<T>(context: Context, all: readonly T[]): T[] {
  const size = Number(context.req.query("page[size]") ?? 10);
  if (size > PAGE_AT_MOST) throw new Refusal(400, [`page[size] must be at most ${PAGE_AT_MOST}`]);
  const from = Number(context.req.query("page[number]") ?? 0) * size;
  return all.slice(from, from + size);
}

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new Refusal(404, ["Not Found"]);
  return one;
}

async function checked<T>(context: Context, model: string, api: Api): Promise<T> {
  const body = await jsonBody(context);
  refuseMistakes(mistakesInBody(body, model, api));
  return body as T;
}

async function attributesIn(context: Context, model: string): Promise<Partial<Record<string, string>>> {
  const { data } = await checked<{ data: { attributes: Record<string, string> } }>(context, model, "v2");
  return data.attributes;
}

function userAnswer({ id, email, name, created, disabled }: User): object {
  const status = disabled ? "Disabled" : "Active";
  const attributes = { email, handle: email, name, created_at: created, disabled, status, verified: true };
  return { type: "users", id, attributes };
}

function teamAnswer({ id, handle, name }: Team): object {
  return { type: "team", id, attributes: { handle, name } };
}

function channelAnswer(name: string): object {
  return { name, display: { message: true, notified: true, snapshot: true, tags: true } };
}

function webhookAnswer({ name, url }: { readonly name: string; readonly url: string }): object {
  return { name, url, custom_headers: null, payload: null, encode_as: "json" };
}

function opsgenieAnswer({ id, name, region }: Named & { readonly region: string }): object {
  return { type: "opsgenie-service", id, attributes: { name, region, custom_url: null } };
}
