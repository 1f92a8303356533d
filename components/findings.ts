import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../datadog/finding";
import { resourceError } from "../user-error";
import { type Answer, type Answered, Answers } from "./answers";
import { isOfAll, nearMissesOf } from "./near-misses";
import type { Subject } from "./own-rules";
import { placeInProgram, type ProgramPlace } from "./place";
import { stackResource } from "./stack-resource";

/** What Lookout's own rules say of what is declared, and what that is, for rules of a team's own. */
export interface Looked {
  readonly findings: readonly Finding[];
  /** @default nothing that they could read: of a part, or of what is unknown at preview */
  readonly subject?: Subject | undefined;
}

/** What is said of one component, where somebody wants to hear all of it. */
export interface Reported {
  readonly findings: readonly Finding[];
  readonly component: pulumi.Resource;
  /** Where the program declared it, if the program did. */
  readonly place: ProgramPlace | undefined;
}

type Listener = (reported: Reported) => void;

/** For whoever listens from another copy of this module: a command, to a program that has its own. */
const LISTENER = Symbol.for("lookout.findings");
const listening = globalThis as { [LISTENER]?: Listener | undefined };

/** Runs it, and hands on what is found meanwhile, of which nothing is then said and nothing stops. */
export async function listeningToFindings<T>(run: () => Promise<T>, listener: Listener): Promise<T> {
  listening[LISTENER] = listener;
  try {
    return await run();
  } finally {
    listening[LISTENER] = undefined;
  }
}

/** Where a pack of the program's own says what is declared later; nothing where nobody listens, as it takes time. */
export function placeOfPart(): ProgramPlace | undefined {
  return listening[LISTENER] && placeInProgram();
}

let ofPart: ProgramPlace | undefined;

/** Declares it as said at the place. */
export function declaredAt<T>(place: ProgramPlace | undefined, declare: () => T): T {
  const before = ofPart;
  ofPart = place;
  try {
    return declare();
  } finally {
    ofPart = before;
  }
}

/**
 * Stops the preview on the component's own line with every error at once; warnings are said and let pass, and what is
 * answered is neither. Of what is adopted nothing is sent, and all is said as a warning, until it is the stack's own.
 *
 * @param name the component's in the stack.
 */
export function report(
  { findings, subject }: Looked,
  component: pulumi.Resource,
  name: string,
  { lint, isAdopted = false }: Answered & { readonly isAdopted?: boolean } = {},
): void {
  const answers = lint instanceof Answers ? lint : new Answers((lint ?? []).map((answer) => ({ ...answer, on: name })));
  const ofOwn = subject === undefined ? [] : answers.ownFindings(subject, name);
  const said = (all: readonly Finding[]) => {
    const unanswered = answers.unanswered(all, name);
    return isAdopted ? unanswered.map((f) => ({ ...f, severity: "warning" as const })) : unanswered;
  };
  const open = said([...findings, ...ofOwn]);
  // Those of an environment are looked at when all of it has been.
  const list = lint instanceof Answers ? [] : (lint ?? []);
  const mistakes = (are: (answer: Answer) => boolean) =>
    answers.mistakes.flatMap((one, i) => (one !== undefined && list[i] !== undefined && are(list[i]) ? [one] : []));
  const nearMisses = answers.nearMisses ?? nearMissesOf(stackResource());
  const isWatched = subject !== undefined && nearMisses !== undefined;
  const own = mistakes((answer) => !isWatched || !isOfAll(answer));
  // The way here is long: it is looked at for what has something to say only, or may have when all is declared.
  const isPlaced = listening[LISTENER] !== undefined && (isWatched || open.length + own.length > 0);
  const declared = { component, place: isPlaced ? (ofPart ?? placeInProgram()) : undefined };
  if (isWatched) {
    nearMisses.watch(subject, (later) => {
      const ofLater = said(later);
      say(ofLater, mistakes(isOfAll), declared);
    });
  }
  say(open, own, declared);
}

/** To whoever listens, all; else warnings to who looks at the preview, which errors stop. */
function say(findings: readonly Finding[], ofAnswers: readonly string[], declared: Omit<Reported, "findings">): void {
  const listener = listening[LISTENER];
  if (listener !== undefined) {
    const all = [...findings, ...ofAnswers.map(ofAnswer)];
    if (all.length > 0) listener({ findings: all, ...declared });
    return;
  }
  for (const f of findings) {
    if (f.severity === "warning") void pulumi.log.warn(sentence(f), declared.component);
  }
  const errors = [
    ...findings.filter((f) => f.severity === "error").map(sentence),
    ...ofAnswers.map((one) => `lint ${one}`),
  ];
  if (errors.length > 0) throw resourceError(errors.join("\n"), declared.component);
}

function sentence(f: Finding): string {
  return `${f.problem}; ${f.remedy} [${f.rule}]`;
}

/** A mistake in an answer ends with what was expected, or meant. */
function ofAnswer(mistake: string): Finding {
  const [problem = "", ...remedy] = mistake.split("; ");
  return { rule: "lookout/answer", severity: "error", problem: `lint ${problem}`, remedy: remedy.join("; ") };
}
