import type { Outcome } from "../outcome";
import { timelineSvg } from "./svg";

/** A picture of each rehearsal of a monitor that was played. */
export function drawings(outcomes: readonly Outcome[]): { readonly name: string; readonly svg: string }[] {
  return outcomes.flatMap(({ rehearsal: { said, clock }, monitor, shown }) =>
    shown.kind === "skipped"
      ? []
      : [
          {
            name: `${fileName(`${monitor} ${said.name}`)}.svg`,
            svg: timelineSvg({ name: said.name, ...shown, clock }),
          },
        ],
  );
}

const LONGEST = 100;

function fileName(words: string): string {
  return words
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, LONGEST);
}
