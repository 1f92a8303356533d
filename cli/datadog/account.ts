import { v1, v2 } from "@datadog/datadog-api-client";
import type { Keys } from "../../components/access/keys";
import { isObject, type Json, objectOf, objectsIn } from "../../datadog/json/value";
import type { Kind } from "../../datadog/owned";
import { clientConfiguration } from "./client";
import type { DatadogObject } from "./object";
import { request } from "./request";

/**
 * What an account has, by Datadog's own client: every page, and no faster than it may be asked. Each object is as the
 * API answers it: the client's models have other names, and no place for what is newer than they are.
 */
export class Account {
  readonly #monitors: v1.MonitorsApi;
  readonly #dashboards: v1.DashboardsApi;
  readonly #slos: v1.ServiceLevelObjectivesApi;
  readonly #downtimes: v2.DowntimesApi;
  readonly #policies: v2.RestrictionPoliciesApi;
  /** As they came, since they were looked at last. */
  #answers: unknown[] = [];

  constructor(keys: Keys) {
    const configuration = clientConfiguration(keys, async (where, how) => {
      const answer = await request(where, how);
      const text = await answer.text();
      if (answer.ok && text !== "") this.#answers.push(JSON.parse(text));
      return new Response(text === "" ? null : text, { status: answer.status, headers: answer.headers });
    });
    this.#monitors = new v1.MonitorsApi(configuration);
    this.#dashboards = new v1.DashboardsApi(configuration);
    this.#slos = new v1.ServiceLevelObjectivesApi(configuration);
    this.#downtimes = new v2.DowntimesApi(configuration);
    this.#policies = new v2.RestrictionPoliciesApi(configuration);
  }

  /**
   * The ids of all that there are of a kind, each with what a list says of it.
   *
   * @param tag of the kinds that Datadog looks up by a tag, monitors and SLOs, only those that have it.
   */
  async all(kind: Kind, tag?: string): Promise<DatadogObject[]> {
    const tagged = tag !== undefined;
    const pages = {
      monitor: () => this.#monitors.listMonitorsWithPagination({ pageSize: 100, ...(tagged && { monitorTags: tag }) }),
      dashboard: () => this.#dashboards.listDashboardsWithPagination({ count: 100 }),
      slo: () => this.#slos.listSLOsWithPagination({ limit: 100, ...(tagged && { tagsQuery: tag }) }),
      downtime: () => this.#downtimes.listDowntimesWithPagination({ pageLimit: 100 }),
    };
    const answers = await this.#asked(async () => {
      const all = pages[kind]()[Symbol.asyncIterator]();
      while ((await all.next()).done !== true);
    });
    const listed = answers.flatMap((page) => {
      if (Array.isArray(page)) return objectsIn(page);
      const { dashboards, data } = objectOf(page);
      return objectsIn(dashboards ?? data);
    });
    return listed.map((one) => objectIn(kind, one));
  }

  /** One, with all that is said of it; undefined where there is none. */
  async one(kind: Kind, id: string): Promise<DatadogObject | undefined> {
    const get: Readonly<Record<Kind, () => Promise<unknown>>> = {
      // Its runbook is told only where it is asked for.
      monitor: () => this.#monitors.getMonitor({ monitorId: Number(id), withAssets: true }),
      dashboard: () => this.#dashboards.getDashboard({ dashboardId: id }),
      slo: () => this.#slos.getSLO({ sloId: id }),
      downtime: () => this.#downtimes.getDowntime({ downtimeId: id }),
    };
    const answer = await this.#found(get[kind]);
    if (answer === undefined) return undefined;
    const { data } = objectOf(answer);
    return objectIn(kind, isObject(data) ? data : objectOf(answer));
  }

  /** The times that an SLO does not count. */
  async corrections(sloId: string): Promise<readonly Json[]> {
    const answer = await this.#found(() => this.#slos.getSLOCorrections({ sloId }));
    return objectsIn(objectOf(answer).data);
  }

  /** Who may change an object; undefined where nobody has said it. @param resourceId `monitor:12345678`. */
  async policy(resourceId: string): Promise<Json | undefined> {
    const answer = await this.#found(() => this.#policies.getRestrictionPolicy({ resourceId }));
    return answer === undefined ? undefined : objectOf(objectOf(answer).data);
  }

  /** Undefined of what is not there. */
  async #found(ask: () => Promise<unknown>): Promise<unknown> {
    try {
      const [answer] = await this.#asked(ask);
      return answer;
    } catch (error) {
      if ((error as { code?: unknown }).code === 404) return undefined;
      throw error;
    }
  }

  /** What is gone already is no error. */
  async delete(kind: Kind, id: string): Promise<void> {
    const remove: Readonly<Record<Kind, () => Promise<unknown>>> = {
      monitor: () => this.#monitors.deleteMonitor({ monitorId: Number(id) }),
      dashboard: () => this.#dashboards.deleteDashboard({ dashboardId: id }),
      slo: () => this.#slos.deleteSLO({ sloId: id }),
      downtime: () => this.#downtimes.cancelDowntime({ downtimeId: id }),
    };
    await remove[kind]().catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 404) throw error;
    });
  }

  async #asked(ask: () => Promise<unknown>): Promise<readonly unknown[]> {
    this.#answers = [];
    await ask();
    return this.#answers;
  }
}

/** A downtime of the API's second version says what it is in its attributes. */
function objectIn(kind: Kind, json: Json): DatadogObject {
  const { id } = json;
  return {
    kind,
    id: typeof id === "number" || typeof id === "string" ? String(id) : "",
    json: kind === "downtime" ? objectOf(json.attributes) : json,
  };
}
