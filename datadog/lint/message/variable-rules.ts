import { isStateCondition } from "../../message/conditions";
import { example, type MessageRule } from "./rules";
import { CONDITIONALS, GROUPS, VALUES, VARIABLES } from "./sources";
import type { Mistake } from "../rule";
import { isShown, type MessageSubject, mistakeIn, type Place } from "./subject";
import { filled, type Unfilled, usesOf } from "./variables";

/** Variables that nothing fills: they are empty, and nobody is notified. */
export const variableRules: readonly MessageRule[] = [
  {
    id: "message/empty-host-variable",
    verdict: "never-works",
    because: "{{host.name}}, {{host.ip}} and the host's tags are there where the query is grouped by host.",
    source: GROUPS,
    passes: example("high on {{host.name}} @oncall@example.com"),
    fails: example("high on {{host.name}} @oncall@example.com", { groups: ["env"] }),
    check: (subject) =>
      never(subject, "host", (name) =>
        subject.groups.includes("host")
          ? `{{${name}}} is empty: it names no attribute of the host`
          : `{{${name}}} is empty: the query is not grouped by host`,
      ),
  },
  {
    id: "message/group-missing",
    verdict: "never-works",
    because: "A tag's variable is filled where the query is grouped by the tag.",
    source: GROUPS,
    passes: example("{{cluster.name}} is full @oncall@example.com", { groups: ["cluster"] }),
    fails: example("{{cluster.name}} is full @oncall@example.com", { groups: ["env"] }),
    check: (subject) => never(subject, "group", (name) => `{{${name}}} is empty: the query is not grouped by it`),
  },
  {
    id: "message/group-not-notified-by",
    verdict: "never-works",
    because:
      "A tag's variable is filled where one notification is of one such tag: a monitor that notifies by other keys than its groups has none of the others.",
    source: "https://docs.datadoghq.com/monitors/guide/alert_aggregation/",
    passes: example("{{cluster.name}} is full @oncall@example.com", {
      groups: ["cluster", "pod"],
      notifiesBy: ["cluster"],
    }),
    fails: example("{{pod.name}} is full @oncall@example.com", { groups: ["cluster", "pod"], notifiesBy: ["cluster"] }),
    *check(subject) {
      const { notifiesBy = [] } = subject;
      const whole = notifiesBy.length === 0 ? "all groups together" : `a whole ${notifiesBy.join(" and ")}`;
      yield* never(subject, "notified", (name) => `{{${name}}} is empty: one notification is of ${whole}`);
    },
  },
  {
    id: "message/tag-perhaps-missing",
    verdict: "may-be-meant",
    because:
      "Without a group of its own, the variable of a reserved key (service, env, version, team, …) is empty where the alert has no such tag.",
    source: GROUPS,
    passes: example("{{service.name}} fails @oncall@example.com", { groups: ["host", "service"] }),
    fails: example("{{service.name}} fails @oncall@example.com"),
    *check(subject) {
      for (const { name, offset, part } of usesOf(subject)) {
        const fill = filled(name, subject);
        if (fill.is !== "tag") continue;
        const remedy = `add ${fill.group} to the query's groups, or say what to do without it`;
        yield mistakeIn(part, offset, `{{${name}}} may be empty: the query is not grouped by ${fill.group}`, remedy);
      }
    },
  },
  {
    id: "message/period-in-group",
    verdict: "never-works",
    because: "A tag key or a facet with a period stands in brackets, or its parts are read as keys of their own.",
    source: GROUPS,
    passes: example("{{[@http.url].name}} fails @oncall@example.com", { groups: ["@http.url"], watches: "log" }),
    fails: example("{{@http.url.name}} fails @oncall@example.com", { groups: ["@http.url"], watches: "log" }),
    check: (subject) => never(subject, "period", (name) => `{{${name}}} is empty: its group has a period`),
  },
  {
    id: "message/unknown-variable",
    verdict: "never-works",
    because: "What is no variable of the monitor is empty.",
    source: VALUES,
    passes: example("at {{value}} @oncall@example.com"),
    fails: example("at {{valeu}} @oncall@example.com"),
    check: (subject) => never(subject, "unknown", (name) => `{{${name}}} is no variable of this monitor`),
  },
  {
    id: "message/match-on-empty",
    verdict: "never-works",
    because: "A conditional on a variable that nothing fills never changes: its text is never shown, or always.",
    source: CONDITIONALS,
    passes: example('{{#is_match "host.name" "db"}}a database{{/is_match}} is full @oncall@example.com'),
    fails: example('{{#is_match "cluster.name" "db"}}a database{{/is_match}} is full @oncall@example.com', {
      groups: ["env"],
    }),
    *check(subject) {
      for (const { name, offset, part, by } of usesOf(subject)) {
        const fill = filled(name, subject);
        if (by !== "condition" || fill.is !== "never" || subject.groups.includes(name)) continue;
        yield mistakeIn(part, offset, `"${name}" is always empty here`, fill.remedy.replace(/\{\{|\}\}/g, '"'));
      }
    },
  },
  {
    id: "message/match-without-name",
    verdict: "may-be-meant",
    because: "A conditional matches a tag by its variable, whose name ends in .name.",
    source: "https://github.com/DataDog/documentation/pull/1961",
    passes: example('{{#is_match "env.name" "prod"}}in production: {{/is_match}}full @oncall@example.com', {
      groups: ["env"],
    }),
    fails: example('{{#is_match "env" "prod"}}in production: {{/is_match}}full @oncall@example.com', {
      groups: ["env"],
    }),
    *check(subject) {
      for (const { name, offset, part, by } of usesOf(subject)) {
        if (by !== "condition" || !subject.groups.includes(name)) continue;
        yield mistakeIn(part, offset, `"${name}" is a group, not its variable`, `write "${name}.name"`);
      }
    },
  },
  {
    id: "message/empty-warning-threshold",
    verdict: "never-works",
    because: "{{warn_threshold}} is the monitor's warning threshold, and empty where it has none.",
    source: VALUES,
    passes: example("above {{warn_threshold}} @oncall@example.com", { notifies: ["alert", "warning"] }),
    fails: example("above {{warn_threshold}} @oncall@example.com"),
    *check(subject) {
      if (subject.notifies.includes("warning")) return;
      for (const { name, offset, part, place } of usesOf(subject)) {
        if (name !== "warn_threshold" && name !== "warn_recovery_threshold") continue;
        if (!isShown(place, subject)) continue;
        yield mistakeIn(
          part,
          offset,
          `{{${name}}} is empty: the monitor has no warning threshold`,
          "declare one, or drop the variable",
        );
      }
    },
  },
  {
    id: "message/value-without-data",
    verdict: "may-be-meant",
    because: "{{value}} is the value that breached the threshold: where no data came, there is none.",
    source: VALUES,
    passes: example(
      "{{#is_no_data}}nothing came{{/is_no_data}}{{#is_alert}}at {{value}}{{/is_alert}} @oncall@example.com",
      {
        notifies: ["alert", "noData"],
      },
    ),
    fails: example(
      "{{#is_no_data}}nothing at {{value}}{{/is_no_data}}{{#is_alert}}high{{/is_alert}} @oncall@example.com",
      {
        notifies: ["alert", "noData"],
      },
    ),
    *check(subject) {
      for (const { name, offset, part, place } of usesOf(subject)) {
        const { situations } = place;
        if (name !== "value" || situations.length === 0 || !isShown(place, subject)) continue;
        if (!situations.every(({ state }) => state === "noData")) continue;
        yield mistakeIn(
          part,
          offset,
          "{{value}} is not filled where no data came",
          "say since when nothing comes instead",
        );
      }
    },
  },
  {
    id: "message/attribute-routes",
    verdict: "may-be-meant",
    because:
      "An attribute of the triggering event may be missing; then the conditional holds for no string, and who stands in it is not notified.",
    source: `${VARIABLES}#matching-attributetag-variables`,
    passes: example('fails {{#is_match "log.service" "shop"}}@slack-shop{{else}}@slack-ops{{/is_match}}', {
      watches: "log",
    }),
    fails: example('fails {{#is_match "log.service" "shop"}}@slack-shop{{/is_match}}', { watches: "log" }),
    *check(subject) {
      for (const { name, offset, part, place, by } of usesOf(subject)) {
        if (by !== "condition" || place.node.kind !== "block" || place.node.negated) continue;
        if (!/^(log|span|rum|issue|event|cipipeline|citest|audit)\./.test(name)) continue;
        const { body, otherwise } = place.node;
        if (otherwise !== undefined || !body.some(({ kind }) => kind === "handle")) continue;
        if (part.places.some((other) => other.node.kind === "handle" && !hangsOnValue(other))) continue;
        yield mistakeIn(
          part,
          offset,
          `who is notified hangs on "${name}", which an event may not have`,
          "name in {{else}} who is notified then",
        );
      }
    },
  },
];

function* never(
  subject: MessageSubject,
  because: Unfilled["because"],
  problem: (name: string) => string,
): Generator<Mistake> {
  for (const { name, offset, part, by } of usesOf(subject)) {
    const fill = filled(name, subject);
    // Of a conditional, a rule of its own says what comes of it.
    if (by === "condition" || fill.is !== "never" || fill.because !== because) continue;
    yield mistakeIn(part, offset, problem(name), fill.remedy);
  }
}

function hangsOnValue({ within }: Place): boolean {
  return within.some(({ block }) => !isStateCondition(block.name));
}
