import type { Finding } from "../../datadog/finding";
import type { Attached, FoundBeside } from "./attached";
import type { Declared } from "./declare";
import type { File } from "./files";
import type { Imported } from "./selection";

/** As a preview says it. */
export function said({ severity, problem, remedy, rule }: Finding): string {
  return `${severity}: ${problem}; ${remedy} [${rule}]`;
}

/** What was written, what was left, and what comes next. */
export function report(
  { declared, leftOut, known, left }: Imported & Pick<FoundBeside, "left">,
  files: readonly File[],
  {
    folder,
    stack,
    env,
    mark,
  }: { readonly folder: string; readonly stack: string; readonly env: string; readonly mark: string },
): string {
  const written = files.map(({ name, objects, attached }) => {
    const what = attached !== undefined ? countedBeside(attached) : counted(objects);
    return `${folder}/${name}  ${what === "" ? "the pack of these" : what}`;
  });
  const inSettings = declared.filter(({ says }) => "settings" in says);
  return [
    declared.length === 0 ? "Nothing was written: there is nothing to take over." : written.join("\n"),
    ...(known === 0 ? [] : [`${known} ${known === 1 ? "is" : "are"} in the stack's state already.`]),
    ...leftAsTheyAre([...leftOut.map(({ kind, id, title, why }) => `${kind} ${id} "${title}" ${why}`), ...left]),
    ...findingsIn(declared),
    ...(inSettings.length === 0
      ? []
      : [
          `Nothing changes in Datadog as long as an id stands in objects.adopt. Taken out of it, each of the ` +
            `${counted(inSettings)} in the settings gets the tags env:${env}, ${mark}, pulumi_resource:<name>, and ` +
            "`tags` of the settings; a renotification says its states, which are Datadog's own, and a time slice's query " +
            "is called `query`. What is in code stays as it is.",
        ]),
    ...(declared.length === 0 ? [] : [`Next: ${next(files, folder)}, then pulumi preview --stack ${stack}.`]),
  ].join("\n\n");
}

function leftAsTheyAre(sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [["Left as they are:", ...sentences.map((one) => `  ${one}`)].join("\n")];
}

function countedBeside(attached: readonly Attached[]): string {
  const [one, several] =
    attached[0]?.type === "SloCorrection"
      ? ["correction", "corrections"]
      : ["restriction policy", "restriction policies"];
  return `${attached.length} ${attached.length === 1 ? one : several}`;
}

function next(files: readonly File[], folder: string): string {
  const has = (name: string) => files.some((file) => file.name === name);
  return [
    ...(has("settings.yaml") ? [`lookout:overlay: ${folder}/settings.yaml, or its parts into the stack's file`] : []),
    ...(has("index.ts") ? [`import { imported } from "./${folder}", and environment(…, imported)`] : []),
  ].join("; ");
}

/** Each is beside its object in the files. */
function findingsIn(declared: readonly Declared[]): string[] {
  const all = declared.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, name })));
  if (all.length === 0) return [];
  const rules = [...new Set(all.map(({ rule }) => rule))].map((rule) => {
    const of = all.filter((one) => one.rule === rule);
    const names = [...new Set(of.map(({ name }) => name))];
    const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), `${names.length - SHOWN} more`] : names;
    return { count: of.length, line: `  ${of[0]?.severity} ${rule}: ${shown.join(", ")}` };
  });
  const lines = rules.sort((a, b) => b.count - a.count).map(({ line }) => line);
  return [[`What the rules say of them, in the files in full; a preview warns of it:`, ...lines].join("\n")];
}

/** Names of a rule in a line. */
const SHOWN = 5;

const WORDS = {
  monitor: ["monitor", "monitors"],
  dashboard: ["dashboard", "dashboards"],
  downtime: ["downtime", "downtimes"],
  slo: ["SLO", "SLOs"],
} as const;

function counted(objects: readonly Declared[]): string {
  const counts = Object.entries(WORDS).map(([kind, words]) => {
    const { length } = objects.filter((one) => one.kind === kind);
    return length === 0 ? "" : `${length} ${words[length === 1 ? 0 : 1]}`;
  });
  return counts.filter(Boolean).join(", ");
}
