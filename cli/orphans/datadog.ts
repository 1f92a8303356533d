import { v1, v2 } from "@datadog/datadog-api-client";
import type { Keys } from "../../components/access/keys";
import { dashboardUrl, downtimesUrl, monitorUrl, sloUrl } from "../../datadog/links/links";
import { resourceNamedIn } from "../../datadog/mark";
import type { Owned } from "../../datadog/owned";
import { clientConfiguration } from "../datadog/client";

/** One that Datadog has, as a person decides on it. */
export interface Found extends Owned {
  readonly title: string;
  readonly url: string;
  /** As Datadog says it; undefined where it does not. */
  readonly made: Date | undefined;
  readonly by: string | undefined;
  readonly isComposite: boolean;
}

/** Datadog's objects of one stack, by its own client: every page, and no faster than it may be asked. */
export class DatadogObjects {
  readonly #monitors: v1.MonitorsApi;
  readonly #dashboards: v1.DashboardsApi;
  readonly #downtimes: v2.DowntimesApi;
  readonly #slos: v1.ServiceLevelObjectivesApi;

  constructor(
    keys: Keys,
    private readonly app: string,
    private readonly mark: string,
  ) {
    const configuration = clientConfiguration(keys);
    this.#monitors = new v1.MonitorsApi(configuration);
    this.#dashboards = new v1.DashboardsApi(configuration);
    this.#downtimes = new v2.DowntimesApi(configuration);
    this.#slos = new v1.ServiceLevelObjectivesApi(configuration);
  }

  async all(): Promise<Found[]> {
    return [
      ...(await this.#allMonitors()),
      ...(await this.#allDashboards()),
      ...(await this.#allDowntimes()),
      ...(await this.#allSLOs()),
    ];
  }

  /** What is gone already is no error. */
  async delete({ kind, id }: Owned): Promise<void> {
    try {
      if (kind === "monitor") await this.#monitors.deleteMonitor({ monitorId: Number(id) });
      else if (kind === "dashboard") await this.#dashboards.deleteDashboard({ dashboardId: id });
      else if (kind === "slo") await this.#slos.deleteSLO({ sloId: id });
      else await this.#downtimes.cancelDowntime({ downtimeId: id });
    } catch (error) {
      if ((error as { code?: number }).code !== 404) throw error;
    }
  }

  async #allMonitors(): Promise<Found[]> {
    const found: Found[] = [];
    for await (const monitor of this.#monitors.listMonitorsWithPagination({ monitorTags: this.mark })) {
      const { id, name = "", tags = [], created, creator, type } = monitor;
      const resource = resourceNamedIn(tags.join(" "), this.mark);
      if (resource === undefined) continue;
      found.push({
        ...{ kind: "monitor", id: String(id), resource, title: name, url: monitorUrl(this.app, String(id)) },
        ...{ made: created, by: creator?.handle, isComposite: type === "composite" },
      });
    }
    return found;
  }

  async #allDashboards(): Promise<Found[]> {
    const found: Found[] = [];
    for await (const dashboard of this.#dashboards.listDashboardsWithPagination()) {
      const { id = "", title = "", description, url = "", createdAt, authorHandle } = dashboard;
      const resource = resourceNamedIn(description ?? "", this.mark);
      if (resource === undefined) continue;
      found.push({
        ...{ kind: "dashboard", id, resource, title, url: dashboardUrl(this.app, { path: url }) },
        ...{ made: createdAt, by: authorHandle, isComposite: false },
      });
    }
    return found;
  }

  async #allDowntimes(): Promise<Found[]> {
    const found: Found[] = [];
    for await (const { id = "", attributes } of this.#downtimes.listDowntimesWithPagination({ pageLimit: 100 })) {
      const message = attributes?.message ?? "";
      const resource = resourceNamedIn(message, this.mark);
      if (resource === undefined || attributes?.status === "canceled" || attributes?.status === "ended") continue;
      found.push({
        ...{ kind: "downtime", id, resource, title: message.split("\n")[0] ?? "", url: downtimesUrl(this.app) },
        ...{ made: attributes?.created, by: undefined, isComposite: false },
      });
    }
    return found;
  }

  async #allSLOs(): Promise<Found[]> {
    const found: Found[] = [];
    for await (const slo of this.#slos.listSLOsWithPagination({ tagsQuery: this.mark })) {
      const { id = "", name, tags = [], createdAt, creator } = slo;
      const resource = resourceNamedIn(tags.join(" "), this.mark);
      if (resource === undefined) continue;
      found.push({
        ...{ kind: "slo", id, resource, title: name, url: sloUrl(this.app, id) },
        ...{
          made: createdAt === undefined ? undefined : new Date(createdAt * 1000),
          by: creator?.handle,
          isComposite: false,
        },
      });
    }
    return found;
  }
}
