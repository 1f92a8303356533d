import { Temporal } from "@js-temporal/polyfill";
import { closest, distance } from "fastest-levenshtein";
import type { Finding } from "../datadog/finding";
import { FAMILIES } from "../datadog/lint/rules";
import { UNKNOWN_AT_PREVIEW, UNREADABLE } from "./unknown";
import { DEMANDS } from "./monitors/demands";
import type { NearMisses } from "./near-misses";
import { OwnRules, type Subject } from "./own-rules";
import { isPolicy, POLICIES } from "./policies";

/** What a rule says of an object is known, and is meant. */
export interface Answer {
  /** `downtime/gap`, as it stands behind what is said. */
  readonly rule: string;
  readonly reason: string;
  /** The last day on which it holds, in UTC: `2027-03-31`. @default for ever */
  readonly until?: string | undefined;
}

/** What an object may say of the rules that would speak of it. */
export interface Answered {
  /** Of this object alone, or those of an environment. @default none */
  lint?: readonly Answer[] | Answers | undefined;
}

/** Answers to what rules say of objects, each by the name that the object has in the stack. */
export class Answers {
  readonly #answers: readonly (Answer & { readonly on: string })[];
  readonly #own: OwnRules;
  readonly #used = new Set<Answer>();

  /**
   * @param own rules of a team's, which are asked, too, and can be answered.
   * @param nearMisses what looks at all objects together. @default nothing does
   */
  constructor(
    answers: readonly (Answer & { readonly on: string })[],
    own = new OwnRules([]),
    readonly nearMisses?: NearMisses,
  ) {
    this.#answers = answers;
    this.#own = own;
  }

  /** What the team's own rules say of an object. */
  ownFindings(subject: Subject, on: string): Finding[] {
    return this.#own.findings(subject, on);
  }

  /** What of the findings about an object is not answered. */
  unanswered(findings: readonly Finding[], on: string): Finding[] {
    return findings.filter(({ rule }) => {
      const answers = this.#answers.filter((answer) => answer.on === on && answer.rule === rule);
      for (const answer of answers) this.#used.add(answer);
      return !answers.some((answer) => !isOver(answer));
    });
  }

  /** What is wrong with each answer, when all has been looked at; nothing where it silences something. */
  get mistakes(): readonly (string | undefined)[] {
    const rules = [...RULES, ...this.#own.ids];
    return this.#answers.map((answer) => {
      const { rule, on, until } = answer;
      if (!rules.includes(rule)) return `answers ${rule}, which is no rule; ${nearest(rule, rules)}`;
      // What they silence, only the policy pack knows.
      if (!this.#used.has(answer) && !isPolicy(rule))
        return `silences nothing: ${rule} has nothing to say of ${on}; expected it gone`;
      if (isOver(answer)) return `is over since ${until}: expected ${rule} mended on ${on}, or a later until`;
      return undefined;
    });
  }
}

const RULES = [
  ...FAMILIES.flatMap(({ rules }) => rules.map(({ id }) => id)),
  UNKNOWN_AT_PREVIEW,
  UNREADABLE,
  ...DEMANDS,
  ...POLICIES,
];

function isOver({ until }: Answer): boolean {
  return until !== undefined && Temporal.PlainDate.compare(until, Temporal.Now.plainDateISO("UTC")) < 0;
}

function nearest(rule: string, rules: readonly string[]): string {
  const near = closest(rule, rules);
  return distance(rule, near) <= 6 ? `did you mean ${near}?` : "expected one of docs/lint.md";
}
