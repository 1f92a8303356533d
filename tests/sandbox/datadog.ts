import * as fs from "node:fs";
import * as path from "node:path";
import type { MadeUp } from "../../sandbox/datadog/state/made-up-past.js";
import type { Instance } from "../../sandbox/instance.js";

/** The stand-in of Datadog, asked past its public API where a test must see inside. */
export class TestDatadog {
  private readonly url: string;
  readonly keys: { readonly apiKey: string; readonly appKey: string };

  constructor(instance: Instance) {
    this.url = `http://${instance.gateway}:${instance.ports.datadog}`;
    this.keys = JSON.parse(
      fs.readFileSync(path.join(instance.folder, "datadog-keys.json"), "utf8"),
    ) as TestDatadog["keys"];
  }

  async objects(): Promise<Objects> {
    return this.get<Objects>("/stand-in/objects");
  }

  async series(metric: string, host: string): Promise<Series[]> {
    return (await this.get<{ series: Series[] }>(`/stand-in/series?metric=${metric}&host=${host}`)).series;
  }

  async hostTags(host: string): Promise<string[]> {
    const { hosts } = await this.get<{
      hosts: { name: string; tags: { system: string[] } }[];
    }>("/stand-in/hosts");
    return hosts.find(({ name }) => name === host)?.tags.system ?? [];
  }

  /** The runs of a service check that a host sent, oldest first. */
  async checkRuns(check: string, host: string): Promise<CheckRun[]> {
    const { checks } = await this.get<{ checks: CheckRun[] }>(`/stand-in/checks?check=${check}`);
    return checks.filter((run) => run.host === host).sort((a, b) => a.time - b.time);
  }

  /** What Database Monitoring counted of a host's statements, in the order of arrival. */
  async statements(host: string): Promise<StatementCount[]> {
    const { statements } = await this.get<{ statements: StatementCount[] }>("/stand-in/statements");
    return statements.filter((count) => count.host === host);
  }

  /** What was sent of a monitor since a moment, in seconds, oldest first. */
  async notifications(monitor: string, since: number): Promise<Notification[]> {
    const { notifications } = await this.get<{ notifications: Notification[] }>("/stand-in/notifications");
    return notifications
      .filter(({ time, monitor: about }) => time >= since && about?.name === monitor)
      .sort((a, b) => a.time - b.time);
  }

  /** The traces of a service that began since a moment, in seconds. */
  async traces(service: string, since: number): Promise<Trace[]> {
    const { traces } = await this.get<{ traces: { id: string; chunks: Chunk[] }[] }>(
      `/stand-in/traces?service=${service}`,
    );
    return traces
      .map(({ id, chunks }) => ({ id, host: chunks[0]?.host ?? "", spans: chunks.flatMap(({ spans }) => spans) }))
      .filter(({ spans }) => spans.every(({ start }) => start >= since * 1e9));
  }

  async events(): Promise<readonly { title: string; text: string; tags: string[] }[]> {
    const { events } = await this.get<{ events: { title: string; text: string; tags: string[] }[] }>(
      "/stand-in/events",
    );
    return events;
  }

  /** The scopes of the series that a metric query finds in the last ten minutes. */
  async query(query: string): Promise<string[]> {
    const now = Math.floor(Date.now() / 1000);
    const parameters = new URLSearchParams({ from: String(now - 600), to: String(now), query });
    const response = await fetch(`${this.url}/api/v1/query?${parameters.toString()}`, { headers: this.headers });
    return ((await response.json()) as { series: { scope: string }[] }).series.map(({ scope }) => scope);
  }

  /** The times, in milliseconds, at which an anomalies query's band is drawn in a span of seconds. */
  async band(query: string, from: number, to: number): Promise<number[]> {
    const parameters = new URLSearchParams({ from: String(from), to: String(to), query });
    const response = await fetch(`${this.url}/api/v1/query?${parameters.toString()}`, { headers: this.headers });
    const { series } = (await response.json()) as { series: { band?: { lower: [number, number][] } }[] };
    return (series[0]?.band?.lower ?? []).map(([time]) => time);
  }

  /** From when on, in seconds, a host's metric was measured and not made up any more. */
  async madeUp(metric: string, host: string): Promise<MadeUp | undefined> {
    const { madeUp } = await this.get<{ madeUp: MadeUp[] }>("/stand-in/made-up");
    return madeUp.find((one) => one.metric === metric && one.host === host);
  }

  /** Requests that changed something since a moment; a monitor is also validated at each plan. */
  async writes(since: Date): Promise<number> {
    const requests = await this.get<{ time: string; method: string; path: string }[]>("/stand-in/requests");
    return requests.filter(
      ({ time, method, path: p }) =>
        new Date(time) >= since &&
        method !== "GET" &&
        /^\/api\/v\d\/(monitor|dashboard|downtime)(?!.*\/validate)/.test(p),
    ).length;
  }

