import type { DashboardDefinition, DashboardRule } from "./definition";

const TFP = "https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/dashboard";
const SCHEMA =
  "https://github.com/DataDog/terraform-provider-datadog/blob/master/datadog/resource_datadog_dashboard.go";
const dashboard = (more: Partial<DashboardDefinition> = {}): DashboardDefinition => ({
  title: "Hosts",
  layoutType: "ordered",
  ...more,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_TAGS = 5;

const tooManyTags: DashboardRule = {
  id: "dashboard/too-many-tags",
  verdict: "refused",
  because: "A dashboard has five tags at most.",
  source: SCHEMA,
  passes: dashboard({ tags: ["team:a", "team:b", "team:c", "team:d", "team:e"] }),
  fails: dashboard({ tags: ["team:a", "team:b", "team:c", "team:d", "team:e", "team:f"] }),
  *check({ definition: { tags = [] } }) {
    if (tags.length <= MOST_TAGS) return;
    yield { problem: `the dashboard has ${tags.length} tags`, remedy: `keep ${MOST_TAGS}` };
  },
};

const tagNotTeam: DashboardRule = {
  id: "dashboard/tag-not-team",
  verdict: "refused",
  because: "Of a dashboard's tags only teams are supported: team:<name>.",
  source: TFP,
  passes: dashboard({ tags: ["team:sre"] }),
  fails: dashboard({ tags: ["env:prod"] }),
  *check({ definition: { tags = [] } }) {
    for (const tag of tags.filter((one) => !/^team:\S+$/.test(one))) {
      yield { problem: `"${tag}" is no team's tag`, remedy: "write team:<name>, or drop it" };
    }
  },
};

const notifyList: DashboardRule = {
  id: "dashboard/notify-list",
  verdict: "refused",
  because:
    "Who is notified of a dashboard's changes are users: their handles are e-mail addresses, or a service's UUID.",
  source: "https://docs.datadoghq.com/api/latest/dashboards/#create-a-new-dashboard",
  passes: dashboard({ notifyLists: ["oncall@example.com"] }),
  fails: dashboard({ notifyLists: ["@slack-ops-alerts"] }),
  *check({ definition: { notifyLists = [] } }) {
    for (const handle of notifyLists.filter((one) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(one) && !UUID.test(one))) {
      yield { problem: `"${handle}" is no e-mail address`, remedy: "name a user of Datadog's: oncall@example.com" };
    }
  },
};

const isReadOnly: DashboardRule = {
  id: "dashboard/is-read-only",
  verdict: "may-be-meant",
  because: "isReadOnly has no effect any more: everybody may change the dashboard. It excludes restrictedRoles.",
  source: `${TFP}#is_read_only-1`,
  passes: dashboard({ isReadOnly: false }),
  fails: dashboard({ isReadOnly: true }),
  *check({ definition }) {
    if (definition.isReadOnly !== true) return;
    yield { problem: "isReadOnly protects nothing", remedy: "drop it, and name editors: a restriction policy" };
  },
};

const restrictedRole: DashboardRule = {
  id: "dashboard/restricted-role",
  verdict: "refused",
  because: "Roles that may change a dashboard are named by UUID.",
  source: `${TFP}#restricted_roles-1`,
  passes: dashboard({ restrictedRoles: ["5f0d4d1e-0000-4000-8000-0123456789ab"] }),
  fails: dashboard({ restrictedRoles: ["Datadog Admin Role"] }),
  *check({ definition: { restrictedRoles = [] } }) {
    for (const role of restrictedRoles.filter((one) => !UUID.test(one))) {
      yield { problem: `"${role}" is no role's UUID`, remedy: "write the id that Datadog's list of roles shows" };
    }
  },
};

const MOST_WIDGETS = 200;

const tooManyWidgets: DashboardRule = {
  id: "dashboard/too-many-widgets",
  verdict: "may-be-meant",
  because:
    "Datadog publishes no limit. The largest of the dashboards of its own integrations has 133 widgets, and one of a few megabytes was too large for a tool that declares it; long before, nobody finds anything there.",
  source: "https://github.com/DataDog/terraform-provider-datadog/issues/1035",
  passes: dashboard({ widgets: Array(MOST_WIDGETS).fill({ noteDefinition: { content: "A note." } }) }),
  fails: dashboard({ widgets: Array(MOST_WIDGETS + 1).fill({ noteDefinition: { content: "A note." } }) }),
  *check({ widgets }) {
    if (widgets.length <= MOST_WIDGETS) return;
    yield {
      problem: `the dashboard has ${widgets.length} widgets`,
      remedy: "make several of it, that link to each other",
    };
  },
};

/** Of a dashboard as a whole. */
export const wholeRules: readonly DashboardRule[] = [
  tooManyTags,
  tagNotTeam,
  notifyList,
  isReadOnly,
  restrictedRole,
  tooManyWidgets,
];
