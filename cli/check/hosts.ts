import { nearest } from "../../datadog/message/names";
import type { Finding } from "./finding";

/** A host as Datadog has it. */
export interface SeenHost {
  /** Its name and its aliases. */
  readonly names: readonly string[];
  readonly isUp: boolean | undefined;
  readonly lastReported: Date | undefined;
}

/**
 * The stack's hosts that Datadog does not see.
 *
 * @param since `24h`: how long ago it may have seen them.
 */
export function silentHosts(declared: readonly string[], seen: readonly SeenHost[], since: string): Finding[] {
  const names = seen.flatMap((host) => host.names.map((name) => name.toLowerCase()));
  return declared.flatMap((name): Finding[] => {
    const wrong = { about: "host", verdict: "wrong", by: [`hosts ${name}`], asked: `host ${name}` } as const;
    const agent = "see that its Agent runs: systemctl status datadog-agent";
    const host = seen.find((one) => one.names.some((other) => other.toLowerCase() === name.toLowerCase()));
    if (host === undefined) {
      const near = nearest(name, names);
      const called = near === undefined ? "" : `, or why it calls itself ${near}`;
      return [{ ...wrong, found: `was not seen in the last ${since}`, remedy: `${agent}${called}` }];
    }
    if (host.isUp !== false) return [];
    const last = host.lastReported === undefined ? "" : `, last at ${host.lastReported.toISOString().slice(0, 16)}Z`;
    return [{ ...wrong, found: `does not report now${last}`, remedy: agent }];
  });
}
