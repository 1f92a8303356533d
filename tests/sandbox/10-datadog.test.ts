import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Settings, TestStack } from "./stack.js";

/** A host without databases and services: what is declared in Datadog is what matters here. */
const HOSTS = [{ name: "db1" }];

let stack: TestStack;
beforeAll(async () => {
  stack = await TestStack.fresh();
  await stack.datadog.clear();
});

async function upWith(settings: Settings): Promise<void> {
  stack.settings = { hosts: HOSTS, ...settings };
  await stack.up();
}

/** Nothing is left to do: for another up, a refresh, a preview. */
async function expectSilence(): Promise<void> {
  const since = new Date();
  expect(await stack.up()).toMatch(/Resources:\n\s+\d+ unchanged/);
  const refresh = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress", "--stack", "dev"];
  expect(await stack.pulumi(...refresh)).toMatchObject({ code: 0 });
  const { code, output } = await stack.preview("--diff", "--expect-no-changes");
  expect(code, output).toBe(0);
  expect(await stack.datadog.writes(since)).toBe(0);
}

interface Downtime {
  /** One that comes once has an end in place of recurrences. */
  readonly schedule: { readonly recurrences?: readonly Recurrence[]; readonly end?: string };
}

interface Recurrence {
  readonly start: string;
  readonly duration: string;
  readonly rrule: string;
}

async function recurrences(): Promise<readonly Recurrence[]> {
  const { downtimes } = await stack.datadog.objects();
  return downtimes.flatMap(({ attributes }) => (attributes as unknown as Downtime).schedule.recurrences ?? []);
}

/** Quiet hours of each day from so many hours after now, or before it, to so many: they are the same at any hour of the test. */
function quietHours(from: number, to: number): Settings {
  const hour = (ahead: number) => `${new Date(Date.now() + ahead * 3_600_000).toISOString().slice(11, 13)}:00`;
  return { quietHours: { timezone: "UTC", windows: { daily: `${hour(from)}-${hour(to)} Mon-Sun` } } };
}

