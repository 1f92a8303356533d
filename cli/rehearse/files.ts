import * as fs from "node:fs";
import * as path from "node:path";
import type { Span } from "../../datadog/evaluate/history";
import { mistakes, nearest } from "../../settings/mistakes";
import { secondsOf } from "../../settings/rehearsal/durations";
import { momentOf, startOf } from "../../settings/rehearsal/moments";
import { type Rehearsal, rehearsalsSchema, type SaidSeries } from "../../settings/rehearsal/schema";
import { readYamlFile, YamlFileError } from "../../settings/yaml-file";
import type { Found, Place } from "../lint/found";
import { YamlPlaces } from "../lint/yaml-places";
import { ownName, StackError } from "../stack/stacks";
import { CsvError, type Points, pointsIn } from "./csv";
import { type Clock, endOf } from "./history";

/** A rehearsal as it is written, with its times and the files that it names. */
export interface WrittenRehearsal {
  readonly said: Rehearsal;
  readonly place: Place;
  /** Whether a pack brought it, whose monitors this stack need not have. */
  readonly isOfPack: boolean;
  readonly clock: Clock;
  readonly span: Span;
  readonly csv: ReadonlyMap<SaidSeries, Points>;
  /** Of what is in it: `expect[1].at`. */
  readonly placeOf: (setting: string) => Place;
}

export interface RehearsalFile {
  /** From the working folder on, as messages name it. */
  readonly name: string;
  readonly isOfPack: boolean;
}

/** The rehearsals in folders, the project's and its packs'; a folder that is not there has none. */
export function filesIn(folders: readonly { readonly folder: string; readonly isOfPack: boolean }[]): RehearsalFile[] {
  const seen = new Set<string>();
  return folders.flatMap(({ folder, isOfPack }) => {
    if (!fs.existsSync(folder)) return [];
    const real = fs.realpathSync(folder);
    if (seen.has(real)) return [];
    seen.add(real);
    const files = fs.readdirSync(real).filter((file) => /\.ya?ml$/.test(file));
    return files.sort().map((file) => ({ name: nameOf(path.join(real, file)), isOfPack }));
  });
}

function nameOf(file: string): string {
  return path.relative(process.cwd(), file).replaceAll(path.sep, "/");
}

/** Without those that are of other stacks alone. @param stack may have an organization and a project in front */
export function ofStack(rehearsals: readonly WrittenRehearsal[], stack: string): WrittenRehearsal[] {
  return rehearsals.filter(({ said: { stacks } }) => stacks?.includes(ownName(stack)) ?? true);
}

const RULE = "rehearsal/mistake";

/**
 * What the files rehearse, and every mistake in them at its line.
 *
 * @throws StackError of a file that can't be read.
 */
export function readRehearsals(files: readonly RehearsalFile[]): {
  readonly rehearsals: readonly WrittenRehearsal[];
  readonly found: readonly Found[];
} {
  const read = files.map(readFile);
  return { rehearsals: read.flatMap(({ rehearsals }) => rehearsals), found: read.flatMap(({ found }) => found) };
}

interface Read {
  readonly rehearsals: readonly WrittenRehearsal[];
  readonly found: readonly Found[];
}

function readFile({ name, isOfPack }: RehearsalFile): Read {
  const text = textOf(name);
  const places = new YamlPlaces(name, text);
  const values = valuesIn(name);
  if ("problem" in values) return { rehearsals: [], found: [values] };
  const result = rehearsalsSchema.safeParse(values.values);
  if (!result.success) {
    const found = mistakes(result.error, values.values, rehearsalsSchema).map((one) =>
      mistakeAt(places.placeOf(one.path), `${one.path === "" ? "the file" : one.path} ${one.problem}`),
    );
    return { rehearsals: [], found };
  }
  const read = result.data.rehearsals.map((said, index): Read => {
    const at = `rehearsals[${index}]`;
    const placeOf = (setting: string) => places.placeOf(`${at}.${setting}`);
    const clock = { start: startOf(said.start, said.timezone), timezone: said.timezone };
    const { csv, found } = csvOf(said, path.dirname(name), clock, placeOf);
    const end = said.duration === undefined ? endOf(said, clock, csv) : clock.start + secondsOf(said.duration);
    const span = { from: clock.start, to: end ?? clock.start };
    const beyond =
      end === undefined
        ? [mistakeAt(places.placeOf(`${at}.name`), `${at} does not say how long it is; expected duration, such as 2h`)]
        : [...tooLong(said, { clock, span, at, placeOf }), ...outside(said, { clock, span, at, placeOf })];
    return {
      rehearsals: [{ said, place: places.placeOf(`${at}.name`), isOfPack, clock, span, csv, placeOf }],
      found: [...found, ...(found.length > 0 ? [] : beyond)],
    };
  });
  return { rehearsals: read.flatMap(({ rehearsals }) => rehearsals), found: read.flatMap(({ found }) => found) };
}

