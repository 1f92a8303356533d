import type * as pulumi from "@pulumi/pulumi";
import { type Mistake, noneOf } from "../../settings/mistakes";
import type { SLOSettings } from "../../settings/slos";
import type { PackSettings } from "../monitors/declared";
import { missing, type MonitorPack } from "../monitors/monitor-pack";
import type { Named } from "../named";
import { alertsOf } from "../slo/alerts";
import { declaredSLO } from "../slo/declared";
import { overriddenSLO, type SLOOverride } from "../slo/override";
import { SLO } from "../slo/slo";
import type { Pack, PackInBlock } from "./pack";
import type { OwnedSettings } from "./teams";

/** As downtimes name the monitors of the SLOs that the settings declare themselves. */
export const OWN_SLOS = "slos";

/** How SLOs are kept, beside what their monitors are. */
export interface KeptSLOs {
  readonly adopt: Named<string>;
  /** By their names in the stack; `false`: there is none. */
  readonly overrides: Named<OwnedSettings<SLOSettings> | false>;
}

/** Of a team's packs those SLOs that there are, each by what it is about. */
export function packSLOs(
  packs: readonly (PackInBlock & { readonly watched: Parameters<NonNullable<Pack["slos"]>>[0] })[],
  monitors: ReadonlyMap<string, MonitorPack>,
  { adopt, overrides }: KeptSLOs,
  opts: pulumi.ComponentResourceOptions,
): Map<string, Readonly<Record<string, SLO>>> {
  const ofPack = ({ pack, block, watched }: (typeof packs)[number]): [of: string, slo: SLO][] => {
    const parts = block.enabled ? (pack.slos?.(watched) ?? {}) : {};
    return Object.entries(parts).flatMap(([of, make]): [string, SLO][] => {
      const name = `${pack.name}-${of}`;
      const said = overrides.of(name);
      if (said === false) return [];
      const idOf = (part: string) =>
        monitors.get(pack.name)?.made.get(part) ?? missing(`slos.${name}`, `${pack.name}-${part}`);
      return [[of, make(name, { ...overrideOf(said ?? {}), adopt }, opts, idOf)]];
    });
  };
  return new Map(packs.map((one) => [one.pack.name, Object.fromEntries(ofPack(one))]));
}

/** The SLOs that the settings declare themselves. */
export interface OwnSLOs {
  /** By their names in the settings. */
  readonly made: ReadonlyMap<string, SLO>;
  readonly mistakes: readonly Mistake[];
}

/** @param monitors ids of all that there are, by their names in the stack. */
export function ownSLOs(
  settings: Readonly<Record<string, OwnedSettings<SLOSettings> | false>>,
  common: PackSettings,
  { adopt, overrides }: KeptSLOs,
  monitors: ReadonlyMap<string, pulumi.Output<string>>,
  opts: pulumi.ComponentResourceOptions,
): OwnSLOs {
  const taken = overrides.declared;
  const made = new Map<string, SLO>();
  const mistakes: Mistake[] = [];
  for (const [name, said] of Object.entries(settings)) {
    if (said === false || said.indicator === undefined) continue;
    overrides.of(name);
    const args = { ...sloArgs({ ...said, indicator: said.indicator }, common, monitors), adopt };
    const found = [
      ...(taken.includes(name)
        ? [{ path: "indicator", problem: "is of an SLO that there is; expected another name" }]
        : []),
      ...unknownMonitors(said.indicator, monitors),
    ].map(({ path, problem }) => ({ path: `slos.${name}.${path}`, problem }));
    const [clash] = alertsOf(args).filter((of) => monitors.has(`${name}-${of}`));
    if (clash !== undefined) {
      const problem = `makes the monitor ${name}-${clash}, and there is one of this name; expected another name`;
      found.push({ path: `slos.${name}`, problem });
    }
    mistakes.push(...found);
    if (found.length === 0) made.set(name, new SLO(name, args, opts));
  }
  return { made, mistakes };
}

type Indicator = NonNullable<SLOSettings["indicator"]>;

function sloArgs(
  {
    title = "",
    target = 0,
    timeframe = "30d",
    description,
    also,
    indicator,
    ...said
  }: OwnedSettings<SLOSettings> & { indicator: Indicator },
  common: PackSettings,
  monitors: ReadonlyMap<string, pulumi.Output<string>>,
) {
  const shared = { ...declaredSLO(title, common), ...{ description, target, timeframe, also } };
  return overriddenSLO({ ...shared, indicator: indicatorOf(indicator, monitors) }, overrideOf(said));
}

/** The schema sees that a correction comes once, or again and again. */
function overrideOf({ corrections, ...said }: OwnedSettings<SLOSettings>): SLOOverride {
  return { ...said, corrections: corrections as SLOOverride["corrections"] };
}

/** The schema sees that it is of one kind, and whole. */
function indicatorOf(
  { good = "", total = "", monitors: named, groups, slice }: Indicator,
  monitors: ReadonlyMap<string, pulumi.Output<string>>,
) {
  if (slice !== undefined) return { slice };
  if (named !== undefined) return { monitors: named.map((one) => monitors.get(one) ?? one), groups };
  return { good, total };
}

function unknownMonitors({ monitors: named = [] }: Indicator, monitors: ReadonlyMap<string, unknown>): Mistake[] {
  return named.flatMap((one, i) =>
    monitors.has(one) || /^\d+$/.test(one)
      ? []
      : [{ path: `indicator.monitors[${i}]`, problem: noneOf(one, "monitors", [...monitors.keys()]) }],
  );
}
