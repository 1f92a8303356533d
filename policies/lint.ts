import { LOOKED_AT } from "../components/looked-at";
import { UNREADABLE } from "../components/unknown";
import type { Finding } from "../datadog/finding";
import { withoutUnseenGroups } from "../datadog/lint/composite-groups";
import { nearMissRules } from "../datadog/lint/near-miss/rules";
import { severityOf } from "../datadog/lint/rule";
import { FAMILIES } from "../datadog/lint/rules";
import type { Declared } from "./declared";
import { monitorIn } from "./monitor";
import type { PolicyRule } from "./rule";

const LEVELS = { error: "mandatory", warning: "advisory" } as const;

/**
 * Of a downtime that is there the start is past, and whether it is there a policy is not told. A near miss is one of what
 * the stack's settings and its other objects name, and a policy sees one resource.
 */
export const NOT_TO_BE_TOLD = ["downtime/start-in-the-past", ...nearMissRules.map(({ id }) => id)];

const applicable = FAMILIES.flatMap(({ rules }) => rules).filter(({ id }) => !NOT_TO_BE_TOLD.includes(id));

/** The linter's rules, each of what a stack declares in Datadog. */
export const lintRules: readonly PolicyRule[] = [
  ...applicable.map((rule) => {
    const { id, because, source } = rule;
    return ofFindings(id, severityOf(rule), { because, source });
  }),
  ofFindings(UNREADABLE, "error", {
    because: "A monitor or a dashboard in JSON is one object, as the API has it.",
    source: "https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor",
  }),
];

function ofFindings(
  id: string,
  severity: Finding["severity"],
  said: Pick<PolicyRule, "because" | "source">,
): PolicyRule {
  return {
    id,
    level: LEVELS[severity],
    ...said,
    check: (resource) =>
      // What became true of an object by itself, as that its end is past, is said less loud, and stops nothing.
      findingsOf(resource).filter((one) => one.rule === id && one.severity === severity),
  };
}

/** Each rule asks for those of the same resource, one after the other. */
let last: { readonly key: string; readonly findings: readonly Finding[] } | undefined;

function findingsOf(resource: Declared): readonly Finding[] {
  const look = LOOKED_AT[resource.type];
  if (look === undefined || resource.isAdopted) return [];
  const { urn, inputs } = resource;
  const key = `${urn} ${JSON.stringify(inputs)}`;
  if (last?.key !== key) {
    last = { key, findings: withoutUnseenGroups(monitorIn(resource)?.type, look(asDeclared(inputs)).findings) };
  }
  return last.findings;
}

/** Without what the provider puts there by itself where a monitor says nothing of it. */
function asDeclared({ noDataTimeframe, ...inputs }: Declared["inputs"]): Declared["inputs"] {
  const isDefault = noDataTimeframe === PROVIDERS_TIMEFRAME && inputs.notifyNoData !== true;
  return noDataTimeframe === undefined || isDefault ? inputs : { ...inputs, noDataTimeframe };
}

/** @see https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/monitor#no_data_timeframe-1 */
const PROVIDERS_TIMEFRAME = 10;
