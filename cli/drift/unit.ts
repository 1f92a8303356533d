import { type Facts, factsNamed } from "./facts";
import type { Repair, Row } from "./row";

/** A unit of systemd's must run, and be started with the machine. */
export function unitRows(host: string, name: string, facts: Facts, repair: Repair): Row[] {
  const [, active = "unknown", enabled = "unknown"] = factsNamed(facts, "unit").find(([unit]) => unit === name) ?? [];
  const drift = (declared: string, found: string): Row => ({
    ...{ host, what: `unit ${name}`, verdict: "drift", declared, found, repair },
  });
  return [
    ...(active === "active" ? [] : [drift("active", active)]),
    ...(enabled === "enabled" ? [] : [drift("enabled", enabled)]),
  ];
}
