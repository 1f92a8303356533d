import * as pulumi from "@pulumi/pulumi";
import type { NotificationRuleSettings } from "../../settings/notification-rules";
import { NotificationRule } from "../monitors/notification-rule";

/**
 * The notification rules of the settings, of this environment's monitors alone.
 *
 * @param tagsOfMonitors of all that are declared, by which a slip of the pen is seen; a group's are not known.
 */
export function notificationRules(
  settings: Readonly<Record<string, NotificationRuleSettings>>,
  { env, tagsOfMonitors }: { readonly env: string; readonly tagsOfMonitors: ReadonlySet<string> },
  opts: pulumi.ComponentResourceOptions,
): void {
  for (const [name, { tags, notify }] of Object.entries(settings)) {
    const all = [...new Set([`env:${env}`, ...tags])];
    const rule = new NotificationRule(name, { title: `Lookout: ${name} of ${env}`, tags: all, handles: notify }, opts);
    for (const tag of tags.filter((one) => !tagsOfMonitors.has(one))) {
      const message = `no monitor of this stack has ${tag}: notificationRules.${name} notifies of those alone that have it by their groups, or from elsewhere`;
      void pulumi.log.warn(message, rule);
    }
  }
}
