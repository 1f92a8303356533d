import type * as pulumi from "@pulumi/pulumi";
import type { Mutable, Muting } from "../downtimes/muting";
import type { PackSettings } from "../monitors/declared";
import { ofNoTeam } from "../monitors/owner";
import type { MetricMonitor } from "../monitors/metric-monitor";
import { MonitorPack, type MonitorOverrides } from "../monitors/monitor-pack";
import { hostPack } from "../packs/hosts/pack";
import { myMetricPack } from "../packs/my-metric/pack";
import { mysqlPack } from "../packs/mysql/pack";
import type { MysqlServers } from "../packs/mysql/servers";
import { postgresPack } from "../packs/postgres/pack";
import { servicePack } from "../packs/services/pack";
import { OWN, ownMonitors, type OwnMonitors } from "./own-monitors";
import type { PackInBlock } from "./pack";
import type { Settings } from "./settings";
import type { Teams } from "./teams";

/** What every monitor of the environment has. */
interface Common extends Omit<PackSettings, "mutedBy" | "owner" | "teams"> {
  readonly overrides: MonitorOverrides;
  readonly muting: Muting;
  readonly teams: Teams;
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
}

export function monitors(
  settings: Omit<Settings, "monitors"> & { readonly monitors: Parameters<typeof ownMonitors>[0] },
  packs: readonly PackInBlock[],
  { muting, teams, ...common }: Common,
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
  const all = {
    hostMonitors: ofHosts.enabled ? hostPack("hosts", ofHosts, opts) : undefined,
    postgresMonitors: postgres && ofDatabases.enabled ? postgresPack("postgres", ofDatabases, opts) : undefined,
    mysqlMonitors: mysql && ofDatabases.enabled ? mysqlPack("mysql", { ...ofDatabases, ...mysql }, opts) : undefined,
    serviceMonitors: services && ofServices.enabled ? servicePack("services", ofServices, opts) : undefined,
    monitor: ofMyMetric?.enabled === true ? myMetricPack(ofMyMetric, opts) : undefined,
    packs: new Map(
      packs.flatMap(({ pack, block }) => {
        const of = watched(pack.name, block);
        if (pack.monitors === undefined || !block.enabled) return [];
        return [[pack.name, new MonitorPack(typeOf(pack.name), pack.name, pack.monitors(of), of, opts)] as const];
      }),
    ),
  };
  // After all others, whose names they can't have.
  return { ...all, own: ownMonitors(settings.monitors, { ...common, mutedBy: mutedBy(OWN) }, opts) };
}

/** `lookout:monitors:RedisCacheMonitors`. */
function typeOf(pack: string): string {
  const name = pack.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  return `lookout:monitors:${name}Monitors`;
}
