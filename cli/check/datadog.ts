import { v1, v2 } from "@datadog/datadog-api-client";
import type { Keys } from "../../components/access/keys";
import type { Kind } from "../../datadog/owned";
import { resourceNamedIn } from "../../datadog/mark";
import { clientConfiguration } from "../datadog/client";
import { refusalOf } from "../datadog/failure";
import type { Answer } from "./finding";
import type { Directory, KnownUser } from "./handles";
import type { SeenHost } from "./hosts";
import type { MetricTags } from "./metrics";
import type { MonitorState } from "./service-checks";

/** The least that Datadog looks back for tags. */
const TAGS_SECONDS = 4 * 3600;
/** The most on a page. */
const HOSTS = 1000;
const PEOPLE = 100;

/**
 * What is asked of Datadog, by its own client, reading only. What the keys may not read, or Datadog fails to say, is an
 * answer too; that it can't be reached is an error of the client's.
 */
export class Account implements Directory {
  readonly #metrics: v1.MetricsApi;
  readonly #tags: v2.MetricsApi;
  readonly #monitors: v1.MonitorsApi;
  readonly #dashboards: v1.DashboardsApi;
  readonly #slos: v1.ServiceLevelObjectivesApi;
  readonly #downtimes: v2.DowntimesApi;
  readonly #hosts: v1.HostsApi;
  readonly #users: v2.UsersApi;
  readonly #teams: v2.TeamsApi;
  readonly #slack: v1.SlackIntegrationApi;
  readonly #pagerduty: v1.PagerDutyIntegrationApi;
  readonly #webhooks: v1.WebhooksIntegrationApi;
  readonly #opsgenie: v2.OpsgenieIntegrationApi;
  readonly #msTeams: v2.MicrosoftTeamsIntegrationApi;
  /** What was asked once is not asked again. */
  readonly #answers = new Map<string, Promise<Answer<unknown>>>();

  /** @param since from when on what Datadog got counts as lately. */
  constructor(
    private readonly keys: Keys,
    private readonly since: Date,
    private readonly now: Date,
  ) {
    const configuration = clientConfiguration(keys);
    this.#metrics = new v1.MetricsApi(configuration);
    this.#tags = new v2.MetricsApi(configuration);
    this.#monitors = new v1.MonitorsApi(configuration);
    this.#dashboards = new v1.DashboardsApi(configuration);
    this.#slos = new v1.ServiceLevelObjectivesApi(configuration);
    this.#downtimes = new v2.DowntimesApi(configuration);
    this.#hosts = new v1.HostsApi(configuration);
    this.#users = new v2.UsersApi(configuration);
    this.#teams = new v2.TeamsApi(configuration);
    this.#slack = new v1.SlackIntegrationApi(configuration);
    this.#pagerduty = new v1.PagerDutyIntegrationApi(configuration);
    this.#webhooks = new v1.WebhooksIntegrationApi(configuration);
    this.#opsgenie = new v2.OpsgenieIntegrationApi(configuration);
    this.#msTeams = new v2.MicrosoftTeamsIntegrationApi(configuration);
  }

