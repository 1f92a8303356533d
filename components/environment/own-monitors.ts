import type * as pulumi from "@pulumi/pulumi";
import type { Mistake } from "../../settings/mistakes";
import { declared, type PackSettings } from "../monitors/declared";
import { Monitor } from "../monitors/monitor";
import type { MonitorOverrides } from "../monitors/monitor-pack";
import { ofNoTeam } from "../monitors/owner";
import type { MonitorSettings } from "../../settings/monitors";
import type { OwnedSettings } from "./teams";

/** As downtimes name the monitors that the settings declare themselves. */
export const OWN = "monitors";

/** The monitors that the settings declare themselves. */
export interface OwnMonitors {
  /** By their names in the settings. */
  readonly made: ReadonlyMap<string, Monitor>;
  readonly mistakes: readonly Mistake[];
}

/**
 * The monitors that the settings declare themselves, when all others are declared: a name that one of these has is a
 * mistake.
 */
export function ownMonitors(
  settings: Readonly<Record<string, OwnedSettings<MonitorSettings> | false>>,
  common: PackSettings & { readonly overrides: MonitorOverrides },
  opts: pulumi.ComponentResourceOptions,
): OwnMonitors {
  const taken = common.overrides.declared;
  const made = new Map<string, Monitor>();
  const mistakes: Mistake[] = [];
  for (const [name, said] of Object.entries(settings)) {
    if (said === false || said.query === undefined) continue;
    common.overrides.of(name);
    if (taken.includes(name)) {
      mistakes.push({
        path: `monitors.${name}.query`,
        problem: "is of a monitor that there is; expected another name",
      });
    } else {
      made.set(name, new Monitor(name, monitorArgs({ ...said, query: said.query }, common), opts));
    }
  }
  return { made, mistakes };
}

function monitorArgs(
  {
    type = "query alert",
    title = "",
    words = {},
    message,
    notify,
    tags = [],
    ...said
  }: OwnedSettings<MonitorSettings> & { query: string },
  common: PackSettings,
) {
  const own = {
    ...common,
    handles: notify ?? common.handles,
    tags: [...new Set([...(said.owner === undefined ? common.tags : ofNoTeam(common.tags)), ...tags])],
    ...{ priority: said.priority, renotify: said.renotify, runbookUrl: said.runbookUrl, owner: said.owner },
  };
  const whole = { ...declared(title, words, own), ...(message !== undefined && { message }) };
  return { ...said, ...whole, type, thresholds: said.thresholds ?? {} };
}
