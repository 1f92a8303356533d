import type { Kind } from "../../datadog/owned";
import type { Declared } from "./declare";
import { type Set as InSettings, settingsText } from "./settings-file";
import { type Coded, FILES, objectsText, packText } from "./typescript";

export interface File {
  /** In the folder. */
  readonly name: string;
  readonly text: string;
  readonly objects: readonly Declared[];
}

/** What is written: settings, and a pack of what they can't say. */
export function filesOf(declared: readonly Declared[], url: (one: Pick<Declared, "kind" | "id">) => string): File[] {
  const set = declared.filter((one): one is InSettings => "settings" in one.says);
  const coded = declared.filter((one): one is Coded => "type" in one.says);
  const kinds = (Object.keys(FILES) as Kind[]).filter((kind) => coded.some((one) => one.kind === kind));
  return [
    ...(set.length === 0 ? [] : [{ name: "settings.yaml", text: settingsText(set, url), objects: set }]),
    ...kinds.map((kind) => {
      const objects = coded.filter((one) => one.kind === kind);
      return { name: `${FILES[kind]}.ts`, text: objectsText(kind, objects, (id) => url({ kind, id })), objects };
    }),
    ...(kinds.length === 0 ? [] : [{ name: "index.ts", text: packText(kinds), objects: [] }]),
  ];
}
