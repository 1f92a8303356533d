import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import type { Recipients } from "../../datadog/message/recipients";
import { ruleRecipients } from "../../datadog/message/rule-recipients";
import { type Transform, transformed } from "../transform";

export interface NotificationRuleArgs {
  /** As Datadog lists it. */
  title: string;
  /** `key:value`, all of them: of a monitor, or of the group that it notifies of. */
  tags: readonly string[];
  /** Who is notified, beside those whom the monitors name; each of them once. */
  handles: Recipients;
  /** The last word on what is declared. */
  transform?: { readonly rule?: Transform<datadog.MonitorNotificationRuleArgs> };
}

/**
 * Notifies more people of all monitors that have some tags, whoever declares them. A monitor that was there before is
 * routed by the rule from its next change on.
 *
 * @see https://docs.datadoghq.com/monitors/notify/notification_rules/
 */
export class NotificationRule extends pulumi.ComponentResource {
  /** Datadog's id, a UUID. */
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: NotificationRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("lookout:monitors:NotificationRule", name, {}, opts);
    const { title, tags, handles, transform } = args;
    const told = { name: title, filter: { tags: [...tags] }, ...ruleRecipients(handles) };
    const rule = new datadog.MonitorNotificationRule(name, ...transformed(transform?.rule, told, { parent: this }));

    this.id = rule.id;
    this.registerOutputs({ id: this.id });
  }
}
