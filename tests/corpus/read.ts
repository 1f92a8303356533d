import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import type { DashboardDefinition, WidgetDefinition } from "../../datadog/lint/dashboard/definition";
import type { Downtime } from "../../datadog/lint/downtime-definition";
import type { MonitorDefinition } from "../../datadog/lint/monitor-definition";

/** An entry of correct.yaml. */
export interface Correct {
  readonly text: string;
  readonly kind: "graph" | "monitor" | "message";
  readonly source: string;
  /** Of a monitor. */
  readonly type?: string;
  /** Of a message. */
  readonly groups?: readonly string[];
}

/** An entry of a file in mistakes. */
export interface Mistake<Inputs> {
  readonly what: string;
  readonly source: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly happened: string;
  readonly rule: string;
  /** @default error */
  readonly severity?: "warning";
}

export function correct(kind: Correct["kind"]): Correct[] {
  return (read("correct.yaml") as Correct[]).filter((entry) => entry.kind === kind);
}

export function correctWidgets(): { readonly source: string; readonly widget: WidgetDefinition }[] {
  return read("widgets.yaml") as ReturnType<typeof correctWidgets>;
}

export function correctDashboards(): { readonly source: string; readonly inputs: DashboardDefinition }[] {
  return read("dashboards.yaml") as ReturnType<typeof correctDashboards>;
}

export function correctDowntimes(): { readonly source: string; readonly inputs: Downtime }[] {
  return read("downtimes.yaml") as ReturnType<typeof correctDowntimes>;
}

export function mistakesInMonitors(): Mistake<
  MonitorDefinition & { readonly name: string; readonly message: string }
>[] {
  return mistakesIn("monitor");
}

export function mistakesInDashboards(): Mistake<DashboardDefinition>[] {
  return mistakesIn("dashboard");
}

export function mistakesInDowntimes(): Mistake<Downtime>[] {
  return mistakesIn("downtime");
}

function mistakesIn<Inputs>(kind: string): Mistake<Inputs>[] {
  const files = fs.readdirSync(path.join(__dirname, "mistakes")).sort();
  const entries = files.flatMap((file) => read(path.join("mistakes", file)) as Mistake<Inputs>[]);
  return entries.filter((entry) => entry.kind === kind);
}

function read(file: string): unknown {
  return parse(fs.readFileSync(path.join(__dirname, file), "utf8"));
}
