import { v1 } from "@datadog/datadog-api-client";
import { setTimeout } from "node:timers/promises";
import type { Keys } from "../../components/access/keys";
import { request } from "../../components/access/request";
import { clientConfiguration } from "../datadog/client";
import type { DashboardJson, Graph } from "./graph";

const SECONDS_BETWEEN = 1;
const SECONDS_AT_MOST = 60;

/** What is asked of Datadog for a snapshot; its errors are those that its own client throws. */
export class Snapshots {
  readonly #snapshots: v1.SnapshotsApi;
  readonly #events: v1.EventsApi;

  constructor(private readonly keys: Keys) {
    const configuration = clientConfiguration(keys);
    this.#snapshots = new v1.SnapshotsApi(configuration);
    this.#events = new v1.EventsApi(configuration);
  }

  /** As JSON: a widget is handed on as it is, and the client's models name its fields in another way. */
  async dashboard(id: string): Promise<DashboardJson> {
    return (await this.#get(`/api/v1/dashboard/${encodeURIComponent(id)}`)) as DashboardJson;
  }

  /** @returns where the picture is, which comes some seconds later. */
  async take({ title, definition }: Graph, from: Date, to: Date): Promise<string> {
    const { snapshotUrl } = await this.#snapshots.getGraphSnapshot({
      ...{ start: seconds(from), end: seconds(to), graphDef: definition },
      ...(title !== "" && { title }),
    });
    if (snapshotUrl === undefined) throw new Error("Datadog's answer to a snapshot has no snapshot_url");
    return snapshotUrl;
  }

  /**
   * Whether the picture is there, after at most a minute. Datadog's first client asks in this way
   * (datadogpy, datadog/api/graphs.py).
   */
  async isDrawn(picture: string): Promise<boolean> {
    const path = new URL(picture).pathname.replace(/^.*\/snapshot\/view\//, "").replace(/\.png$/, "");
    for (let waited = 0; waited < SECONDS_AT_MOST; waited += SECONDS_BETWEEN) {
      const { status_code } = (await this.#get(`/api/v1/graph/snapshot_status/${path}`)) as { status_code?: number };
      if (status_code === 200) return true;
      await setTimeout(SECONDS_BETWEEN * 1000);
    }
    return false;
  }

  /** @returns where the event is, as Datadog says it. */
  async post(event: { readonly title: string; readonly text: string; readonly tags: string[] }): Promise<string> {
    const answer = await this.#events.createEvent({
      body: Object.assign(new v1.EventCreateRequest(), event, { alertType: "info" }),
    });
    return answer.event?.url ?? "";
  }

  async #get(path: string): Promise<unknown> {
    const answer = await request(this.keys, path, 30);
    const body: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && body !== undefined) return body;
    if (answer.ok) throw new Error(`request to ${answer.url} failed, reason: the answer is not the API's`);
    throw Object.assign(new Error(`${path}: ${answer.status}`), { code: answer.status, body });
  }
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
