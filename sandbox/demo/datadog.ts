import { readFileSync } from "node:fs";

import { datadogUrl } from "../cli/servers.js";
import { datadogKeysFile } from "../cli/secrets.js";
import type { Notification } from "../datadog/state/notifications.js";
import type { SentPoints } from "../datadog/state/series.js";
import type { Instance } from "../instance.js";

export interface DemoMonitor {
  readonly id: number;
  readonly name: string;
  readonly query: string;
  readonly options: {
    readonly thresholds?: { readonly critical?: number; readonly warning?: number | null };
    readonly no_data_timeframe?: number | null;
  };
}

/** What a notification has to be to be the one that the demo waits for. */
export interface Awaited {
  readonly monitor: DemoMonitor;
  /** `host:db1` */
  readonly group: string;
  readonly transition: string;
  /** Seconds since 1970. */
  readonly since: number;
}

const POINT_EVERY_SECONDS = 5;

/** The stand-in of Datadog, as the demo plays with it. */
export class DemoDatadog {
  readonly url: string;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(instance: Instance) {
    this.url = datadogUrl(instance);
    const keys = JSON.parse(readFileSync(datadogKeysFile(instance), "utf8")) as { apiKey: string; appKey: string };
    this.headers = { "DD-API-KEY": keys.apiKey, "DD-APPLICATION-KEY": keys.appKey, "Content-Type": "application/json" };
  }

  get inbox(): string {
    return `${this.url}/stand-in/inbox`;
  }

  monitorUrl({ id }: DemoMonitor): string {
    return `${this.url}/monitors/${id}`;
  }

  /** @param url the monitor's page, as the stack's outputs have it. */
  async monitorAt(url: string | undefined): Promise<DemoMonitor | undefined> {
    const id = /\/monitors\/(\d+)$/.exec(url ?? "")?.[1];
    return id === undefined ? undefined : this.ask<DemoMonitor>("GET", `/api/v1/monitor/${id}`);
  }

  async statusOf({ id }: DemoMonitor, group: string): Promise<string | undefined> {
    const { state } = await this.ask<{ state: { groups: Record<string, { status: string }> } }>(
      "GET",
      `/api/v1/monitor/${id}?group_states=all`,
    );
    return state.groups[group]?.status;
  }

  /** Downtimes that mute somebody now. */
  async openDowntimes(): Promise<number> {
    const { downtimes } = await this.ask<{ downtimes: { attributes: { status: string } }[] }>(
      "GET",
      "/stand-in/objects",
    );
    return downtimes.filter(({ attributes }) => attributes.status === "active").length;
  }

  /** Sends the last minutes of a host's metric, as its Agent would, in place of what the demo sent of them before. */
  async sendMinutes(metric: string, host: string, minutes: number, value: number): Promise<void> {
    const { series } = await this.ask<{ series: SentPoints[] }>(
      "GET",
      `/stand-in/series?metric=${metric}&host=${host}`,
    );
    const { tags = [], type = "gauge" } = series[0] ?? {};
    // At the same seconds each time: a second value for one replaces the first.
    const latest = Math.floor(Date.now() / 1000 / POINT_EVERY_SECONDS) * POINT_EVERY_SECONDS;
    const count = (60 * minutes) / POINT_EVERY_SECONDS;
    const points = Array.from({ length: count }, (_, index) => [latest - index * POINT_EVERY_SECONDS, value]).reverse();
    await this.ask("POST", "/api/v1/series", { series: [{ metric, host, tags, type, points }] });
  }

  async pretend(pretence: object): Promise<void> {
    await this.ask("PUT", "/stand-in/pretence", pretence);
  }

  async pretendNothing(): Promise<void> {
    await this.ask("DELETE", "/stand-in/pretence");
  }

  /** Has every monitor judged now, which else is done every 15 seconds. */
  async evaluate(): Promise<void> {
    await this.ask("POST", "/stand-in/evaluate");
  }

  async sent({ monitor, group, transition, since }: Awaited): Promise<Notification | undefined> {
    const { notifications } = await this.ask<{ notifications: Notification[] }>("GET", "/stand-in/notifications");
    return [...notifications]
      .reverse()
      .find(
        ({ time, monitor: about, transition: is }) =>
          time >= since && is === transition && about?.id === monitor.id && about.group === group,
      );
  }

  private async ask<T>(method: string, where: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + where, {
      method,
      headers: this.headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the stand-in of Datadog refused ${method} ${where}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
}
