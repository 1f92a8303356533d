import { join } from "node:path";

import type { Clock } from "./clock.js";
import { DashboardStore } from "./dashboards.js";
import { DowntimeStore } from "./downtimes/store.js";
import { StateHistory } from "./evaluate/state-history.js";
import { MonitorStates } from "./evaluate/states.js";
import { MonitorStore } from "./monitors/store.js";
import { NotificationRuleStore } from "./notification-rules.js";
import { RecipientStore } from "./recipients/store.js";
import { RestrictionPolicyStore } from "./restriction-policies.js";
import { CorrectionStore } from "./slos/corrections.js";
import { SloStore } from "./slos/store.js";
import { SnapshotStore } from "./snapshots/store.js";
import { EventStore } from "./state/events.js";
import { HostStore } from "./state/hosts.js";
import { MadeUpPast } from "./state/made-up-past.js";
import { NotificationStore } from "./state/notifications.js";
import { SeriesStore } from "./state/series.js";
import { ServiceCheckStore } from "./state/service-checks.js";
import { StatementStore } from "./state/statements.js";
import { TraceStatsStore } from "./traces/stats-store.js";
import { TraceStore } from "./traces/store.js";

/** Everything that the stand-in keeps, each part in a file or folder of its own. */
export interface Stores {
  readonly monitors: MonitorStore;
  readonly states: MonitorStates;
  readonly stateHistory: StateHistory;
  readonly dashboards: DashboardStore;
  readonly downtimes: DowntimeStore;
  readonly notificationRules: NotificationRuleStore;
  readonly slos: SloStore;
  readonly corrections: CorrectionStore;
  readonly restrictionPolicies: RestrictionPolicyStore;
  readonly recipients: RecipientStore;
  readonly series: SeriesStore;
  readonly madeUpPast: MadeUpPast;
  readonly checks: ServiceCheckStore;
  readonly hosts: HostStore;
  readonly events: EventStore;
  readonly notifications: NotificationStore;
  readonly snapshots: SnapshotStore;
  readonly statements: StatementStore;
  readonly traces: TraceStore;
  readonly traceStats: TraceStatsStore;
}

export function openStores(folder: string, clock: Clock): Stores {
  return {
    monitors: new MonitorStore(join(folder, "monitors.json"), clock),
    states: new MonitorStates(join(folder, "monitor-states.json")),
    stateHistory: new StateHistory(join(folder, "state-history")),
    dashboards: new DashboardStore(join(folder, "dashboards.json"), clock),
    downtimes: new DowntimeStore(join(folder, "downtimes.json"), clock),
    notificationRules: new NotificationRuleStore(join(folder, "notification-rules.json"), clock),
    slos: new SloStore(join(folder, "slos.json"), clock),
    corrections: new CorrectionStore(join(folder, "slo-corrections.json"), clock),
    restrictionPolicies: new RestrictionPolicyStore(join(folder, "restriction-policies.json")),
    recipients: new RecipientStore(join(folder, "recipients.json"), clock),
    series: new SeriesStore(join(folder, "series"), clock),
    madeUpPast: new MadeUpPast(join(folder, "made-up-past.json")),
    checks: new ServiceCheckStore(join(folder, "checks"), clock),
    hosts: new HostStore(join(folder, "hosts.json")),
    events: new EventStore(join(folder, "events.json")),
    notifications: new NotificationStore(join(folder, "notifications.json")),
    snapshots: new SnapshotStore(join(folder, "snapshots.json"), clock),
    statements: new StatementStore(join(folder, "statements")),
    traces: new TraceStore(join(folder, "traces")),
    traceStats: new TraceStatsStore(join(folder, "trace-stats"), clock),
  };
}
