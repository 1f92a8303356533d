import type { CheckStatus } from "../../datadog/evaluate/history";
import { nearest } from "../mistakes";
import { secondsOf } from "./durations";
import { NotationError } from "./notation-error";

/** What a series is for a while. */
export type Shape =
  | { readonly kind: "gap" }
  | { readonly kind: "level"; readonly value: number }
  /** From one value to another, which what follows begins with. */
  | { readonly kind: "ramp"; readonly from: number; readonly to: number }
  /** Lowest twelve hours away from the peak; in minutes after midnight. */
  | { readonly kind: "daily"; readonly low: number; readonly high: number; readonly peak: number };

export interface Part<Of> {
  readonly of: Of;
  /** To either side, evenly spread. */
  readonly noise?: number;
  /** None of the last: it goes on to the end. */
  readonly length?: { readonly points: number } | { readonly seconds: number };
}

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?`;
const LENGTH = String.raw`(?:\s*x\s*(?<points>\d+)|\s+(?:for|in)\s+(?<length>\w+))?`;
const END = String.raw`\s*(?:,\s*|(?<=\s)|$)`;
const VALUE = new RegExp(
  String.raw`(?:(?<gap>_)|daily\s+(?<low>${NUMBER})\s*\.\.\s*(?<high>${NUMBER})(?:\s+peak\s+(?<hour>\d{1,2}):(?<minute>\d{2}))?|(?<from>${NUMBER})(?:\s*->\s*(?<to>${NUMBER}))?)(?:\s*~\s*(?<noise>${NUMBER}))?${LENGTH}${END}`,
  "iy",
);
const RUN = new RegExp(String.raw`(?<status>[a-z]+|_)${LENGTH}${END}`, "iy");

/** When people are awake. */
const USUAL_PEAK_HOUR = 15;

/**
 * What a series' values are, part after part: `100 x20, 0 -> 900 in 30m, 900 ~50 for 10m, _ for 15m, daily 200..600`.
 *
 * @throws NotationError
 */
export function valuesOf(text: string): Part<Shape>[] {
  const parts = partsOf(text, VALUE, "expected such as 5 x60, 0 -> 900 in 30m, daily 200..600, _ for 10m", (groups) => {
    const noise = groups.noise === undefined ? {} : { noise: Math.abs(Number(groups.noise)) };
    return { of: shapeOf(groups), ...noise };
  });
  // What comes last goes on to the end; another ramp, or another rhythm, is no single point.
  const isEndless = ({ of, length }: Part<Shape>) =>
    length === undefined && (of.kind === "ramp" || of.kind === "daily");
  if (parts.slice(0, -1).some(isEndless)) {
    throw new NotationError("has no length where it is not the last; expected such as 0 -> 900 in 30m");
  }
  return parts;
}

/**
 * What runs of a service check said: `OK x10 CRITICAL x3 OK`.
 *
 * @throws NotationError
 */
export function runsOf(text: string): Part<CheckStatus | undefined>[] {
  return partsOf(text, RUN, "expected such as OK x10 CRITICAL x3 OK", ({ status = "" }) => ({ of: statusOf(status) }));
}

type Groups = Readonly<Partial<Record<string, string>>>;

function partsOf<Of>(
  text: string,
  pattern: RegExp,
  expected: string,
  read: (groups: Groups) => Omit<Part<Of>, "length">,
): Part<Of>[] {
  const parts: Part<Of>[] = [];
  const written = text.trim();
  if (written === "") throw new NotationError(`is empty; ${expected}`);
  pattern.lastIndex = 0;
  while (pattern.lastIndex < written.length) {
    const at = pattern.lastIndex;
    const found = pattern.exec(written);
    if (found === null) throw new NotationError(`can't be read from "${excerpt(written.slice(at))}" on; ${expected}`);
    parts.push({ ...read(found.groups ?? {}), ...lengthOf(found.groups ?? {}) });
  }
  return parts;
}

function excerpt(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}

function lengthOf({ points, length }: Groups): Pick<Part<unknown>, "length"> {
  if (points !== undefined) return { length: { points: Number(points) } };
  return length === undefined ? {} : { length: { seconds: secondsIn(length) } };
}

function secondsIn(text: string): number {
  try {
    return secondsOf(text);
  } catch (error) {
    throw error instanceof NotationError ? new NotationError(`has "${text}", which ${error.message}`) : error;
  }
}

function shapeOf({ gap, low, high, hour, minute, from, to }: Groups): Shape {
  if (gap !== undefined) return { kind: "gap" };
  if (low !== undefined && high !== undefined) {
    const peak = hour === undefined ? USUAL_PEAK_HOUR * 60 : Number(hour) * 60 + Number(minute);
    return { kind: "daily", low: Number(low), high: Number(high), peak };
  }
  return to === undefined
    ? { kind: "level", value: Number(from) }
    : { kind: "ramp", from: Number(from), to: Number(to) };
}

const STATUSES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"] as const satisfies readonly CheckStatus[];

function statusOf(word: string): CheckStatus | undefined {
  if (word === "_") return undefined;
  const status = STATUSES.find((one) => one === word.toUpperCase());
  if (status !== undefined) return status;
  const near = nearest(word.toUpperCase(), STATUSES);
  throw new NotationError(
    `has "${word}", which is no status of a check; ${near === undefined ? `expected one of ${STATUSES.join(", ")}, or _` : `did you mean ${near}?`}`,
  );
}
