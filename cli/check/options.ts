import type { StackOptions } from "../stack/options";
import { minutesOf } from "../../datadog/schedule/duration";
import { StackError } from "../stack/stacks";
import { type Finding, type Subject, SUBJECTS } from "./finding";

/** As the command line has them. */
export interface Options extends StackOptions {
  readonly live?: true;
  readonly since: string;
  readonly format: "text" | "json";
  readonly failOn: string;
  readonly strict?: true;
}

export interface Wanted {
  readonly minutes: number;
  readonly failOn: readonly Subject[];
}

const HOUR = 60;
/** Datadog keeps a host's last report for seven days: https://docs.datadoghq.com/api/latest/hosts/ */
const WEEK = 7 * 24 * HOUR;

/** @throws StackError that says all that is wrong. */
export function read({ live, since, failOn }: Options): Wanted {
  const minutes = minutesOf(since) ?? 0;
  const named = failOn === "all" ? [...SUBJECTS] : failOn === "none" ? [] : failOn.split(",");
  const unknown = named.filter((one) => !isSubject(one));
  const mistakes = [
    ...(live === true ? [] : ["check asks Datadog: add --live; what needs no network says lookout lint"]),
    ...(minutes >= HOUR && minutes <= WEEK ? [] : [`--since ${since}: expected 1h to 7d, such as 24h`]),
    ...unknown.map((one) => `--fail-on ${one}: expected all, none, or of ${SUBJECTS.join(",")}`),
  ];
  if (mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  return { minutes, failOn: named.filter(isSubject) };
}

function isSubject(text: string): text is Subject {
  return (SUBJECTS as readonly string[]).includes(text);
}

/** 1 where something is wrong that counts; 2 where that could not be asked, and it is to be strict. */
export function exitCode(findings: readonly Finding[], failOn: readonly Subject[], strict: boolean): 0 | 1 | 2 {
  const counting = findings.filter(({ about }) => failOn.includes(about));
  if (counting.some(({ verdict }) => verdict === "wrong")) return 1;
  return strict && counting.length > 0 ? 2 : 0;
}
