import type { Integration } from "./integration";

/** The packages of the Agent that Datadog has. @see https://docs.datadoghq.com/agent/configuration/fips-compliance/ */
export const FLAVORS = ["datadog-agent", "datadog-iot-agent", "datadog-fips-agent"] as const;

/** Of the Agent's own checks those that are no Python; any other the IoT Agent does not have. */
const WITHOUT_PYTHON: ReadonlySet<string> = new Set(
  "cpu disk docker file_handle io jetson load memory network ntp systemd uptime".split(" "),
);

/** What a flavor can't run. */
export function flavorMistake(flavor: string | undefined, integrations: readonly Integration[]): string | undefined {
  if (flavor !== "datadog-iot-agent") return undefined;
  const missing = integrations.filter(
    ({ name, instances, source }) => source !== undefined || (instances.length > 0 && !WITHOUT_PYTHON.has(name)),
  );
  if (missing.length === 0) return undefined;
  const names = [...new Set(missing.map(({ name }) => name))].join(", ");
  return `datadog-iot-agent has no Python and can't run ${names}; take them out, or another agent.flavor`;
}