  /** The names of all that was reported. */
  activeMetrics(): Promise<Answer<ReadonlySet<string>>> {
    return this.#asked("metrics_read", async () => {
      const { metrics = [] } = await this.#metrics.listActiveMetrics({ from: seconds(this.since) });
      return new Set(metrics);
    });
  }

  /** Undefined of a metric that Datadog does not know. */
  tagsOf(metric: string): Promise<Answer<MetricTags | undefined>> {
    const windowSeconds = Math.max(TAGS_SECONDS, seconds(this.now) - seconds(this.since));
    return this.#asked("metrics_read", () =>
      orNone(async () => {
        const { data } = await this.#tags.listTagsByMetricName({ metricName: metric, windowSeconds });
        return { indexed: data?.attributes?.tags ?? [], ingested: data?.attributes?.ingestedTags ?? [] };
      }),
    );
  }

  /** Each of the stack's monitors that Datadog has, by its name in the stack. */
  monitorsOf(mark: string): Promise<Answer<ReadonlyMap<string, MonitorState>>> {
    return this.#asked("monitors_read", async () => {
      const states = new Map<string, MonitorState>();
      const wanted = { monitorTags: mark, groupStates: "all" };
      for await (const monitor of this.#monitors.listMonitorsWithPagination(wanted)) {
        const name = resourceNamedIn((monitor.tags ?? []).join(" "), mark);
        if (name !== undefined) states.set(name, stateOf(monitor));
      }
      return states;
    });
  }

  monitor(id: string): Promise<Answer<MonitorState | undefined>> {
    return this.#asked("monitors_read", () =>
      orNone(async () => stateOf(await this.#monitors.getMonitor({ monitorId: Number(id), groupStates: "all" }))),
    );
  }

  has(kind: Kind, id: string): Promise<Answer<boolean>> {
    const ask: Record<Kind, () => Promise<unknown>> = {
      monitor: () => this.#monitors.getMonitor({ monitorId: Number(id) }),
      dashboard: () => this.#dashboards.getDashboard({ dashboardId: id }),
      slo: () => this.#slos.getSLO({ sloId: id }),
      downtime: () => this.#downtimes.getDowntime({ downtimeId: id }),
    };
    return this.#asked(RIGHTS[kind], () => isThere(ask[kind]));
  }

  hosts(): Promise<Answer<readonly SeenHost[]>> {
    return this.#asked("hosts_read", async () => {
      const seen: SeenHost[] = [];
      for (let total = 1; seen.length < total;) {
        const page = { start: seen.length, count: HOSTS, from: seconds(this.since) };
        const { hostList = [], totalMatching = 0 } = await this.#hosts.listHosts(page);
        seen.push(...hostList.map(seenHost));
        total = hostList.length === 0 ? 0 : totalMatching;
      }
      return seen;
    });
  }

  users(text: string): Promise<Answer<readonly KnownUser[]>> {
    return this.#once(`users ${text}`, "user_access_read", async () => {
      const { data = [] } = await this.#users.listUsers({ filter: text, pageSize: PEOPLE });
      return data.map(({ attributes }) => ({
        email: (attributes?.email ?? "").toLowerCase(),
        handle: (attributes?.handle ?? "").toLowerCase(),
        disabled: attributes?.disabled ?? false,
      }));
    });
  }

  teams(): Promise<Answer<readonly string[]>> {
    return this.#once("teams", "teams_read", async () => {
      const handles: string[] = [];
      for await (const { attributes } of this.#teams.listTeamsWithPagination({ pageSize: PEOPLE })) {
        handles.push(attributes.handle);
      }
      return handles;
    });
  }

  slackChannels(account: string): Promise<Answer<readonly string[] | undefined>> {
    return this.#once(`slack ${account}`, "integrations_read", () =>
      orNone(async () => {
        const channels = await this.#slack.getSlackIntegrationChannels({ accountName: account });
        return channels.map(({ name = "" }) => name.replace(/^#/, ""));
      }),
    );
  }

  hasPagerDutyService(name: string): Promise<Answer<boolean>> {
    return this.#asked("integrations_read", () =>
      isThere(() => this.#pagerduty.getPagerDutyIntegrationService({ serviceName: name })),
    );
  }

  hasWebhook(name: string): Promise<Answer<boolean>> {
    return this.#asked("integrations_read", () =>
      isThere(() => this.#webhooks.getWebhooksIntegration({ webhookName: name })),
    );
  }

  opsgenieServices(): Promise<Answer<readonly string[]>> {
    return this.#once("opsgenie", "integrations_read", async () => {
      const { data } = await this.#opsgenie.listOpsgenieServices();
      return data.map(({ attributes: { name = "" } }) => name);
    });
  }

  msTeamsHandles(): Promise<Answer<readonly string[]>> {
    return this.#once("msTeams", "integrations_read", async () => {
      const ofTenants = await this.#msTeams.listTenantBasedHandles();
      const ofWorkflows = await this.#msTeams.listWorkflowsWebhookHandles();
      return [...ofTenants.data, ...ofWorkflows.data].map(({ attributes }) => attributes?.name ?? "");
    });
  }

  #once<T>(name: string, right: string, ask: () => Promise<T>): Promise<Answer<T>> {
    const before = this.#answers.get(name) as Promise<Answer<T>> | undefined;
    const answer = before ?? this.#asked(right, ask);
    this.#answers.set(name, answer);
    return answer;
  }

  /** @param right what the application key must be allowed, as Datadog names it. */
  async #asked<T>(right: string, ask: () => Promise<T>): Promise<Answer<T>> {
    try {
      return { value: await ask() };
    } catch (error) {
      const refused = refusalOf(error, this.keys.apiUrl);
      if (refused === undefined) throw error;
      const { code, said } = refused;
      const mayNot = code === 401 || code === 403;
      return { unasked: `can't be asked for: ${said}`, remedy: mayNot ? `allow the key ${right}` : "ask again later" };
    }
  }
}

const RIGHTS: Record<Kind, string> = {
  monitor: "monitors_read",
  dashboard: "dashboards_read",
  slo: "slos_read",
  downtime: "monitors_downtime",
};

/** Undefined where Datadog has no such thing. */
async function orNone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 404) return undefined;
    throw error;
  }
}

async function isThere(ask: () => Promise<unknown>): Promise<boolean> {
  return (await orNone(async () => [await ask()])) !== undefined;
}

function stateOf({ query, created, overallState, state }: v1.Monitor): MonitorState {
  const groups = Object.values(state?.groups ?? {}).map(({ status }) => statusOf(status) ?? "");
  return { query, created, overall: statusOf(overallState), groups };
}

/** One that the client does not know yet is an object of its own. */
function statusOf(status: v1.MonitorOverallStates | undefined): string | undefined {
  return typeof status === "string" ? status : undefined;
}

function seenHost({ name = "", hostName = "", aliases = [], up, lastReportedTime }: v1.Host): SeenHost {
  return {
    names: [...new Set([name, hostName, ...aliases])].filter((one) => one !== ""),
    isUp: up,
    lastReported: lastReportedTime === undefined ? undefined : new Date(lastReportedTime * 1000),
  };
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
