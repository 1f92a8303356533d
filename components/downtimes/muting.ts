/** Which monitors a downtime mutes: those of which all of this holds. */
export interface Choice {
  /** @default of all */
  readonly packs?: readonly string[] | undefined;
  /** By their names in the stack. @default all */
  readonly monitors?: readonly string[] | undefined;
  /** They have all of these. @default any */
  readonly tags?: readonly string[] | undefined;
  /** @default any */
  readonly exceptPriorities?: readonly number[] | undefined;
}

/** What a monitor is chosen by. */
export interface Mutable {
  /** In the stack. */
  readonly name: string;
  readonly pack: string;
  readonly tags: readonly string[];
  readonly priority?: number | undefined;
}

/** How Datadog knows the monitors of a downtime: it takes tags that all of them have, and no exceptions. */
export function downtimeTag(downtime: string): string {
  return `downtime:${downtime}`;
}

/** Downtimes by their names, and which monitors each mutes, as they are declared. */
export class Muting {
  readonly #choices: Readonly<Record<string, Choice>>;
  readonly #declared = new Set<string>();
  readonly #packs = new Set<string>();
  readonly #muting = new Set<string>();
  /** Of all monitors that are declared. */
  readonly tags = new Set<string>();

  constructor(choices: Readonly<Record<string, Choice>>) {
    this.#choices = choices;
  }

  /** The tags with which a monitor is chosen by those downtimes that mute it. */
  tagsOf(monitor: Mutable): string[] {
    this.#declared.add(monitor.name);
    this.#packs.add(monitor.pack);
    for (const tag of monitor.tags) this.tags.add(tag);
    const chosen = Object.keys(this.#choices).filter((name) => isChosen(monitor, this.#choices[name] ?? {}));
    for (const name of chosen) this.#muting.add(name);
    return chosen.map(downtimeTag);
  }

  /** What is wrong with the choices, when all monitors are declared. */
  mistakes(): { path: string; problem: string }[] {
    return Object.entries(this.#choices).flatMap(([name, { monitors = [], packs = [] }]) => {
      const unknown = [
        ...unknownOf("monitors", monitors, this.#declared).map((problem) => ({ key: "monitors", problem })),
        ...unknownOf("packs", packs, this.#packs).map((problem) => ({ key: "packs", problem })),
      ];
      if (unknown.length === 0 && !this.#muting.has(name)) {
        return [{ path: `downtimes.${name}`, problem: "mutes no monitor of this stack; expected one at least" }];
      }
      return unknown.map(({ key, problem }) => ({ path: `downtimes.${name}.${key}`, problem }));
    });
  }
}

function unknownOf(what: string, names: readonly string[], known: ReadonlySet<string>): string[] {
  return names
    .filter((name) => !known.has(name))
    .map((name) => `"${name}" is none of this stack's ${what}; expected of ${[...known].sort().join(", ")}`);
}

function isChosen({ name, pack, tags, priority }: Mutable, choice: Choice): boolean {
  return (
    (choice.packs ?? [pack]).includes(pack) &&
    (choice.monitors ?? [name]).includes(name) &&
    (choice.tags ?? []).every((tag) => tags.includes(tag)) &&
    (priority === undefined || !(choice.exceptPriorities ?? []).includes(priority))
  );
}
