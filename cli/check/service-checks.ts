import type { Registration } from "../stack/program";
import { monitorsIn } from "./declared";
import type { Finding } from "./finding";
import type { Need } from "./need";

/** A service check that a monitor asks for. */
export interface CheckNeed extends Need {
  /** The monitor's name in the stack. */
  readonly monitor: string;
  /** Of one that is taken over. */
  readonly importId?: string;
}

/** A monitor as Datadog has it. */
export interface MonitorState {
  readonly query: string;
  readonly created: Date | undefined;
  readonly overall: string | undefined;
  /** Of each group: `OK`, `Alert`, `No Data`, … */
  readonly groups: readonly string[];
}

const NO_DATA = "No Data";

/** So long after it was made, a monitor may have seen nothing yet. */
const NEW_MINUTES = 10;

export function checkNeeds(registrations: readonly Registration[]): CheckNeed[] {
  return monitorsIn(registrations).flatMap(({ place, query, registration: { name, importId } }) =>
    query?.kind === "check"
      ? [{ of: query.check, by: [place], monitor: name, ...(importId !== undefined && { importId }) }]
      : [],
  );
}

/**
 * Whether the check has run lately, which Datadog says nowhere but in its monitors: each group that one knows is a place
 * where the check runs.
 *
 * @param state of the monitor; undefined where Datadog has none yet.
 */
export function idleCheck({ of, by }: CheckNeed, state: MonitorState | undefined, now: Date): Finding | undefined {
  const unasked = (found: string): Finding => ({
    ...{ about: "check", verdict: "unasked", by, asked: `service check ${of}`, found },
    remedy: "ask again when pulumi up has run",
  });
  if (state?.query.includes(`"${of}"`) !== true) {
    return unasked("can't be asked for yet: only its monitor says whether it runs, and that is not in Datadog");
  }
  const statuses = state.groups.length > 0 ? state.groups : [state.overall];
  if (statuses.some((status) => status !== NO_DATA)) return undefined;
  if (state.created !== undefined && now.getTime() - state.created.getTime() < NEW_MINUTES * 60_000) {
    return unasked(`has no run yet, and its monitor was made less than ${NEW_MINUTES} minutes ago`);
  }
  return {
    ...{ about: "check", verdict: "wrong", by, asked: `service check ${of}` },
    found: "has not run lately: its monitor has no data",
    remedy: `see on its hosts what the Agent says: datadog-agent check ${of.split(".")[0] ?? ""}`,
  };
}
