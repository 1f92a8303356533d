import * as pulumi from "@pulumi/pulumi";
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
        const inputs = plain(one.inputs) as Record<string, unknown>;
        return { urn: urn(one), type: one.type, inputs, ...(parent !== undefined && { parent }) };
      }),
  );
}

/** What a program registers, with what its secrets hold. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (pulumi.runtime.specialSigKey in value) return plain((value as { readonly value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
