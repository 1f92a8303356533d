import type { Case } from "./case.js";
import { commandCases } from "./commands.js";
import { objectCases } from "./objects.js";
import { passwordCases } from "./passwords.js";
import { sloCases } from "./slos.js";
import { specimens } from "./specimens.js";
import { variationsOf } from "./variations.js";

/** Every case that is written down in code; those of the stack itself come from its plans. */
export const corpus: readonly Case[] = [
  ...specimens.map((specimen) => ({
    ...specimen,
    name: `${specimen.name}/course`,
    steps: [{ up: specimen.inputs }, { up: specimen.inputs }, { refresh: true }, { delete: true }] as const,
  })),
  ...specimens.flatMap(variationsOf),
  ...commandCases,
  ...passwordCases,
  ...objectCases,
  ...sloCases,
];
