import type * as pulumi from "@pulumi/pulumi";
import type { Mutable, Muting } from "../downtimes/muting";
import type { PackSettings } from "../monitors/declared";
import type { MetricMonitor } from "../monitors/metric-monitor";
import { MonitorPack, type MonitorOverrides } from "../monitors/monitor-pack";
import { ofNoTeam } from "../monitors/owner";
import { hostPack } from "../packs/hosts/pack";
import { myMetricPack } from "../packs/my-metric/pack";
import { mysqlPack } from "../packs/mysql/pack";
import type { MysqlServers } from "../packs/mysql/servers";
import { postgresPack } from "../packs/postgres/pack";
import { servicePack } from "../packs/services/pack";
import type { SLO } from "../slo/slo";
import { OWN, ownMonitors, type OwnMonitors } from "./own-monitors";
import type { PackInBlock } from "./pack";
import type { Settings } from "./settings";
import { type KeptSLOs, OWN_SLOS, ownSLOs, type OwnSLOs, packSLOs } from "./slos";
import type { Teams } from "./teams";

/** What every monitor of the environment has. */
interface Common extends Omit<PackSettings, "mutedBy" | "owner" | "teams"> {
  readonly overrides: MonitorOverrides;
  readonly muting: Muting;
  readonly teams: Teams;
  readonly slos: KeptSLOs;
}

/** What there is to watch, as far as monitors differ by it. */
interface There {
  readonly postgres: boolean;
  readonly mysql: MysqlServers | undefined;
  readonly services: boolean;
}

/** The monitors of an environment; none where what they watch is not, or where they are off. */
export interface Monitors {
  readonly monitor: MetricMonitor | undefined;
  readonly hostMonitors: MonitorPack | undefined;
  readonly postgresMonitors: MonitorPack | undefined;
  readonly mysqlMonitors: MonitorPack | undefined;
  readonly serviceMonitors: MonitorPack | undefined;
  /** By the names of a team's packs. */
  readonly packs: ReadonlyMap<string, MonitorPack>;
  /** Those that the settings declare themselves. */
  readonly own: OwnMonitors;
  /** By the names of a team's packs, each by what it is about. */
  readonly packSLOs: ReadonlyMap<string, Readonly<Record<string, SLO>>>;
  /** Those that the settings declare themselves. */
  readonly ownSLOs: OwnSLOs;
}

export function monitors(
  settings: Omit<Settings, "monitors" | "slos"> & {
    readonly monitors: Parameters<typeof ownMonitors>[0];
    readonly slos: Parameters<typeof ownSLOs>[0];
  },
  packs: readonly PackInBlock[],
  { muting, teams, slos, ...common }: Common,
  { postgres, mysql, services }: There,
  opts: pulumi.ComponentResourceOptions,
): Monitors {
  const mutedBy = (pack: string) => (monitor: Omit<Mutable, "pack">) => muting.tagsOf({ ...monitor, pack });
  const watched = <Block extends Parameters<Teams["recipients"]>[0]>(pack: string, block: Block) => ({
    ...block,
    ...common,
    handles: teams.recipients(block) ?? common.handles,
    owner: teams.of(block.team),
    tags: block.team === undefined ? common.tags : ofNoTeam(common.tags),
    teams: (name: string) => teams.of(name),
    mutedBy: mutedBy(pack),
  });
  const ofHosts = watched("hosts", settings.hostMonitors);
  const ofDatabases = watched("databases", settings.databaseMonitors);
  const ofServices = watched("services", settings.serviceMonitors);
  const ofMyMetric = settings.myMetric && watched("my-metric", settings.myMetric.monitor);
  const ofPacks = packs.map((one) => ({ ...one, watched: watched(one.pack.name, one.block) }));
  const all = {
    hostMonitors: ofHosts.enabled ? hostPack("hosts", ofHosts, opts) : undefined,
    postgresMonitors: postgres && ofDatabases.enabled ? postgresPack("postgres", ofDatabases, opts) : undefined,
    mysqlMonitors: mysql && ofDatabases.enabled ? mysqlPack("mysql", { ...ofDatabases, ...mysql }, opts) : undefined,
    serviceMonitors: services && ofServices.enabled ? servicePack("services", ofServices, opts) : undefined,
    monitor: ofMyMetric?.enabled === true ? myMetricPack(ofMyMetric, opts) : undefined,
    packs: new Map(
      ofPacks.flatMap(({ pack, block, watched: of }) => {
        if (pack.monitors === undefined || !block.enabled) return [];
        return [[pack.name, new MonitorPack(typeOf(pack.name), pack.name, pack.monitors(of), of, opts)] as const];
      }),
    ),
  };
  const slosOfPacks = packSLOs(ofPacks, all.packs, slos, opts);
  // After all others, whose names they can't have.
  const own = ownMonitors(settings.monitors, { ...common, mutedBy: mutedBy(OWN) }, opts);
  const ofSettings = { ...common, mutedBy: mutedBy(OWN_SLOS) };
  return {
    ...{ ...all, own, packSLOs: slosOfPacks },
    ownSLOs: ownSLOs(settings.slos, ofSettings, slos, idsByName(all, own), opts),
  };
}

/** Of each monitor by its name in the stack. */
function idsByName(
  { packs, monitor, ...all }: Omit<Monitors, "own" | "packSLOs" | "ownSLOs">,
  { made }: OwnMonitors,
): Map<string, pulumi.Output<string>> {
  const ofPack = (name: string, pack: MonitorPack | undefined) =>
    [...(pack?.made ?? [])].map(([of, id]) => [`${name}-${of}`, id] as const);
  return new Map([
    ...ofPack("hosts", all.hostMonitors),
    ...ofPack("postgres", all.postgresMonitors),
    ...ofPack("mysql", all.mysqlMonitors),
    ...ofPack("services", all.serviceMonitors),
    ...[...packs].flatMap(([name, pack]) => ofPack(name, pack)),
    ...(monitor === undefined ? [] : [["my-metric", monitor.id] as const]),
    ...[...made].map(([name, { id }]) => [name, id] as const),
  ]);
}

/** `lookout:monitors:RedisCacheMonitors`. */
function typeOf(pack: string): string {
  const name = pack.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  return `lookout:monitors:${name}Monitors`;
}
