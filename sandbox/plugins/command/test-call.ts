import type { Call, Severity } from "../rpc/provider.js";

/** A request as the engine would make it, that keeps what it logs. */
export interface TestCall extends Call {
  readonly logged: readonly (readonly [Severity, string])[];
  readonly statuses: readonly string[];
}

export function testCall(name = "test", signal = new AbortController().signal): TestCall {
  const logged: [Severity, string][] = [];
  const statuses: string[] = [];
  return {
    urn: `urn:pulumi:dev::test::command:remote:Command::${name}`,
    name,
    signal,
    log: (severity, message) => logged.push([severity, message]),
    status: (message) => statuses.push(message),
    logged,
    statuses,
  };
}
