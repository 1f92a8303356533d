import { agentsIn, type ReachedAgent } from "../drift/declared";
import type { Registration } from "../stack/program";

const AGENT = "lookout:agent:HostAgent";
const COMMAND = "command:remote:Command";

/** The Agents that a stack's program declares, and how their hosts are reached. */
export function agentsOf(registrations: readonly Registration[]): ReachedAgent[] {
  const agents = registrations.filter(({ type }) => type === AGENT);
  const urn = ({ type, name }: Registration) => `${type}::${name}`;
  const parents = new Map<string, string>(
    agents.flatMap((agent) =>
      ["package", "configuration"].map((command): [string, string] => [`${agent.name}-${command}`, urn(agent)]),
    ),
  );
  return agentsIn(
    registrations
      .filter((one) => one.type === AGENT || (one.type === COMMAND && parents.has(one.name)))
      .map((one) => {
        const parent = one.type === COMMAND ? parents.get(one.name) : undefined;
        return { urn: urn(one), type: one.type, inputs: one.inputs, ...(parent !== undefined && { parent }) };
      }),
  );
}
