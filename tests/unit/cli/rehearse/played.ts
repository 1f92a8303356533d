import type { Notification, Rehearsed, RehearsalInput, Timeline } from "../../../../datadog/evaluate/timeline";
import type { WrittenRehearsal } from "../../../../cli/rehearse/files";
import { type Rehearsal, rehearsalsSchema } from "../../../../settings/rehearsal/schema";
import { startOf } from "../../../../settings/rehearsal/moments";
import type { Registration } from "../../../../cli/stack/program";

/** Monday, 10:00 in Berlin. */
export const START = startOf("Mon 10:00", "Europe/Berlin");
export const CLOCK = { start: START, timezone: "Europe/Berlin" };
export const SPAN = { from: START, to: START + 2 * 60 * 60 };
export const minutes = (count: number) => START + count * 60;

export const said = (more: object): Rehearsal => {
  const [only] = rehearsalsSchema.parse({
    rehearsals: [{ name: "it is high", monitors: ["load"], timezone: "Europe/Berlin", expect: [], ...more }],
  }).rehearsals;
  if (only === undefined) throw new Error("a list of one has one");
  return only;
};

export const written = (more: object, of: Partial<WrittenRehearsal> = {}): WrittenRehearsal => ({
  ...{ said: said(more), place: { file: "rehearsals/load.yaml", line: 2, column: 5 }, isOfPack: false },
  ...{ clock: CLOCK, span: SPAN, csv: new Map() },
  placeOf: (setting) => ({ file: "rehearsals/load.yaml", line: 10 + setting.length, column: 1 }),
  ...of,
});

export const monitor = (name: string, query = `avg(last_5m):avg:${name}{*} by {host} > 8`, id = "1"): Registration => ({
  ...{ type: "datadog:index/monitor:Monitor", name, id },
  inputs: {
    ...{ name: `${name} is high`, type: query.includes(":") ? "query alert" : "composite", query },
    ...{ monitorThresholds: { critical: "8", warning: "6" } },
  },
});

export const came = (minute: number, more: Partial<Notification> = {}): Notification => ({
  ...{ time: minutes(minute), group: "host:db1", transition: "alert", isRenotification: false },
  ...{ title: "[Triggered on {host:db1}] load is high", body: "It is <9> & more. @a", recipients: ["@a"], mutedBy: [] },
  ...more,
});

export const timeline = (more: Partial<Timeline> = {}): Timeline => ({
  monitor: { name: "load", definition: { name: "load is high", type: "query alert", query: "" } },
  ...{ span: SPAN, lines: [], changes: [], dropped: [], notifications: [], muted: [], approximations: [] },
  ...more,
});

/** An evaluation that answers the same of each monitor. */
export const answering =
  (more: Partial<Timeline>, refused: readonly string[] = []) =>
  ({ monitors }: RehearsalInput): Rehearsed => ({
    timelines: monitors
      .filter(({ name }) => !refused.includes(name))
      .map((one) => ({ ...timeline(more), monitor: one })),
    refused: monitors
      .filter(({ name }) => refused.includes(name))
      .map((one) => ({ monitor: one, because: "forecast() is not evaluated" })),
  });
