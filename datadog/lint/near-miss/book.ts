import { isMisspelled } from "../metric";
import { knownMetric } from "../../metrics/catalogue";
import { COMMON_KEYS } from "./keys";
import { type Name, namesIn, type Naming } from "./names";
import { isSlip } from "./slip";

/** What a stack has: it is known, whatever it looks like. */
export interface Declared {
  /** Of its hosts, of what runs there, of its teams: `env:prod`, `host:db1`. */
  readonly tags: readonly string[];
  /** Of tags whose values are not known. @default none */
  readonly keys?: readonly string[];
  /** What its checks send, beside what is known of integrations. @default none */
  readonly metrics?: readonly string[];
}

/** A name that is probably another. */
export interface NearMiss extends Name {
  readonly meant: string;
  /** In how many other places that is named; none where it is known by itself. */
  readonly places?: number;
}

/**
 * All that a stack's objects name, to find among it what is a slip of the finger. A name that is known is never one. Another
 * is one of a name that is known, wherever it stands; or where it stands in one place alone, of a name that others have.
 */
export class Book {
  /** By what names can be taken for: values of one key, keys, metrics. */
  readonly #shelves = new Map<string, Shelf>();
  #places = 0;

  constructor(declared: Declared) {
    this.declare({ tags: [], keys: COMMON_KEYS });
    this.declare(declared);
  }

  /** More of what the stack has. */
  declare({ tags, keys = [], metrics = [] }: Declared): void {
    for (const tag of tags) {
      const [key = "", ...value] = tag.toLowerCase().split(":");
      if (value.length === 0) continue;
      this.#shelf({ kind: "key" }).known.add(key);
      this.#shelf({ kind: "value", key }).known.add(value.join(":"));
    }
    for (const key of keys) this.#shelf({ kind: "key" }).known.add(key.toLowerCase());
    for (const metric of metrics) this.#shelf({ kind: "metric" }).known.add(metric);
  }

  /** Enters what an object names; each of its parts, a dashboard's widgets, is a place. */
  enter(naming: Naming): Entered {
    const names = namesIn(naming);
    const places = new Map<string, number>();
    for (const name of names) {
      const within = name.within ?? "";
      const place = places.get(within) ?? ++this.#places;
      places.set(within, place);
      const { named } = this.#shelf(name);
      const text = textOf(name);
      named.set(text, (named.get(text) ?? new Set()).add(place));
    }
    return { names, last: this.#places };
  }

  /** What of an object's names is probably another, each once: asked for when all is entered. */
  nearMisses({ names, last }: Entered): NearMiss[] {
    const found = new Map<string, NearMiss>();
    for (const name of names) {
      const id = JSON.stringify([name.kind, name.key, name.text]);
      const one = found.has(id) ? undefined : this.#nearMissOf(name, last);
      // Which is said of the object by itself.
      if (one !== undefined && !(one.kind === "metric" && isMisspelled(one.text))) found.set(id, one);
    }
    return [...found.values()];
  }

  #nearMissOf(name: Name, last: number): NearMiss | undefined {
    const { known, named } = this.#shelf(name);
    const text = textOf(name);
    if (known.has(text) || (name.kind === "metric" && knownMetric(text) !== undefined)) return undefined;
    const meant = [...known].find((one) => isSlip(text, one));
    if (meant !== undefined) return { ...name, meant };
    if ((named.get(text)?.size ?? 0) > 1) return undefined;
    for (const [other, places] of named) {
      if (!isSlip(text, other)) continue;
      // Of two that are named once, the later.
      const [place = 0] = places;
      if (places.size > 1 || place <= last) return { ...name, meant: other, places: places.size };
    }
    return undefined;
  }

  #shelf({ kind, key }: Pick<Name, "kind" | "key">): Shelf {
    const title = key === undefined ? kind : `${kind} ${key.toLowerCase()}`;
    const shelf = this.#shelves.get(title) ?? { known: new Set(), named: new Map() };
    this.#shelves.set(title, shelf);
    return shelf;
  }
}

/** What an object names, and when that was entered. */
export interface Entered {
  readonly names: readonly Name[];
  /** The last of its places. */
  readonly last: number;
}

interface Shelf {
  readonly known: Set<string>;
  /** In which places each is named. */
  readonly named: Map<string, Set<number>>;
}

/** Tags are kept in lower case, metrics as they are sent. */
function textOf({ kind, text }: Name): string {
  return kind === "metric" ? text : text.toLowerCase();
}
