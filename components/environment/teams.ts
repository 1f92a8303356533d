import { nearest, type Mistake } from "../../settings/mistakes";
import { isMap } from "../../settings/map";
import type { TeamSettings } from "../../settings/teams";
import type { Recipients } from "../../datadog/message/recipients";
import { type Owner, pageBelow } from "../monitors/owner";
import type { Inconsistency } from "./inconsistencies";

/** What a block of monitors says of who they are for. */
interface Block {
  readonly team?: string | undefined;
  readonly notify?: Recipients | undefined;
  readonly runbookUrl?: string | undefined;
}

/** What is said of a single monitor or SLO, and whose it is. */
export type OwnedSettings<Said extends Block> = Omit<Said, "team"> & { readonly owner?: Owner | undefined };

/** The teams of an environment, and which of them own something. */
export class Teams {
  readonly #settings: Readonly<Record<string, TeamSettings>>;
  readonly #base: string | undefined;
  readonly #named = new Set<string>();

  /** @param base where all monitors have pages. @default nowhere */
  constructor(settings: Readonly<Record<string, TeamSettings>>, base?: string) {
    this.#settings = settings;
    this.#base = base;
  }

  /** The team of this name, which something is of; none where there is none. */
  of(name: string | undefined): Owner | undefined {
    if (name === undefined) return undefined;
    this.#named.add(name);
    const team = Object.hasOwn(this.#settings, name) ? this.#settings[name] : undefined;
    if (team === undefined) return undefined;
    const { notify, tags, runbookUrl, runbookBase } = team;
    return {
      handles: notify,
      tags: [`team:${name}`, ...tags],
      runbook: (monitor) => runbookUrl ?? (runbookBase && pageBelow(runbookBase, monitor)),
      isNamingRunbooks: runbookBase !== undefined,
    };
  }

  /** Whom a block's monitors notify: as it says, else as its team does; undefined where neither says it. */
  recipients({ notify, team }: Block): Recipients | undefined {
    return notify ?? this.of(team)?.handles;
  }

  /** The page of a block as a whole: as it says, else its team's, else that of all. */
  runbookUrl({ runbookUrl, team }: Block): string | undefined {
    return runbookUrl ?? this.of(team)?.runbook("") ?? (this.#base && pageBelow(this.#base, ""));
  }

  /** Single monitors or SLOs with what their teams say, which is nearer than what their packs do. */
  ownersOf<Said extends Block>(
    all: Readonly<Record<string, Said | false>>,
  ): Readonly<Record<string, OwnedSettings<Said> | false>> {
    return Object.fromEntries(
      Object.entries(all).map(([name, said]) => [name, said === false ? said : this.#ownerOf(name, said)]),
    );
  }

  #ownerOf<Said extends Block>(name: string, { team, ...said }: Said): OwnedSettings<Said> {
    const owner = this.of(team);
    if (owner === undefined) return said;
    const { notify = owner.handles, runbookUrl = owner.runbook(name) } = said;
    return { ...said, notify, runbookUrl, owner };
  }

  /** What is wrong with the teams, when all is declared. */
  mistakes(): Mistake[] {
    const known = Object.keys(this.#settings);
    return [
      ...[...this.#named]
        .filter((name) => !known.includes(name))
        .map((name) => ({
          path: `teams.${name}`,
          problem: `is missing, and a pack's monitor or SLO is of it; ${hint(name, known)}`,
        })),
      ...known
        .filter((name) => !this.#named.has(name))
        .map((name) => ({
          path: `teams.${name}`,
          problem: `owns nothing; expected team: ${name} at a block, a monitor or an SLO`,
        })),
    ];
  }
}

/** Settings in which maps of one level deeper are blocks, too. */
const NESTED = ["myMetric", "monitors", "slos"];

/** Teams that blocks and monitors name, and that there are not. */
export function* unknownTeams(settings: Readonly<Record<string, unknown>>): Generator<Inconsistency> {
  const known = isMap(settings.teams) ? Object.keys(settings.teams) : [];
  for (const { path, block } of blocksOf(settings)) {
    if (!isMap(block) || typeof block.team !== "string" || known.includes(block.team)) continue;
    yield { path: [...path, "team"], message: `"${block.team}" is no team; ${hint(block.team, known)}` };
  }
}

function blocksOf(settings: Readonly<Record<string, unknown>>): { path: string[]; block: unknown }[] {
  return Object.entries(settings).flatMap(([key, value]) =>
    NESTED.includes(key) && isMap(value)
      ? Object.entries(value).map(([name, block]) => ({ path: [key, name], block }))
      : [{ path: [key], block: value }],
  );
}

function hint(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  return known.length === 0 ? "expected it below teams" : `expected one of ${known.join(", ")}`;
}
