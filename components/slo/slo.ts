import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { lintSlo } from "../../datadog/lint/slo";
import type { SloDefinition } from "../../datadog/lint/slo-definition";
import type { Timeframe } from "../../datadog/slo/burn-rate";
import { restrict, type Restricted } from "../access/restriction";
import { type Answered, Answers } from "../answers";
import { defined } from "../defined";
import { type Looked, report } from "../findings";
import { kept, type Keeping, ownersMark } from "../in-datadog";
import { unknownAtPreview } from "../unknown";
import type { MonitorDeclaration } from "../monitors/declaration";
import { Named } from "../named";
import { hasUnknown, isUnknown, plain } from "../plain";
import { type Transform, transformed } from "../transform";
import { declareAlerts, type SLOAlerts } from "./alerts";
import { type Correction, correctionArgs, correctionFindings } from "./correction";
import { type Indicator, indicatorArgs } from "./indicator";

export interface SLOArgs
  extends
    Keeping,
    Restricted,
    Answered,
    Pick<MonitorDeclaration, "owner" | "runbookBase" | "priority" | "renotify" | "demands" | "mutedBy"> {
  title: string;
  description?: string | undefined;
  indicator: Indicator;
  /** In percent: 99.9. */
  target: number;
  /** In percent, above the target. @default none */
  warning?: number | undefined;
  /** Over which the target is to be met, and in which the error budget is reckoned. */
  timeframe: Timeframe;
  /** Targets over other timeframes. @default none */
  also?:
    | readonly { readonly timeframe: Timeframe; readonly target: number; readonly warning?: number | undefined }[]
    | undefined;
  /** `key:value`, of the SLO and of its monitors. */
  tags: readonly string[];
  /** Page that tells the on-call person what to do. @default none */
  runbookUrl?: pulumi.Input<string> | undefined;
  /** @default no monitors */
  alerts?: SLOAlerts | undefined;
  /** Times that do not count, by a name each. @default none */
  corrections?: Readonly<Record<string, Correction>> | undefined;
  /** Changes what is declared, after all else and before it is checked. */
  transform?: {
    readonly slo?: Transform<datadog.ServiceLevelObjectiveArgs>;
    readonly monitor?: Transform<datadog.MonitorArgs>;
    readonly correction?: Transform<datadog.SloCorrectionArgs>;
  };
}

/**
 * A service level objective, the monitors of how fast its error budget burns, and the times that it does not count.
 * `lint` in a list answers what is said of the SLO itself and of its corrections.
 *
 * @throws ResourceError at preview, with every mistake and its remedy.
 */
export class SLO extends pulumi.ComponentResource {
  /** Datadog's id. */
  readonly id: pulumi.Output<string>;
  /** Datadog's ids of its monitors, by what they watch: `burn-fast`, `burn-slow`, `spent`. */
  readonly monitorIds: pulumi.Output<Record<string, string>>;
  readonly title: string;
  readonly timeframes: readonly Timeframe[];

  constructor(name: string, args: SLOArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:slo:SLO", name, {}, opts);
    this.title = args.title;
    this.timeframes = [args.timeframe, ...(args.also ?? []).map(({ timeframe }) => timeframe)];
    const corrections = Object.entries(args.corrections ?? {}).map(
      ([of, correction]) => [of, correctionArgs(of, correction, this)] as const,
    );
    const told = transformed(args.transform?.slo, sloArgs(name, args), kept(this, name, args));
    const ofCorrections = corrections.flatMap(([of, correction]) => correctionFindings(of, correction));
    const looked = lookedAtSLO(told[0]);
    const isAdopted = told[1].import !== undefined;
    report({ ...looked, findings: [...looked.findings, ...ofCorrections] }, this, name, { ...args, isAdopted });

    const slo = new datadog.ServiceLevelObjective(name, ...told);
    if (!isAdopted) restrict(name, { kind: "slo", id: slo.id }, args, this);
    this.id = slo.id;
    for (const [of, correction] of corrections) {
      const ofSlo = { ...correction, sloId: slo.id };
      const [correctionTold, correctionOpts] = transformed(args.transform?.correction, ofSlo, kept(this, name, {}));
      new datadog.SloCorrection(`${name}-${of}`, correctionTold, correctionOpts);
    }
    const alerted = { name, id: slo.id, title: args.title, timeframe: args.timeframe, target: args.target };
    this.monitorIds = pulumi.output(args.alerts ? declareAlerts(alerted, args.alerts, ofMonitors(args), this) : {});
    this.registerOutputs({ id: this.id, monitorIds: this.monitorIds });
  }
}

function sloArgs(name: string, args: SLOArgs): datadog.ServiceLevelObjectiveArgs {
  const { title, description, indicator, target, warning, timeframe, also = [], owner } = args;
  const { runbookUrl = owner?.runbook(name) } = args;
  const tags = [...new Set([...args.tags, ...(owner?.tags ?? [])])];
  const primary = { timeframe, target, ...(warning !== undefined && { warning }) };
  const words = [description, runbookUrl && pulumi.interpolate`Runbook: ${runbookUrl}`].filter(
    (one) => one !== undefined,
  );
  return {
    name: title,
    ...(words.length > 0 && { description: pulumi.all(words).apply((known) => known.join("\n\n")) }),
    ...indicatorArgs(indicator),
    thresholds: [primary, ...also.map((one) => defined(one) as typeof primary)],
    timeframe,
    targetThreshold: target,
    ...(warning !== undefined && { warningThreshold: warning }),
    tags: [...tags, ...ownersMark(name)].sort(),
  };
}

/** Ids of monitors that are unknown at preview are ids all the same. */
export function lookedAtSLO(args: datadog.ServiceLevelObjectiveArgs): Looked {
  const { monitorIds } = args;
  const ids = Array.isArray(monitorIds) ? monitorIds.map((id) => (isUnknown(id) ? 1 : id)) : monitorIds;
  const read = { ...args, description: undefined, tags: undefined, ...(ids !== undefined && { monitorIds: ids }) };
  const later = Object.entries(read).find(([, value]) => hasUnknown(value));
  if (later !== undefined) return { findings: [unknownAtPreview("the SLO", later[0])] };
  const definition = plain(read) as SloDefinition;
  return {
    findings: lintSlo(definition),
    subject: ["slo", { ...definition, ...(plain({ tags: args.tags }) as object) }],
  };
}

/** An id, or a list of answers, is of the SLO alone. */
function ofMonitors({ owner, priority, renotify, demands, mutedBy, tags, runbookUrl, runbookBase, ...args }: SLOArgs) {
  const { adopt, protect, editors, lint, transform } = args;
  return {
    ...{ owner, priority, renotify, demands, mutedBy, tags, runbookUrl, runbookBase, protect, editors },
    adopt: args.alerts?.adopt ?? (adopt instanceof Named ? adopt : undefined),
    lint: lint instanceof Answers ? lint : undefined,
    ...(transform?.monitor && { transform: { monitor: transform.monitor } }),
  };
}
