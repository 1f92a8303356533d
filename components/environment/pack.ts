import type { MonitorArgs } from "@pulumi/datadog";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { notification } from "../../settings/notification";
import { url } from "../../settings/parts";
import { runError } from "../../user-error";
import type { Integration } from "../agent/integration";
import type { Variable, Widget } from "../dashboards/declaration";
import type { Onward } from "../dashboards/note";
import type { PackSettings } from "../monitors/declared";
import type { Part } from "../monitors/monitor-pack";
import { type OwnRule, OwnRules } from "../own-rules";
import type { SLOPart } from "../slo/part";
import type { SLO } from "../slo/slo";
import type { Transform } from "../transform";
import type { PackHost } from "./hosts";
import type { MadeHost } from "./made-hosts";

/** The dashboards that an environment has, by their names in the stack. */
export const DASHBOARDS = ["hosts", "databases", "services"] as const;
export type DashboardName = (typeof DASHBOARDS)[number];

/** What a pack's functions are given of its block in the settings. */
export type BlockOf<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** From where a reader of a pack's widgets goes on, and what they may show. */
export interface PackOnward extends Onward {
  /** The pack's SLOs, by what each is about; none that is off. */
  readonly slos: Readonly<Record<string, SLO>>;
}

/** Something that is watched, all of it in one place: of a team's own, or Lookout's. Only its name is needed. */
export interface Pack<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** Of its block in the settings, its monitors, its outputs: `redis`. Lower case letters, digits, hyphens. */
  readonly name: string;
  /** Of the settings' `teams`, who owns its monitors where its block says no other. @default nobody */
  readonly team?: string;
  /** What its block may say, beside what every block of monitors may: `notify`, `priority`, `runbookUrl`, … */
  readonly settings?: Shape;
  /**
   * A folder of runbooks, a monitor's each: `redis-memory.md`. The pages of the project's own `runbooks/` go before them.
   *
   * @default none
   */
  readonly runbooks?: string;
  /**
   * A folder of rehearsals of its monitors, `redis.yaml`: `lookout rehearse` plays them wherever a stack has those monitors.
   *
   * @default none
   */
  readonly rehearsals?: string;
  /**
   * Hosts that the same program makes, behind the settings' own: address, keys and passwords may be outputs of the machine,
   * unknown at the preview that makes it.
   */
  readonly hosts?: (block: BlockOf<Shape>) => readonly MadeHost[];
  /** What a host's Agent runs for it. */
  readonly integrations?: (block: BlockOf<Shape>, host: PackHost) => readonly Integration[];
  /** By what each watches: `{ memory: part(MetricMonitor, …) }` is `redis-memory`. */
  readonly monitors?: (block: BlockOf<Shape> & PackSettings) => Readonly<Record<string, Part>>;
  /**
   * The last word on monitors, Lookout's own too, by the names that a preview has for them: more inputs of the provider's,
   * or a function that changes them. What comes out is checked.
   */
  readonly transforms?: Readonly<Record<string, Transform<MonitorArgs>>>;
  /** By what each is about: `{ orders: part(SLO, …) }` is `redis-orders`; with `enabled: false` there are none. */
  readonly slos?: (block: BlockOf<Shape> & PackSettings) => Readonly<Record<string, SLOPart>>;
  /** At the end of dashboards that there are: the environment's, or by a pack's name that pack's own. */
  readonly widgets?: (
    block: BlockOf<Shape>,
    onward: PackOnward,
  ) => Readonly<Partial<Record<DashboardName, readonly Widget[]>>> & Readonly<Record<string, readonly Widget[]>>;
  /** Rules of the team's own, of all that the environment declares in Datadog: `{ team: { … } }` is `house/team`. */
  readonly rules?: (block: BlockOf<Shape>) => Readonly<Record<string, OwnRule>>;
  /**
   * Whatever else it has in Datadog, by the provider's own classes, under names that nothing else has. What is declared is
   * checked as all is.
   *
   * @param opts of each resource: with them it is made with the stack's keys.
   */
  readonly resources?: (block: BlockOf<Shape>, opts: pulumi.CustomResourceOptions) => void;
  /** A dashboard of its own, named as it is. */
  readonly dashboard?: (
    block: BlockOf<Shape>,
    onward: PackOnward,
  ) => { readonly title: string; readonly widgets: readonly Widget[]; readonly variables?: readonly Variable[] };
}

/** Declares a pack: its functions know its settings by their types. */
export function pack<const Shape extends z.ZodRawShape>(declared: Pack<Shape>): Pack {
  return declared as unknown as Pack;
}

/** What a pack's block may say. */
export function blockOf({ settings = {}, team }: Pack) {
  return z
    .strictObject({
      ...settings,
      runbookUrl: url.optional().describe("The page that these alerts link to."),
      ...notification,
      team: team === undefined ? notification.team : notification.team.prefault(team),
    })
    .prefault({});
}

/** A pack and what its block says. */
export interface PackInBlock {
  readonly pack: Pack;
  readonly block: z.output<ReturnType<typeof blockOf>>;
}

/** Each pack with what the settings have of it. */
export function inBlocks(packs: readonly Pack[], settings: object): PackInBlock[] {
  const blocks = settings as Readonly<Record<string, PackInBlock["block"]>>;
  return packs.flatMap((pack) => {
    const block = blocks[pack.name];
    return block === undefined ? [] : [{ pack, block }];
  });
}

/** What all packs have a host's Agent run. */
export function integrationsOf(packs: readonly PackInBlock[]): (host: PackHost) => readonly Integration[] {
  return (host) => packs.flatMap(({ pack, block }) => pack.integrations?.(block, host) ?? []);
}

/** The rules of all packs; those of one that is off are known, and find nothing. */
export function rulesOf(packs: readonly PackInBlock[]): OwnRules {
  return new OwnRules(
    packs.map(({ pack, block }) => ({
      pack: pack.name,
      rules: pack.rules?.(block) ?? {},
      isOff: !block.enabled,
    })),
  );
}

/** Names of Lookout's own packs, or what they make in the stack, beside those of settings. */
const TAKEN = ["databases", "postgres", "mysql", "services", "my-metric", "overlay"];

/**
 * Names that can't be a block in the settings, or of which two would be one resource.
 *
 * @param settings those of Lookout's own.
 */
export function refuseNames(packs: readonly Pack[], settings: readonly string[]): void {
  for (const [i, { name }] of packs.entries()) {
    const refuse = (why: string) => {
      throw runError(`the pack "${name}" can't be called so: ${why}`);
    };
    if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) refuse("expected lower case letters, digits and hyphens");
    if ([...TAKEN, ...settings].includes(name)) refuse("Lookout has one of this name; choose another");
    if (packs.findIndex((other) => other.name === name) < i) refuse("another one is; choose another");
  }
}
