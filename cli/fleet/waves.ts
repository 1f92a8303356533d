import { countInWords, numberInWords } from "../../datadog/metrics/value-words";
import type { Fleet, Wave } from "../../settings/fleet";
import { inTurns } from "../in-turns";
import { type Checks, type Engine, isChanged, type Ran } from "./engine";

/** `interrupted`: it was ended by whoever runs the fleet; what it had begun is finished. */
export type State = "updated" | "unchanged" | "failed" | "interrupted" | "not begun";

/** What became of a stack. */
export interface StackReport {
  readonly stack: string;
  readonly state: State;
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly errors: readonly string[];
}

export interface WaveReport {
  readonly wave: string;
  readonly stacks: readonly StackReport[];
  /** Why the next does not begin, beside what failed: what was not proved. */
  readonly problems: readonly string[];
}

/** Stacks and waves in the fleet's order, those not begun among them. */
export interface FleetReport {
  readonly result: "done" | "stopped" | "interrupted";
  readonly waves: readonly WaveReport[];
}

/** What goes on outside. */
export interface Surroundings {
  readonly engine: Pick<Engine, "up" | "changedAt">;
  /** What alerts now that is of these hosts, or of none. @default nobody is asked */
  readonly alerts?: ((hosts: ReadonlySet<string>) => Promise<readonly string[]>) | undefined;
  readonly now: () => Date;
  /** Ends early once it is interrupted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly isInterrupted: () => boolean;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** What is being done just now. */
  readonly progress: (words: string) => void;
}

const MINUTE = 60_000;

/** With what it has of the fleet. */
type OwnWave = Wave & { readonly atOnce: number };

/** Brings a fleet up, wave after wave. Where one is not done, or not proved, none begins after it. */
export async function upInWaves(fleet: Fleet, around: Surroundings): Promise<FleetReport> {
  const reports: WaveReport[] = [];
  let result: FleetReport["result"] = "done";
  for (const [i, wave] of fleet.waves.entries()) {
    if (around.isInterrupted() && result === "done") result = "interrupted";
    if (result !== "done") {
      reports.push({ wave: wave.name, stacks: wave.stacks.map(notBegun), problems: [] });
      continue;
    }
    around.say(`wave ${i + 1} of ${fleet.waves.length}, ${wave.name}: ${wave.stacks.join(", ")}`);
    const report = await upWave({ ...wave, atOnce: wave.atOnce ?? fleet.atOnce }, around);
    reports.push(report);
    const isDone = report.problems.length === 0 && report.stacks.every(({ state }) => isFinished(state));
    if (!isDone) result = around.isInterrupted() ? "interrupted" : "stopped";
  }
  return { result, waves: reports };
}

export function isFinished(state: State): boolean {
  return state === "updated" || state === "unchanged";
}

function notBegun(stack: string): StackReport {
  return { stack, state: "not begun", changes: {}, seconds: 0, errors: [] };
}

async function upWave(wave: OwnWave, around: Surroundings): Promise<WaveReport> {
  const done: StackReport[] = [];
  const proved: Record<string, Checks> = {};
  const stacks = await inTurns(wave.stacks, wave.atOnce, async (stack): Promise<StackReport> => {
    if (around.isInterrupted() || done.some(({ state }) => !isFinished(state))) return notBegun(stack);
    const { checks = {}, ...ran } = await around.engine.up(stack, (count) => {
      around.progress(`${stack}: ${count} resources looked at; ${done.length} of ${wave.stacks.length} stacks done`);
    });
    const report = { stack, state: stateOf(ran, around.isInterrupted()), ...ran };
    proved[stack] = checks;
    done.push(report);
    around.say(lineOf(report));
    return report;
  });
  const isDone = stacks.every(({ state }) => isFinished(state));
  const problems = isDone ? await unproved(wave, proved, around) : [];
  for (const problem of problems) around.say(`  ✖ ${problem}`);
  return { wave: wave.name, stacks, problems };
}

function stateOf({ errors, changes }: Ran, isInterrupted: boolean): State {
  if (errors.length > 0) return isInterrupted ? "interrupted" : "failed";
  return isChanged(changes) ? "updated" : "unchanged";
}

/** What speaks against the next wave, once all of this one is done. */
async function unproved(
  wave: OwnWave,
  proved: Readonly<Record<string, Checks>>,
  around: Surroundings,
): Promise<readonly string[]> {
  const checks = Object.entries(proved).flatMap(([stack, hosts]) =>
    Object.entries(hosts).flatMap(([host, own]) =>
      Object.entries(own).map(([check, status]) => ({ host, check, status, stack })),
    ),
  );
  const failing = checks.filter(({ status }) => status !== "OK");
  if (failing.length > 0) {
    return failing.map(({ stack, host, check, status }) => `${stack}: the check ${check} of ${host} is ${status}`);
  }
  const hosts = new Set(Object.values(proved).flatMap((one) => Object.keys(one)));
  if (hosts.size > 0)
    around.say(`  proved: ${countInWords(checks.length, "check")} of ${countInWords(hosts.size, "host")} OK`);
  return around.alerts === undefined ? [] : soaked(wave, hosts, around.alerts, around);
}

/** Looks at the monitors once a minute, until nothing has alerted for so long after the wave's last change. */
async function soaked(
  { name, stacks, atOnce, soakMinutes }: OwnWave,
  hosts: ReadonlySet<string>,
  alerts: NonNullable<Surroundings["alerts"]>,
  { engine, now, sleep, isInterrupted, say, progress }: Surroundings,
): Promise<readonly string[]> {
  const changed = soakMinutes === 0 ? [] : await inTurns(stacks, atOnce, (stack) => engine.changedAt(stack));
  const last = Math.max(...changed.map((at) => at?.getTime() ?? 0), 0);
  for (;;) {
    const left = last + soakMinutes * MINUTE - now().getTime();
    if (isInterrupted() && left > 0) {
      return [`${name} was to be looked at for ${countInWords(Math.ceil(left / MINUTE), "minute")} more`];
    }
    const found = await alerts(hosts);
    if (found.length > 0) return found;
    if (left <= 0) break;
    progress(
      `${name}: nothing alerts; ${countInWords(Math.ceil(left / MINUTE), "minute")} of ${numberInWords(soakMinutes)} left`,
    );
    await sleep(Math.min(left, MINUTE));
  }
  const since = soakMinutes === 0 ? "" : ` ${countInWords(soakMinutes, "minute")} after its last change`;
  say(`  proved: nothing alerts${since}`);
  return [];
}

const MARKS: Readonly<Record<State, string>> = {
  ...{ updated: "✔", unchanged: "✔", failed: "✖", interrupted: "✖", "not begun": " " },
};

function lineOf({ stack, state, changes, seconds, errors }: StackReport): string {
  const [first = "", ...more] = errors.flatMap((error) => error.split("\n"));
  const what = isFinished(state) ? changesInWords(changes) : first;
  const rest = more.length === 0 || isFinished(state) ? "" : `\n${more.map((line) => `      ${line}`).join("\n")}`;
  return `  ${MARKS[state]} ${stack}: ${state === "interrupted" ? "interrupted: " : ""}${what}${rest} [${Math.round(seconds)}s]`;
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ create: "made", update: "changed", delete: "deleted", replace: "made anew", same: "unchanged" },
};

function changesInWords(changes: Readonly<Record<string, number>>): string {
  const parts = Object.entries(WORDS).flatMap(([op, word]) => {
    const count = changes[op] ?? 0;
    return count > 0 ? [`${count} ${word}`] : [];
  });
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
