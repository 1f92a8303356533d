import type * as datadog from "@pulumi/datadog";
import type { Finding } from "../../datadog/finding";
import { isUnknown } from "../plain";

/** What an organisation demands of each of its monitors, beside what Datadog does. */
export interface Demands {
  /** A runbook is linked. @default not demanded */
  readonly runbook?: boolean | undefined;
  /** Keys of tags that it has: `team`. @default none */
  readonly tags?: readonly string[] | undefined;
  /** It has a priority. @default not demanded */
  readonly priority?: boolean | undefined;
  /** A regular expression that its title fits. @default any */
  readonly title?: string | undefined;
}

/** Ids of what is demanded, under which it can be answered. */
export const DEMANDS = ["demand/runbook", "demand/tag", "demand/priority", "demand/title"] as const;

/** What a monitor lacks, as it will be sent; what is unknown at preview is not looked at. */
export function lacking({ assets, tags, priority, name }: datadog.MonitorArgs, demands: Demands = {}): Finding[] {
  const found: Finding[] = [];
  const add = (rule: (typeof DEMANDS)[number], problem: string, remedy: string) => {
    found.push({ rule, severity: "error", problem, remedy });
  };
  if (demands.runbook === true && !isUnknown(assets) && !hasRunbook(assets)) {
    add(
      "demand/runbook",
      "the monitor links no runbook, which every one has here",
      "set its pack's runbookUrl, or its own",
    );
  }
  for (const key of demands.tags ?? []) {
    if (!Array.isArray(tags ?? [])) continue;
    const known = (tags ?? []) as readonly unknown[];
    if (known.some((tag) => typeof tag !== "string" || tag.startsWith(`${key}:`))) continue;
    add("demand/tag", `the monitor has no tag ${key}:…, which every one has here`, `add ${key}: to its tags`);
  }
  if (demands.priority === true && priority === undefined) {
    add(
      "demand/priority",
      "the monitor has no priority, which every one has here",
      "set its pack's priority, or its own",
    );
  }
  if (demands.title !== undefined && typeof name === "string" && !new RegExp(demands.title, "u").test(name)) {
    add("demand/title", `the title "${name}" does not fit ${demands.title}`, "write one that does");
  }
  return found;
}

function hasRunbook(assets: datadog.MonitorArgs["assets"]): boolean {
  const known: readonly unknown[] = Array.isArray(assets) ? assets : [];
  return known.some((asset) => isUnknown(asset) || (asset as datadog.types.output.MonitorAsset).category === "runbook");
}
