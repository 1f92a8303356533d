import type { Provider } from "../rpc/provider.js";
import { pluginVersions } from "../versions.js";
import type { Client } from "./client.js";
import { checkConfiguration, connect } from "./configuration.js";
import { dashboardResource } from "./dashboard/resource.js";
import { downtimeResource } from "./downtime/resource.js";
import { monitorResource } from "./monitor/resource.js";
import { notificationRuleResource } from "./notification-rule/resource.js";
import { restrictionPolicyResource } from "./restriction-policy/resource.js";
import { sloCorrectionResource } from "./slo-correction/resource.js";
import { sloResource } from "./slo/resource.js";

/** A local stand-in of pulumi-datadog: its requests, state and plans, for seven types of resource. */
export function datadogProvider(): Provider {
  let connected: Client | undefined;
  const client = (): Client => {
    if (!connected) throw new Error("the Datadog plugin was asked for a resource before it was configured");
    return connected;
  };
  return {
    name: "datadog",
    version: pluginVersions.datadog,
    keepsSecrets: false,
    ignoresTimeouts: true,
    checkConfig: (inputs, call) => checkConfiguration(inputs, call),
    configure: async (inputs, call) => {
      connected = await connect(inputs, call);
    },
    resources: {
      "datadog:index/monitor:Monitor": monitorResource(client),
      "datadog:index/dashboard:Dashboard": dashboardResource(client),
      "datadog:index/downtimeSchedule:DowntimeSchedule": downtimeResource(client),
      "datadog:index/monitorNotificationRule:MonitorNotificationRule": notificationRuleResource(client),
      "datadog:index/restrictionPolicy:RestrictionPolicy": restrictionPolicyResource(client),
      "datadog:index/serviceLevelObjective:ServiceLevelObjective": sloResource(client),
      "datadog:index/sloCorrection:SloCorrection": sloCorrectionResource(client),
    },
  };
}
