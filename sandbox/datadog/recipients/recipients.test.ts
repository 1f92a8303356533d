import { client, v1, v2 } from "@datadog/datadog-api-client";
import { expect, onTestFinished, test } from "vitest";

import { createRig, KEYS, type Rig } from "../rig.js";
import { listen } from "../server.js";

const NOW = "2026-01-07T12:00:00Z";

/** Asked by Datadog's own client, which reads an answer by its models. */
async function configured(rig: Rig): Promise<client.Configuration> {
  const listening = await listen(rig, "127.0.0.1", 0);
  onTestFinished(() => listening.close());
  return client.createConfiguration({
    authMethods: { apiKeyAuth: KEYS.apiKey, appKeyAuth: KEYS.appKey },
    baseServer: new client.BaseServerConfiguration(listening.url, {}),
  });
}

const created = async (rig: Rig, path: string, body: object) => {
  const { status, body: answer } = await rig.call("POST", path, body);
  expect(status, JSON.stringify(answer)).toBeLessThan(300);
  return answer as { data: { id: string } };
};

const user = (email: string) => ({ data: { type: "users", attributes: { email, name: "Somebody" } } });

test("users are paged, and found by a part of their address", async () => {
  const rig = createRig(NOW);
  const { data } = await created(rig, "/api/v2/users", user("first@example.com"));
  for (let i = 0; i < 120; i++) await created(rig, "/api/v2/users", user(`user${i}@example.com`));
  await rig.call("DELETE", `/api/v2/users/${data.id}`);
  const users = new v2.UsersApi(await configured(rig));
  const all: v2.User[] = [];
  for await (const one of users.listUsersWithPagination({ pageSize: 100 })) all.push(one);
  expect(all).toHaveLength(121);
  const found = await users.listUsers({ filter: "FIRST@" });
  expect(found.data).toMatchObject([{ attributes: { email: "first@example.com", disabled: true } }]);
  expect(found.meta?.page).toMatchObject({ totalCount: 121, totalFilteredCount: 1 });
  await expect(users.listUsers({ pageSize: 101 })).rejects.toMatchObject({ code: 400 });
});

test("teams and what the integrations know are answered in Datadog's shapes", async () => {
  const rig = createRig(NOW);
  await created(rig, "/api/v2/team", { data: { type: "team", attributes: { handle: "sre", name: "SRE" } } });
  await created(rig, "/api/v1/integration/slack/configuration/accounts/shop/channels", { name: "#ops" });
  await created(rig, "/api/v1/integration/pagerduty/configuration/services", {
    service_name: "databases",
    service_key: "never-kept",
  });
  await created(rig, "/api/v1/integration/webhooks/configuration/webhooks", {
    name: "chat",
    url: "https://example.com",
  });
  await created(rig, "/api/v2/integration/opsgenie/services", {
    data: { type: "opsgenie-service", attributes: { name: "night", region: "eu", opsgenie_api_key: "never-kept" } },
  });
  await created(rig, "/api/v2/integration/ms-teams/configuration/tenant-based-handles", {
    data: {
      type: "tenant-based-handle",
      attributes: { name: "ops", channel_id: "c", team_id: "t", tenant_id: "n" },
    },
  });
  await created(rig, "/api/v2/integration/ms-teams/configuration/workflows-webhook-handles", {
    data: { type: "workflows-webhook-handle", attributes: { name: "flow", url: "https://example.com" } },
  });
  expect(JSON.stringify(rig.stores.recipients.all)).not.toContain("never-kept");

  const configuration = await configured(rig);
  expect(await new v2.TeamsApi(configuration).listTeams()).toMatchObject({ data: [{ attributes: { handle: "sre" } }] });
  const slack = new v1.SlackIntegrationApi(configuration);
  expect(await slack.getSlackIntegrationChannels({ accountName: "shop" })).toMatchObject([{ name: "#ops" }]);
  await expect(slack.getSlackIntegrationChannels({ accountName: "other" })).rejects.toMatchObject({ code: 404 });
  const pagerduty = new v1.PagerDutyIntegrationApi(configuration);
  const service = await pagerduty.getPagerDutyIntegrationService({ serviceName: "databases" });
  expect(service).toMatchObject({ serviceName: "databases" });
  await expect(pagerduty.getPagerDutyIntegrationService({ serviceName: "x" })).rejects.toMatchObject({ code: 404 });
  const webhooks = new v1.WebhooksIntegrationApi(configuration);
  expect(await webhooks.getWebhooksIntegration({ webhookName: "chat" })).toMatchObject({ name: "chat" });
  await expect(webhooks.getWebhooksIntegration({ webhookName: "x" })).rejects.toMatchObject({ code: 404 });
  const opsgenie = await new v2.OpsgenieIntegrationApi(configuration).listOpsgenieServices();
  expect(opsgenie).toMatchObject({ data: [{ attributes: { name: "night" } }] });
  const msTeams = new v2.MicrosoftTeamsIntegrationApi(configuration);
  expect(await msTeams.listTenantBasedHandles()).toMatchObject({ data: [{ attributes: { name: "ops" } }] });
  expect(await msTeams.listWorkflowsWebhookHandles()).toMatchObject({ data: [{ attributes: { name: "flow" } }] });
});