  /** The state of each group of a monitor, by the group's name. */
  async groupStates(monitor: number): Promise<Readonly<Record<string, string>>> {
    const where = `${this.url}/api/v1/monitor/${monitor}?group_states=all`;
    const { state } = (await (await fetch(where, { headers: this.headers })).json()) as {
      state: { groups: Readonly<Record<string, { status: string }>> };
    };
    return Object.fromEntries(Object.entries(state.groups).map(([name, { status }]) => [name, status]));
  }

  /** As a person's script would. */
  async create<T>(where: string, body: object): Promise<T> {
    const response = await fetch(this.url + where, {
      method: "POST",
      headers: { ...this.headers, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`POST ${where}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** As a person would who clicks. */
  async rename(monitor: number, name: string): Promise<void> {
    const response = await fetch(`${this.url}/api/v1/monitor/${monitor}`, {
      method: "PUT",
      headers: { ...this.headers, "Content-Type": "application/json" },
      body: JSON.stringify({ name }),
    });
    if (!response.ok) throw new Error(`the monitor was not renamed: ${response.status} ${await response.text()}`);
  }

  /** As a person's script would. */
  async remove(where: string): Promise<void> {
    const response = await fetch(this.url + where, { method: "DELETE", headers: this.headers });
    if (!response.ok) throw new Error(`DELETE ${where}: ${response.status} ${await response.text()}`);
  }

  /** Answers each request that changes something so much later, from now on; 0 is at once. */
  async delayWrites(seconds: number): Promise<void> {
    const paths = ["/api/v1/monitor", "/api/v1/dashboard", "/api/v2/downtime", "/api/v2/restriction_policy"];
    const slow = ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) =>
      paths.map((path) => ({ method, path, delayMs: seconds * 1000 })),
    );
    // A new monitor's plan is asked about, which changes nothing. The first rule that fits is the one that counts.
    const rules = [{ method: "POST", path: "/api/v1/monitor/validate", delayMs: 0 }, ...slow];
    const response = await fetch(`${this.url}/stand-in/faults`, {
      method: "PUT",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ rules: seconds === 0 ? [] : rules }),
    });
    if (!response.ok) throw new Error(`the faults were refused: ${await response.text()}`);
  }

  /** Removes what earlier tests left. */
  async clear(): Promise<void> {
    const { monitors, dashboards, downtimes, slos, sloCorrections, restrictionPolicies } = await this.objects();
    for (const { resource } of restrictionPolicies) await this.remove(`/api/v2/restriction_policy/${resource}`);
    for (const { id } of downtimes) await this.remove(`/api/v2/downtime/${id}`);
    for (const { id } of sloCorrections) await this.remove(`/api/v1/slo/correction/${id}`);
    for (const { id } of slos) await this.remove(`/api/v1/slo/${id}?force=true`);
    // A part of a composite is deleted by force alone.
    for (const { id } of monitors) await this.remove(`/api/v1/monitor/${id}?force=true`);
    for (const { id } of dashboards) await this.remove(`/api/v1/dashboard/${id}`);
  }

  private get headers(): Record<string, string> {
    return { "DD-API-KEY": this.keys.apiKey, "DD-APPLICATION-KEY": this.keys.appKey };
  }

  private async get<T>(where: string): Promise<T> {
    const response = await fetch(this.url + where);
    return (await response.json()) as T;
  }
}

export interface Objects {
  readonly monitors: readonly {
    readonly id: number;
    readonly name: string;
    readonly query: string;
    readonly tags: readonly string[];
    readonly options: Readonly<Record<string, unknown>>;
  }[];
  readonly dashboards: readonly { readonly id: string; readonly title: string; readonly description: string | null }[];
  readonly downtimes: readonly { readonly id: string; readonly attributes: Record<string, unknown> }[];
  readonly slos: readonly { readonly id: string; readonly name: string; readonly tags: readonly string[] }[];
  readonly sloCorrections: readonly { readonly id: string }[];
  readonly restrictionPolicies: readonly { readonly resource: string }[];
}

interface Chunk {
  readonly host: string;
  readonly spans: readonly Span[];
}

export interface Trace {
  /** The lower 64 bits, as a number. */
  readonly id: string;
  readonly host: string;
  readonly spans: readonly Span[];
}

interface Span {
  readonly name: string;
  readonly service: string;
  readonly resource: string;
  readonly type: string;
  /** Nanoseconds. */
  readonly start: number;
  readonly spanID: string;
  /** `0` of the first. */
  readonly parentID: string;
  readonly meta: Readonly<Record<string, string>>;
}

export interface Notification {
  /** Seconds. */
  readonly time: number;
  readonly handles: readonly string[];
  readonly title: string;
  readonly body: string;
  readonly monitor?: { readonly name: string };
}

export interface CheckRun {
  readonly host: string;
  /** 0 is OK. */
  readonly status: number;
  readonly tags: readonly string[];
  /** Seconds. */
  readonly time: number;
}

export interface StatementCount {
  readonly host: string;
  readonly tags: readonly string[];
  readonly database: string;
  readonly text: string;
  readonly calls: number;
  /** Seconds. */
  readonly time: number;
}

export interface Series {
  readonly tags: readonly string[];
  /** Seconds and value. */
  readonly points: readonly (readonly [number, number])[];
}
