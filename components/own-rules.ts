import type { Finding } from "../datadog/finding";
import type { DashboardDefinition } from "../datadog/lint/dashboard/definition";
import type { Downtime } from "../datadog/lint/downtime-definition";
import type { MonitorDefinition } from "../datadog/lint/monitor-definition";
import type { Mistake } from "../datadog/lint/rule";
import { FAMILIES } from "../datadog/lint/rules";
import type { SloDefinition } from "../datadog/lint/slo-definition";
import { runError } from "../user-error";
import { DEMANDS } from "./monitors/demands";
import { POLICIES } from "./policies";

/** What rules can be about, as it will be sent, in plain values; what is unknown at preview is left out. */
export interface Checked {
  readonly monitor: MonitorDefinition & {
    readonly assets?: readonly { readonly category?: string; readonly url?: string }[];
  };
  readonly dashboard: DashboardDefinition;
  readonly downtime: Downtime & { readonly message?: string };
  readonly slo: SloDefinition;
}

/** One object, by what it is. */
export type Subject = { [Kind in keyof Checked]: readonly [kind: Kind, definition: Checked[Kind]] }[keyof Checked];

type Check<Definition> = (definition: Definition, name: string) => Iterable<Mistake>;

/** A rule of a team's own, of all that an environment declares in Datadog. */
export interface OwnRule {
  /** What is wrong with what it finds, in a sentence. */
  readonly because: string;
  /** The page where that is agreed; a finding ends with it. */
  readonly source: string;
  /** An error stops the preview, a warning is said. @default error */
  readonly severity?: Finding["severity"] | undefined;
  readonly monitor?: Check<Checked["monitor"]> | undefined;
  readonly dashboard?: Check<DashboardDefinition> | undefined;
  readonly downtime?: Check<Checked["downtime"]> | undefined;
  readonly slo?: Check<SloDefinition> | undefined;
}

/** What Lookout's own rules begin with. */
const TAKEN = new Set(
  [...FAMILIES.flatMap(({ rules }) => rules.map(({ id }) => id)), ...DEMANDS, ...POLICIES, "lookout/"].map(
    (id) => id.split("/")[0],
  ),
);
const KINDS = ["monitor", "dashboard", "downtime", "slo"] as const;

interface PackRules {
  readonly pack: string;
  readonly rules: Readonly<Record<string, OwnRule>>;
  readonly isOff?: boolean;
}

/** Rules of a team's packs, each by its id: `house/names-its-team`. */
export class OwnRules {
  readonly ids: readonly string[];
  readonly #rules: ReadonlyMap<string, OwnRule>;

  /**
   * @param packs their rules, by the last part of the id; of one that is off they find nothing.
   * @throws RunError with every rule that can't be one.
   */
  constructor(packs: readonly PackRules[]) {
    const all = packs.flatMap(({ pack, rules, isOff }) =>
      Object.entries(rules).map(([name, rule]) => ({ pack, name, id: `${pack}/${name}`, rule, isOff })),
    );
    const mistakes = all.flatMap(({ pack, name, id, rule }) =>
      mistakesIn(pack, name, rule).map((mistake) => `the rule ${id} ${mistake}`),
    );
    if (mistakes.length > 0) throw runError(mistakes.join("\n"));
    this.ids = all.map(({ id }) => id);
    this.#rules = new Map(all.filter(({ isOff }) => isOff !== true).map(({ id, rule }) => [id, rule]));
  }

  /**
   * What they say of an object.
   *
   * @throws RunError where a rule itself fails.
   */
  findings([kind, definition]: Subject, name: string): Finding[] {
    return [...this.#rules].flatMap(([id, { source, severity = "error", ...checks }]) => {
      const check = checks[kind] as Check<unknown> | undefined;
      if (check === undefined) return [];
      try {
        return [...check(definition, name)].map(({ problem, remedy }) => ({
          ...{ rule: id, severity, problem },
          remedy: `${remedy}; see ${source}`,
        }));
      } catch (error) {
        const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        throw runError(`the rule ${id} fails at the ${kind} ${name} (${why}); mend the rule`);
      }
    });
  }
}

function mistakesIn(pack: string, name: string, rule: OwnRule): string[] {
  const mistakes: string[] = [];
  if (TAKEN.has(pack))
    mistakes.push(`can't be called so: rules of Lookout begin with ${pack}/; call the pack otherwise`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    mistakes.push("can't be called so: expected lower case letters, digits and hyphens");
  }
  for (const key of ["because", "source"] as const) {
    if (rule[key].trim() === "") mistakes.push(`has no ${key}; expected ${EXPECTED[key]}`);
  }
  if (KINDS.every((kind) => rule[kind] === undefined)) {
    mistakes.push(`checks nothing; expected one of ${KINDS.join(", ")}`);
  }
  return mistakes;
}

const EXPECTED = { because: "what is wrong with what it finds", source: "the page where that is agreed" };
