import type { Outcome } from "../outcome";
import { timelineSvg } from "./svg";

/** A picture of each rehearsal of a monitor that was played. */
export function drawings(outcomes: readonly Outcome[]): { readonly name: string; readonly svg: string }[] {
  const taken = new Map<string, number>();
  const unlikeOthers = (words: string): string => {
    const name = fileName(words);
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  };
  return outcomes.flatMap(({ rehearsal: { said, clock }, monitor, shown }) =>
    shown.kind === "skipped"
      ? []
      : [
          {
            name: `${unlikeOthers(`${monitor} ${said.name}`)}.svg`,
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
