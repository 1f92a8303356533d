import { extraAdvice } from "../agent/extra";
import { pathInWords } from "../../settings/path-in-words";
import type { Settings } from "./settings";

/** What can be better in `extra` of the Agents: each key once, where it is said first, of all hosts before one. */
export function adviceOnExtras({ agent, defaults, groups, hosts }: Settings): string[] {
  const places = [
    { path: ["agent"], agent },
    { path: ["defaults", "agent"], agent: defaults?.agent },
    ...Object.entries(groups).map(([name, group]) => ({ path: ["groups", name, "agent"], agent: group.agent })),
    ...hosts.map((host, i) => ({ path: ["hosts", i, "agent"], agent: host.agent })),
  ];
  const said = new Set<string>();
  return places.flatMap(({ path: place, agent: one }) =>
    extraAdvice(one?.extra ?? {}).flatMap(({ path, key, message }) => {
      if (said.has(key)) return [];
      said.add(key);
      return [`${pathInWords([...place, "extra", ...path])} ${message}`];
    }),
  );
}
