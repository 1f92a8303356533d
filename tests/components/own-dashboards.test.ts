import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { environment } from "../../components/environment/environment";
import { pack } from "../../components/environment/pack";
import { type DashboardInputs, sketch, type WidgetSketch } from "../../cli/describe/dashboard";
import { DASHBOARDS } from "./own-dashboards";
import { recorded, type Registration } from "./recorded";

let made: readonly Registration[] = [];
let warned: string[] = [];

beforeAll(async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  const packs = Object.entries(DASHBOARDS).map(([name, one]) => pack({ name: `own-${name}`, dashboard: () => one }));
  made = await recorded(environment(...packs), {
    config: {
      overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
      notify: ["@oncall@example.com"],
      agent: { version: "1:7.70.1-1" },
      hosts: [{ name: "db1" }],
    },
  });
  warned = warn.mock.calls.map(([message, resource]) => `${Reflect.get(resource ?? {}, "__name")}: ${message}`);
  warn.mockRestore();
});

describe.each(Object.entries(DASHBOARDS))("a team's dashboard of %s", (name, { widgets }) => {
  test("is declared through its pack, and nothing is wrong with it", () => {
    const page = made.find((one) => one.name === `own-${name}` && one.type === "datadog:index/dashboard:Dashboard");
    expect(page?.inputs.widgets).toEqual(widgets);
    // Of one whose queries leave out the host, that its variable is not used is true.
    const said = warned.filter((one) => one.startsWith(`own-${name}:`));
    expect(said.filter((one) => !one.includes("no widget uses $host;"))).toEqual([]);
  });

  test("is described, each of its widgets by what it shows", () => {
    const page = made.find((one) => one.name === `own-${name}` && one.type === "datadog:index/dashboard:Dashboard");
    const described = sketch(page?.inputs as unknown as DashboardInputs).widgets;
    expect(described).toHaveLength(widgets.length);
    for (const one of described.flatMap(all)) {
      const shows = one.lines.join("; ");
      expect(`${one.kind} ${shows}`).not.toMatch(/undefined|\[object|what it asks for/);
      // A group shows its own, and a note may be a coloured bar.
      if (one.kind !== "group" && one.kind !== "split graph" && one.kind !== "note") expect(shows).not.toBe("");
    }
  });
});

function all(widget: WidgetSketch): WidgetSketch[] {
  return [widget, ...widget.widgets.flatMap(all)];
}
