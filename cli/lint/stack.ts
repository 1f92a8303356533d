import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import * as path from "node:path";
import { listeningToFindings, type Reported } from "../../components/findings";
import type { ProgramPlace } from "../../components/place";
import { countInWords } from "../../datadog/metrics/value-words";
import { NAMESPACE } from "../../settings/load";
import { mistakesIn } from "../../settings/refusal";
import { resourceInWords } from "../describe/description";
import { stackFile } from "../stack/configuration";
import { offlineStack } from "../stack/offline";
import type { StackOptions } from "../stack/options";
import type { Registration } from "../stack/program";
import { urnOf, type Warning, warnedOf } from "../stack/warnings";
import type { Found, Linted, Place } from "./found";
import { settingOf } from "./setting-of";
import { YamlPlaces } from "./yaml-places";

/** What is said of a stack and is none of the rules of docs/lint.md. */
const SETTING = "settings/mistake";
const REFUSED = "lookout/refused";
const SAID = "lookout/said";

/**
 * All that a preview would have against a stack, errors and warnings, from a run of its program without engine, host, key or
 * network.
 *
 * @param program the stack's own.
 * @throws StackError of files that can't be read; what the program throws by a fault of its own.
 */
export async function lintStack(
  folder: string,
  stack: string,
  program: () => Promise<unknown>,
  options: Omit<StackOptions, "stack" | "cwd"> = {},
): Promise<Linted> {
  const { project, stack: ownStack, run } = await offlineStack(folder, stack, program, options);
  const file = options.configFile ?? stackFile(project, stack);
  const root = options.configFile === undefined ? folder : process.cwd();
  const settings = new YamlPlaces(file, fs.readFileSync(path.resolve(root, file), "utf8"), `${NAMESPACE}:`);
  const reported: Reported[] = [];
  const { result, warnings } = await warnedOf(() =>
    listeningToFindings(
      () =>
        run().then(
          (registrations) => ({ registrations }),
          (error: unknown) => ({ error }),
        ),
      (one) => reported.push(one),
    ),
  );
  const places = { folder, settings };
  const found = [
    ...(await Promise.all(reported.map((one) => ofReported(one, places)))).flat(),
    ...warnings.map((one) => ofWarning(one, places)),
    ...("error" in result ? await ofError(result.error, places) : []),
  ];
  const declared = "registrations" in result ? counted(result.registrations) : "not all of it declared";
  return { of: `The stack ${ownStack}: ${declared}`, found };
}

interface Places {
  /** The project's. */
  readonly folder: string;
  readonly settings: YamlPlaces;
}

async function ofReported({ findings, component, place }: Reported, places: Places): Promise<Found[]> {
  const urn = asPreviewed(await urnOf(component));
  return findings.map(({ rule, severity, problem, remedy }) => ({
    ...{ rule, severity, problem, remedy, of: resourceInWords(urn), urn },
    place: inProgram(place, places) ?? inSettings(urn, places),
  }));
}

function ofWarning({ message, ...of }: Warning, places: Places): Found {
  const urn = of.urn && asPreviewed(of.urn);
  return {
    ...{ rule: SAID, severity: "warning", problem: message },
    ...(urn !== undefined && { of: resourceInWords(urn), urn }),
    place: urn === undefined ? places.settings.start : inSettings(urn, places),
  };
}

/** What a preview shows without a stack trace; any other error is a fault of the program's. */
async function ofError(error: unknown, places: Places): Promise<Found[]> {
  const mistakes = mistakesIn(error);
  if (mistakes !== undefined) {
    // What a group says is a mistake of each of its hosts.
    const different = new Map(mistakes.map((one) => [JSON.stringify(one), one])).values();
    return [...different].map(({ file, path: setting, at = setting, problem }) => ({
      ...{ rule: SETTING, severity: "error", problem: `${setting} ${problem}`, setting },
      place: file === undefined ? places.settings.placeOf(setting) : inHosts(file, at, places),
    }));
  }
  if (pulumi.ResourceError.isInstance(error) && error.resource !== undefined) {
    const urn = asPreviewed(await urnOf(error.resource));
    const place = inSettings(urn, places);
    return [{ rule: REFUSED, severity: "error", problem: error.message, of: resourceInWords(urn), urn, place }];
  }
  if (pulumi.RunError.isInstance(error)) {
    return [{ rule: REFUSED, severity: "error", problem: error.message, place: places.settings.start }];
  }
  throw error;
}

/** In a file of hosts: an inventory that is no YAML knows its lines. */
function inHosts(file: string, at: string, { folder }: Places): Place {
  const [, line] = /^line (\d+)/.exec(at) ?? [];
  const start = { file, line: Number(line ?? 1), column: 1 };
  const from = path.resolve(folder, file);
  // What several files of a folder say together is said of the folder.
  if (line !== undefined || !fs.statSync(from).isFile()) return start;
  return new YamlPlaces(file, fs.readFileSync(from, "utf8")).placeOf(at);
}

/** The engine leaves the stack, whose all is, out of the types. */
function asPreviewed(urn: string): string {
  return urn.replace("::pulumi:pulumi:Stack$", "::");
}

/** A program of another folder, a library of the team's, has no line in this one. */
function inProgram(place: ProgramPlace | undefined, { folder }: Places): Place | undefined {
  if (place === undefined) return undefined;
  const file = path.relative(fs.realpathSync(folder), place.file);
  if (file.startsWith("..") || path.isAbsolute(file)) return undefined;
  return { file: file.replaceAll(path.sep, "/"), line: place.line, column: place.column };
}

function inSettings(urn: string, { settings }: Places): Place {
  const [, , types = "", name = ""] = urn.split("::");
  const setting = settingOf(types.split("$").at(-1) ?? "", name, settings);
  return setting === undefined ? settings.start : settings.placeOf(setting);
}

const COUNTED: readonly (readonly [type: string, noun: string, isAlwaysSaid: boolean])[] = [
  ["datadog:index/monitor:Monitor", "monitor", true],
  ["datadog:index/serviceLevelObjective:ServiceLevelObjective", "objective", false],
  ["datadog:index/dashboard:Dashboard", "dashboard", true],
];

function counted(registrations: readonly Registration[]): string {
  return COUNTED.flatMap(([type, noun, isAlwaysSaid]) => {
    const count = registrations.filter((one) => one.type === type).length;
    return count > 0 || isAlwaysSaid ? [countInWords(count, noun)] : [];
  }).join(", ");
}
