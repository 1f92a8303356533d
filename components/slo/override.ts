import type { Recipients } from "../../datadog/message/recipients";
import { defined } from "../defined";
import type { Keeping } from "../in-datadog";
import { ofNoTeam } from "../monitors/owner";
import type { SLOArgs } from "./slo";

/** What is said of one SLO in place of what its pack says. */
export interface SLOOverride
  extends Pick<Keeping, "adopt">, Pick<SLOArgs, "warning" | "priority" | "renotify" | "runbookUrl" | "owner"> {
  readonly title?: string | undefined;
  readonly target?: number | undefined;
  /** Whom its monitors notify. */
  readonly notify?: Recipients | undefined;
  /** `false`: it has no monitors. What a map does not say is as before. */
  readonly alerts?: false | Pick<NonNullable<SLOArgs["alerts"]>, "burnRates" | "spent" | "words"> | undefined;
  /** Beside the pack's. */
  readonly corrections?: SLOArgs["corrections"];
  readonly tags?: readonly string[] | undefined;
}

/** An SLO as its pack declares it, but for what is said of it alone. */
export function overriddenSLO(args: SLOArgs, override: SLOOverride): SLOArgs {
  const { title, target, owner, notify, alerts, corrections, tags } = override;
  const { warning, priority, renotify, runbookUrl, adopt } = override;
  const own = args.alerts;
  const handles = notify ?? own?.handles;
  return {
    ...args,
    title: title ?? args.title,
    target: target ?? args.target,
    ...defined({ warning, priority, renotify, runbookUrl, adopt, owner }),
    alerts:
      alerts === false || handles === undefined || (own === undefined && alerts === undefined)
        ? undefined
        : { ...own, ...defined(alerts ?? {}), handles },
    corrections: { ...args.corrections, ...corrections },
    tags: [...new Set([...(owner === undefined ? args.tags : ofNoTeam(args.tags)), ...(tags ?? [])])],
  };
}