describe("quiet hours", () => {
  beforeAll(async () => {
    await upWith(quietHours(3, 4));
  });

  test.each([1, 7, 31])("are the same downtimes in a preview after %i days", async (days) => {
    const { code, output } = await stack.previewAfter(days, "--expect-no-changes");
    expect(code, output).toBe(0);
  });

  test("that an up is within are quiet at once, until they end, and from then on as any are", async () => {
    await upWith(quietHours(-1, 2));
    await expectSilence();
    const { downtimes } = await stack.datadog.objects();
    const ends = downtimes.flatMap(({ attributes }) => (attributes as unknown as Downtime).schedule.end ?? []);
    expect(ends).toHaveLength(1);
    const ahead = Date.parse(ends[0] ?? "") - Date.now();
    expect(ahead).toBeGreaterThan(3_600_000 - 60_000);
    expect(ahead).toBeLessThanOrEqual(2 * 3_600_000);
    for (const days of [1, 7]) {
      const { output } = await stack.previewAfter(days);
      expect(output).toMatch(/DowntimeSchedule my-metric-daily-\w{6}-first delete\b[^]*Resources:\n\s+- 1 to delete\n/);
    }
  });

  test("are named where they leave a morning open, on their own line", async () => {
    stack.settings = { hosts: HOSTS };
    const { output } = await stack.preview();
    expect(output).toMatch(/QuietHours \(my-metric\)[^]*warning: Monday 00:00-09:00 .*closeGaps/);
  });

  test("that change are other downtimes, which begin at the next such hour", async () => {
    const windows = { nights: "20:30-08:00 Mon-Fri", weekend: "all day Sat-Sun" };
    await upWith({ quietHours: { timezone: "UTC", windows, closeGaps: true } });
    await expectSilence();
    const all = [...(await recurrences())].sort((a, b) => a.rrule.length - b.rrule.length);
    expect(all.map(({ duration, rrule }) => [duration, rrule])).toEqual([
      ["8h", "FREQ=WEEKLY;BYDAY=MO"],
      ["1d", "FREQ=WEEKLY;BYDAY=SA,SU"],
      ["690m", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
    ]);
    expect(all.map(({ start }) => start.slice(11))).toEqual(["00:00:00", "00:00:00", "20:30:00"]);
    for (const { start } of all) {
      const ahead = Date.parse(`${start}Z`) - Date.now();
      expect(ahead).toBeGreaterThan(0);
      expect(ahead).toBeLessThanOrEqual(7 * 86_400_000);
    }
  });
});

describe("a monitor and a dashboard that somebody made by hand", () => {
  const query = "avg(last_5m):avg:my_metric{*} by {host} > 900";
  let ids: { readonly monitor: number; readonly dashboard: string };

  beforeAll(async () => {
    stack.settings = { hosts: HOSTS };
    await stack.destroy();
    const monitor = await stack.datadog.create<{ id: number }>("/api/v1/monitor", {
      name: "made by hand",
      type: "query alert",
      query,
      message: "my_metric @somebody@example.com",
      options: { thresholds: { critical: 900 } },
      tags: [],
    });
    const dashboard = await stack.datadog.create<{ id: string }>("/api/v1/dashboard", {
      title: "Made by hand",
      layout_type: "ordered",
      widgets: [{ definition: { type: "note", content: "by hand" } }],
    });
    ids = { monitor: monitor.id, dashboard: dashboard.id };
  });

  test("are taken over as they are", async () => {
    await upWith({
      objects: { adopt: { monitors: { "my-metric": String(ids.monitor) }, dashboards: { hosts: ids.dashboard } } },
    });
    await expectSilence();
    const { monitors, dashboards } = await stack.datadog.objects();
    expect(monitors.find(({ id }) => id === ids.monitor)).toMatchObject({ name: "made by hand", query });
    expect(monitors.filter(({ query: one }) => one.includes("my_metric"))).toHaveLength(1);
    expect(dashboards.map(({ title }) => title)).toEqual(["Made by hand"]);
  });

  test("are given back where their ids are set right, or the stack is destroyed", async () => {
    const other = await stack.datadog.create<{ id: number }>("/api/v1/monitor", {
      name: "another made by hand",
      type: "query alert",
      query: "avg(last_5m):avg:my_metric{role:db} by {host} > 900",
      message: "my_metric @somebody@example.com",
      options: { thresholds: { critical: 900 } },
    });
    const dashboards = { hosts: ids.dashboard };
    await upWith({ objects: { adopt: { monitors: { "my-metric": String(other.id) }, dashboards } } });
    const names = async () => (await stack.datadog.objects()).monitors.map(({ name }) => name);
    expect(await names()).toEqual(expect.arrayContaining(["made by hand", "another made by hand"]));
    await stack.destroy();
    expect((await names()).sort()).toEqual(["another made by hand", "made by hand"]);
    await upWith({
      objects: { adopt: { monitors: { "my-metric": String(ids.monitor) }, dashboards: { hosts: ids.dashboard } } },
    });
  });

  test("are changed in place once they are not adopted any more, which the preview shows", async () => {
    stack.settings = { hosts: HOSTS };
    const { output } = await stack.preview("--diff");
    expect(output).toMatch(
      /my-metric[^]*query[^]*> 900"? => "?avg\(last_5m\):avg:my_metric\{env:dev\} by \{host\} > 800/,
    );
    await upWith({});
    await expectSilence();
    const { monitors, dashboards } = await stack.datadog.objects();
    expect(monitors.find(({ id }) => id === ids.monitor)).toMatchObject({ name: "my_metric is high" });
    expect(dashboards).toMatchObject([{ id: ids.dashboard, title: "Lookout: hosts of dev" }]);
  });

  test("of a name that the stack has not are a mistake with the names that it has", async () => {
    stack.settings = { hosts: HOSTS, objects: { adopt: { monitors: { mymetric: "1" } } } };
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /objects\.adopt\.monitors\.mymetric\s+is none of this stack's monitors; expected .*my-metric/,
    );
  });
});

describe("what is protected", () => {
  test("is not destroyed, until it is protected no more", async () => {
    await upWith({ objects: { protect: true } });
    const ids = async () => {
      const { monitors, dashboards, downtimes } = await stack.datadog.objects();
      return [...monitors, ...dashboards, ...downtimes].map(({ id }) => id);
    };
    const before = await ids();
    const { code, output } = await stack.pulumi("destroy", "--yes", "--suppress-progress", "--stack", "dev");
    expect(code).not.toBe(0);
    expect(output).toContain("protect");
    expect(await ids()).toEqual(before);
    await upWith({});
  });
});

test("a monitor that somebody deleted is made anew by an up that looks first", async () => {
  await upWith({});
  const named = async () => (await stack.datadog.objects()).monitors.find(({ name }) => name === "A disk is full");
  await stack.datadog.remove(`/api/v1/monitor/${(await named())?.id ?? ""}?force=true`);
  expect(await named()).toBeUndefined();
  await stack.up("--refresh");
  expect(await named()).toBeDefined();
});

