import type { PostgresInstance } from "./integration";

/**
 * What an Agent's check can't serve, as sentences. Seen with 7.70.1, mended upstream in October 2025.
 *
 * @see https://github.com/DataDog/integrations-core/pull/21686
 */
export function unserved(server: PostgresInstance, agentVersion: string): string[] {
  if (!/^(\d+:)?7\.7[01]\./.test(agentVersion)) return [];
  const relations = [server, ...(server.moreDatabases ?? [])].flatMap((instance) => instance.relations ?? []);
  return relations.some(({ schemas }) => schemas !== undefined)
    ? [
        `relations with schemas fail on each run of Agent ${agentVersion} (column "nspname" does not exist); take a newer agent.version, or drop the schemas`,
      ]
    : [];
}
