import { numberInWords } from "../../../datadog/metrics/value-words";
import { windowInWords } from "../../../datadog/query/words/condition";
import type { Registration } from "../../stack/program";
import { type CorrectionInputs, correctionInWords, measured, type SLOInputs } from "../slo";
import { canonical, ofBoth, only, paired, quoted } from "./canonical";
import type { Change } from "./change";

/** An SLO with the times that it does not count. */
export interface Objective {
  readonly slo: SLOInputs;
  readonly corrections: readonly CorrectionInputs[];
}

export function objectives(
  slos: readonly Registration[],
  corrections: readonly Registration[],
): ReadonlyMap<string, Objective> {
  const all = corrections.map(({ inputs }) => inputs as unknown as CorrectionInputs);
  return new Map(
    slos.map(({ id, name, inputs }) => [
      name,
      { slo: inputs as unknown as SLOInputs, corrections: all.filter(({ sloId }) => sloId === id) },
    ]),
  );
}

type Objectives = ReadonlyMap<string, Objective>;
type Titles = Readonly<Record<"before" | "after", ReadonlyMap<string, string>>>;

export function objectiveChanges(before: Objectives, after: Objectives, titles: Titles): Change[] {
  return paired(before, after).flatMap(({ key, before: was, after: is }) => {
    const of = quoted((is ?? was)?.slo.name ?? key);
    const say = (says: string): Change => ({ about: "Objectives", of, says });
    if (was === undefined) return [say(`new: ${is === undefined ? "" : targetsInWords(is.slo)}`)];
    if (is === undefined) return [say(`gone; it was ${targetsInWords(was.slo)}`)];
    return [
      ...[
        ...retitled(was.slo, is.slo),
        ...targets(was.slo, is.slo),
        ...counts(was, is),
        ...means(was.slo, is.slo, titles),
      ].map(say),
      ...rest(was.slo, is.slo).map((part) => ({ ...say(`${part} is another`), isMinor: true as const })),
    ];
  });
}

function targetsInWords({ thresholds }: SLOInputs): string {
  return thresholds
    .map(({ timeframe, target }) => `${numberInWords(target)} % over ${windowInWords(timeframe)}`)
    .join(", ");
}

function* retitled({ name: old = "" }: SLOInputs, { name = "" }: SLOInputs): Generator<string> {
  if (old !== name) yield `new title, was ${quoted(old)}`;
}

/** Target and warning of each window. */
function* targets(was: SLOInputs, is: SLOInputs): Generator<string> {
  const byWindow = ({ thresholds }: SLOInputs) => new Map(thresholds.map((one) => [one.timeframe, one]));
  for (const { key, before, after } of paired(byWindow(was), byWindow(is))) {
    const over = `over ${windowInWords(key)}`;
    if (before === undefined) yield `${numberInWords(after?.target ?? 0)} % ${over}, newly`;
    else if (after === undefined) yield `no longer ${numberInWords(before.target)} % ${over}`;
    else {
      if (before.target !== after.target) {
        const way = after.target > before.target ? "stricter" : "looser";
        yield `${numberInWords(after.target)} % ${over}, was ${numberInWords(before.target)} % (${way})`;
      }
      const warns = (value: number | undefined) =>
        value === undefined ? "does not warn" : `warns below ${numberInWords(value)} %`;
      if (before.warning !== after.warning) yield `${warns(after.warning)} ${over}, was: ${warns(before.warning)}`;
    }
  }
}

function* counts(was: Objective, is: Objective): Generator<string> {
  const [old, current] = ofBoth(was, is, ({ corrections }) => corrections.map(correctionInWords));
  for (const one of only(current, old)) yield one;
  for (const one of only(old, current)) yield `counts again what it ${one.replace(/^does not/, "did not")}`;
}

function* means(was: SLOInputs, is: SLOInputs, titles: Titles): Generator<string> {
  const bare = ({ query, monitorIds, groups, sliSpecification }: SLOInputs) =>
    canonical([query, monitorIds, groups, sliSpecification]);
  if (bare(was) === bare(is)) return;
  yield `measures something else: ${measured(is, titles.after)}, was: ${measured(was, titles.before)}`;
}

const SAID = ["name", "thresholds", "query", "monitorIds", "groups", "sliSpecification"];

function rest(was: SLOInputs, is: SLOInputs): string[] {
  const [old, current] = [was, is] as unknown as Readonly<Record<string, unknown>>[];
  return Object.keys({ ...old, ...current }).filter(
    (key) => !SAID.includes(key) && canonical([old?.[key]]) !== canonical([current?.[key]]),
  );
}
