import type { Kind } from "../../datadog/owned";
import type { Attached } from "./attached";
import type { Declared } from "./declare";
import { type Set as InSettings, settingsText } from "./settings-file";
import { attachedText, type Coded, FILES, objectsText, packText } from "./typescript";

export interface File {
  /** In the folder. */
  readonly name: string;
  readonly text: string;
  readonly objects: readonly Declared[];
  /** What belongs to objects. @default none of it */
  readonly attached?: readonly Attached[];
}

/** Of what belongs to objects, of each type its file and its function. */
const ATTACHED: Readonly<Record<Attached["type"], string>> = {
  SloCorrection: "corrections",
  RestrictionPolicy: "restrictions",
};

/** What is written: settings, and a pack of what they can't say. */
export function filesOf(
  declared: readonly Declared[],
  attached: readonly Attached[],
  url: (one: Pick<Declared, "kind" | "id">) => string,
): File[] {
  const set = declared.filter((one): one is InSettings => "settings" in one.says);
  const coded = declared.filter((one): one is Coded => "type" in one.says);
  const kinds = (Object.keys(FILES) as Kind[]).filter((kind) => coded.some((one) => one.kind === kind));
  const types = (Object.keys(ATTACHED) as Attached["type"][]).filter((type) =>
    attached.some((one) => one.type === type),
  );
  const inCode = [...kinds.map((kind) => FILES[kind]), ...types.map((type) => ATTACHED[type])];
  return [
    ...(set.length === 0 ? [] : [{ name: "settings.yaml", text: settingsText(set, url), objects: set }]),
    ...kinds.map((kind) => {
      const objects = coded.filter((one) => one.kind === kind);
      return { name: `${FILES[kind]}.ts`, text: objectsText(kind, objects, (id) => url({ kind, id })), objects };
    }),
    ...types.map((type) => {
      const ofType = attached.filter((one) => one.type === type);
      const text = attachedText(ATTACHED[type], ofType);
      return { name: `${ATTACHED[type]}.ts`, text, objects: [], attached: ofType };
    }),
    ...(inCode.length === 0 ? [] : [{ name: "index.ts", text: packText(inCode), objects: [] }]),
  ];
}