function textOf(name: string): string {
  try {
    return fs.readFileSync(name, "utf8");
  } catch (error) {
    throw new StackError(`${name} can't be read (${String((error as NodeJS.ErrnoException).code)}); name another file`);
  }
}

function valuesIn(name: string): { readonly values: unknown } | Found {
  try {
    return { values: readYamlFile(name, name) ?? {} };
  } catch (error) {
    if (!(error instanceof YamlFileError)) throw error;
    return mistakeAt({ file: name, line: error.line ?? 1, column: 1 }, error.problem);
  }
}

function mistakeAt(place: Place, problem: string): Found {
  return { rule: RULE, severity: "error", problem, place };
}

function csvOf(
  said: Rehearsal,
  folder: string,
  clock: Clock,
  placeOf: (setting: string) => Place,
): { readonly csv: ReadonlyMap<SaidSeries, Points>; readonly found: readonly Found[] } {
  const csv = new Map<SaidSeries, Points>();
  const found: Found[] = [];
  for (const [i, series] of said.series.entries()) {
    if (series.csv === undefined) continue;
    const file = path.join(folder, series.csv);
    try {
      csv.set(series, pointsIn(fs.readFileSync(file, "utf8"), clock));
    } catch (error) {
      if (error instanceof CsvError) found.push(mistakeAt({ file, line: error.line, column: 1 }, error.problem));
      else if (error instanceof Error && "code" in error) {
        found.push(mistakeAt(placeOf(`series[${i}].csv`), `${file} can't be read (${String(error.code)})`));
      } else throw error;
    }
  }
  return { csv, found };
}

interface Played {
  readonly clock: Clock;
  readonly span: Span;
  /** `rehearsals[0]` */
  readonly at: string;
  readonly placeOf: (setting: string) => Place;
}

const LONGEST = "400d";

/** A slip of the pen would be played for hours. */
function* tooLong({ series, checks }: Rehearsal, { clock, span, at, placeOf }: Played): Generator<Found> {
  const longest = secondsOf(LONGEST);
  if (span.to - span.from > longest) {
    yield mistakeAt(placeOf("name"), `${at} is played for more than ${LONGEST}; expected a shorter one`);
  }
  for (const [key, list] of [
    ["series", series],
    ["checks", checks],
  ] as const) {
    for (const [i, { from }] of list.entries()) {
      if (from === undefined || clock.start - momentOf(from, clock) <= longest) continue;
      const begins = `${at}.${key}[${i}].from "${from}" is more than ${LONGEST} before the start`;
      yield mistakeAt(placeOf(`${key}[${i}].from`), `${begins}; expected less`);
    }
  }
}

/** What is expected where nothing is played can't come. */
function* outside({ expect, states }: Rehearsal, { clock, span, at, placeOf }: Played): Generator<Found> {
  for (const [key, list] of [
    ["expect", expect],
    ["states", states],
  ] as const) {
    for (const [i, one] of list.entries()) {
      const moment = momentOf(one.at, clock);
      if (moment >= span.from && moment < span.to) continue;
      const hours = `${at}.${key}[${i}].at "${one.at}" is outside of what is played; expected a moment in it`;
      yield mistakeAt(placeOf(`${key}[${i}].at`), `${hours}, or a longer duration`);
    }
  }
}

/**
 * Stacks that there are not, of which a rehearsal would never be played. Of a pack's none: it knows no project's.
 *
 * @param known the project's.
 */
export function unknownStacks(rehearsals: readonly WrittenRehearsal[], known: readonly string[]): Found[] {
  return rehearsals.flatMap(({ said: { stacks = [] }, isOfPack, placeOf }) =>
    stacks.flatMap((name, index) => {
      if (isOfPack || known.includes(name)) return [];
      const near = nearest(name, known);
      const expected = near === undefined ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?`;
      return [mistakeAt(placeOf(`stacks[${index}]`), `"${name}" is none of the project's stacks; ${expected}`)];
    }),
  );
}

/** A monitor that the stack does not have, with the one that was meant. @param known names and titles */
export function unknownMonitor({ said, placeOf }: WrittenRehearsal, index: number, known: readonly string[]): Found {
  const name = said.monitors[index] ?? "";
  const near = nearest(name, known);
  const expected = near === undefined ? `expected one of ${known.join(", ")}` : `did you mean "${near}"?`;
  return mistakeAt(placeOf(`monitors[${index}]`), `"${name}" is none of this stack's monitors; ${expected}`);
}