describe("an SLO in the settings", () => {
  const orders = {
    title: "Orders are taken",
    indicator: {
      good: "sum:shop.orders{env:dev,!status:failed}.as_count()",
      total: "sum:shop.orders{env:dev}.as_count()",
    },
    target: 99.9,
    runbookUrl: "https://wiki.example.com/runbooks/shop",
  };

  test("is made with the monitors of its burn rates, settles, and goes with them", async () => {
    await upWith({ slos: { orders } });
    const { slos, monitors } = await stack.datadog.objects();
    expect(slos.map(({ name }) => name)).toEqual([orders.title]);
    const burning = monitors.filter(({ query }) => query.startsWith(`burn_rate("${slos[0]?.id}")`));
    expect(burning).toHaveLength(2);
    await expectSilence();
    await upWith({});
    const after = await stack.datadog.objects();
    expect(after.slos).toEqual([]);
    expect(after.monitors.filter(({ query }) => query.startsWith("burn_rate("))).toEqual([]);
  });
});

describe("a picture of a widget", () => {
  beforeAll(async () => {
    await upWith({});
  });

  test("is taken, waited for, and posted as an event that mentions somebody", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "lookout-snapshot-")), "cpu.png");
    const asked = ["--dashboard", "hosts", "--widget", "CPU: in use", "--last", "5m", "--var", "host=db1"];
    const said = ["--mention", "@someone@example.com", "--text", "see this", "--out", file];
    const { code, output } = await stack.lookout("snapshot", ...asked, ...said);
    expect(code, output).toBe(0);
    const [, picture = ""] = /^picture: (\S+\.png)$/m.exec(output) ?? [];
    expect(output).toMatch(/^event: {3}http\S+\/event\/event\?id=\d+$/m);
    expect(readFileSync(file).subarray(1, 4).toString()).toBe("PNG");
    const event = (await stack.datadog.events()).at(-1);
    expect(event).toMatchObject({ title: "Snapshot: see this", tags: ["env:dev"] });
    expect(event?.text).toContain("@someone@example.com see this");
    expect(event?.text).toContain(`](${picture})](`);
  });

  test("of a dashboard or a widget that is not there is refused with what is, and nothing is posted", async () => {
    const before = await stack.datadog.events();
    const dashboard = await stack.lookout("snapshot", "--dashboard", "host", "--widget", "CPU");
    expect(dashboard.output).toMatch(/^error: .* has no dashboard host; it has .*hosts/);
    const widget = await stack.lookout("snapshot", "--dashboard", "hosts", "--widget", "Moon");
    expect(widget.output).toMatch(/^error: .*"Moon" is no one widget of hosts; it has .*CPU/);
    expect([dashboard.code, widget.code]).toEqual([1, 1]);
    expect(await stack.datadog.events()).toEqual(before);
  });
});

describe("what only some may change", () => {
  const editors = ["team:00000000-0000-0000-0000-000000000001"];

  test("has a policy each, monitors and dashboards, and none once everybody may", async () => {
    await upWith({ objects: { editors } });
    await expectSilence();
    const { monitors: all, dashboards, restrictionPolicies } = await stack.datadog.objects();
    const monitors = all.filter(({ name }) => !name.endsWith("made by hand"));
    expect(restrictionPolicies.map(({ resource }) => resource).sort()).toEqual(
      [...monitors.map(({ id }) => `monitor:${id}`), ...dashboards.map(({ id }) => `dashboard:${id}`)].sort(),
    );
    await upWith({});
    expect((await stack.datadog.objects()).restrictionPolicies).toEqual([]);
  });
});

test("a monitor's mistake stops the run on its own line, and nothing is changed", async () => {
  const since = new Date();
  const logins = await stack.host.logins();
  stack.settings = {
    hosts: HOSTS,
    myMetric: { monitor: { renotify: { everyMinutes: 60, words: "{{#is_alert}} again" } } },
  };
  const { code, output } = await stack.pulumi("up", "--yes", "--suppress-progress", "--stack", "dev");
  expect(code).not.toBe(0);
  expect(output).toMatch(/MetricMonitor \(my-metric\):\n\s+error: .*\{\{\/is_alert\}\}.* \[/);
  expect(output).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect({ writes: await stack.datadog.writes(since), logins: await stack.host.logins() }).toEqual({
    writes: 0,
    logins,
  });
});
