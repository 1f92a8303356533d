import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintMonitor } from "../../datadog/lint/monitor";
import type { MonitorDefinition, Threshold } from "../../datadog/lint/monitor-definition";
import { type Message, messageTemplate, type WrittenMessage } from "../../datadog/message/message";
import { restrict, type Restricted } from "../access/restriction";
import type { Mutable } from "../downtimes/muting";
import type { Answered } from "../answers";
import { defined } from "../defined";
import { type Looked, report } from "../findings";
import { kept, type Keeping, ownersMark } from "../in-datadog";
import { unknownAtPreview } from "../unknown";
import { hasUnknown, plain } from "../plain";
import { type Demands, lacking } from "./demands";
import { type Evaluation, evaluation } from "./evaluation";
import { type Owner, pageBelow } from "./owner";
import { type Transform, transformed } from "../transform";

/** What every monitor says, whatever it watches. */
export interface MonitorDeclaration extends Keeping, Restricted, Answered, Evaluation {
  /** What the on-call person reads first; plain words, no variables. */
  title: string;
  /** Words by state, or a template of Datadog's. Every state that notifies needs words. */
  message: Message | WrittenMessage | string;
  /** Page that tells the on-call person what to do. @default none */
  runbookUrl?: pulumi.Input<string> | undefined;
  /** `key:value`. */
  tags: readonly string[];
  /** Where it has a page where nothing nearer is said; its message then names its runbook. @default it has none */
  runbookBase?: string | undefined;
  /** The team whose it is: with its tags, and its runbook where `runbookUrl` is none. @default none */
  owner?: Owner | undefined;
  /** 1 is the highest. @default none */
  priority?: 1 | 2 | 3 | 4 | 5 | undefined;
  /** Tells again while nobody has mended it. @default once */
  renotify?: Renotification | undefined;
  /** What the organisation demands of it, too. @default nothing */
  demands?: Demands | undefined;
  /** The tags with which downtimes choose the monitor. @default none does */
  mutedBy?: ((monitor: Omit<Mutable, "pack">) => readonly string[]) | undefined;
  /** Changes what is declared, after all else and before it is checked. */
  transform?: {
    readonly monitor?: Transform<datadog.MonitorArgs>;
    readonly editors?: Transform<datadog.RestrictionPolicyArgs>;
  };
}

export interface Renotification {
  readonly everyMinutes: number;
  /** So often at most. @default until it recovers, or for 30 hours */
  readonly times?: number | undefined;
  /** @default alert and no data */
  readonly states?: readonly ("alert" | "warn" | "no data")[] | undefined;
  /** In place of the message, with its own handles. @default the message once more */
  readonly words?: string | undefined;
}

/** What a monitor of its kind says beside the declaration. */
export type Condition = Omit<datadog.MonitorArgs, keyof ReturnType<typeof declaration>>;

/**
 * Declares the monitor, checked as it will be sent: after the user's word.
 *
 * @param beforehand what stands for inputs that are unknown at preview.
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export function declareMonitor(
  name: string,
  condition: Condition,
  { transform, ...declared }: MonitorDeclaration,
  component: pulumi.Resource,
  beforehand: Partial<MonitorDefinition> = {},
): datadog.Monitor {
  const told = transformed(
    transform?.monitor,
    { ...declaration(name, declared), ...condition, ...evaluation(declared) },
    kept(component, name, declared),
  );
  const isAdopted = told[1].import !== undefined;
  report(lookedAtMonitor(told[0], declared.demands, beforehand), component, name, { ...declared, isAdopted });

  const monitor = new datadog.Monitor(name, ...told);
  if (!isAdopted) {
    restrict(name, { kind: "monitor", id: monitor.id }, declared, component, transform?.editors);
  }
  return monitor;
}

/** Texts that are unknown at preview can't be read; without the rest nothing can be said of the whole. */
export function lookedAtMonitor(
  args: datadog.MonitorArgs,
  demands: Demands | undefined,
  beforehand: Partial<MonitorDefinition> = {},
): Looked {
  const later = Object.entries(args).find(
    ([key, value]) => !READ_BY_THEMSELVES.includes(key) && !(key in beforehand) && hasUnknown(value),
  );
  const lacks = lacking(args, demands);
  if (later !== undefined) return { findings: [unknownAtPreview("the monitor", later[0]), ...lacks] };
  const definition = { ...beforehand, ...(plain(args) as MonitorDefinition) };
  return { findings: [...lintMonitor(definition), ...lacks], subject: ["monitor", definition] };
}

const READ_BY_THEMSELVES = ["name", "message", "escalationMessage", "tags", "assets"];

function declaration(
  name: string,
  {
    title,
    message,
    owner,
    tags: own,
    priority,
    renotify,
    mutedBy,
    runbookBase,
    ...said
  }: Omit<MonitorDeclaration, "transform">,
) {
  const { runbookUrl = owner?.runbook(name) ?? (runbookBase && pageBelow(runbookBase, name)) } = said;
  const named = runbookBase === undefined && owner?.isNamingRunbooks !== true ? undefined : runbookUrl;
  const tags = [...new Set([...own, ...(owner?.tags ?? [])])];
  return {
    name: title,
    message: naming(named, typeof message === "string" ? message.trimEnd() : messageTemplate(message)),
    ...(runbookUrl !== undefined && { assets: [{ name: "Runbook", url: runbookUrl, category: "runbook" }] }),
    tags: [...tags, ...(mutedBy?.({ name, tags, priority }) ?? []), ...ownersMark(name)].sort(),
    ...(priority !== undefined && { priority: String(priority) }),
    ...(renotify !== undefined && renotification(renotify, named)),
  } satisfies Partial<datadog.MonitorArgs>;
}

/** The text with the runbook's address at its end, in each state: Datadog shows a monitor's links on its page alone. */
function naming(runbookUrl: pulumi.Input<string> | undefined, text: string): pulumi.Input<string> {
  if (runbookUrl === undefined) return text;
  return typeof runbookUrl === "string"
    ? `${text}\nRunbook: ${runbookUrl}`
    : pulumi.interpolate`${text}\nRunbook: ${runbookUrl}`;
}

function renotification(
  { everyMinutes, times, states, words }: Renotification,
  runbookUrl: pulumi.Input<string> | undefined,
) {
  return {
    renotifyInterval: everyMinutes,
    renotifyStatuses: [...(states ?? ["alert", "no data"])],
    ...(times !== undefined && { renotifyOccurrences: times }),
    ...(words !== undefined && { escalationMessage: naming(runbookUrl, words.trimEnd()) }),
  } satisfies Partial<datadog.MonitorArgs>;
}

/** The provider takes thresholds as strings; one that is not declared is left to Datadog. */
export function thresholds(
  numbers: Readonly<Partial<Record<Threshold, number | undefined>>>,
): datadog.types.input.MonitorMonitorThresholds {
  return Object.fromEntries(Object.entries(defined(numbers)).map(([name, number]) => [name, String(number)]));
}
