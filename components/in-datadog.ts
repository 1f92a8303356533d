import * as pulumi from "@pulumi/pulumi";
import { ownerWords, stackWord } from "../datadog/mark";

/** How an object of Datadog's is kept, whatever it is. */
export interface Keeping {
  /**
   * The id of one that somebody made before, or the ids of several by their names in the stack. It is taken over as it
   * is, told nothing and never deleted as long as this is set; without it, the next preview shows what Lookout would
   * have of it, and from then on it is the stack's own.
   * @default one of our own is made
   */
  adopt?: string | Adoption | undefined;
  /** Refuses to delete or replace it, until this is off. @default false */
  protect?: boolean | undefined;
}

/** Ids of objects that somebody made before, by the names that they have in the stack. */
export class Adoption {
  readonly #ids: Readonly<Record<string, string>>;
  readonly #declared = new Set<string>();

  constructor(ids: Readonly<Record<string, string>>) {
    this.#ids = ids;
  }

  /** Of the object of this name, which is declared with it. */
  idOf(name: string): string | undefined {
    this.#declared.add(name);
    return this.#ids[name];
  }

  /** The names of all that were declared, in their order. */
  get declared(): readonly string[] {
    return [...this.#declared].sort();
  }

  /** The names of which an object was to be adopted, and none was declared. */
  get unknown(): readonly string[] {
    return Object.keys(this.#ids).filter((name) => !this.#declared.has(name));
  }
}

/** One for each kind of objects: `{ monitors: { "my-metric": "12345678" } }`. */
export function adoptions<Kind extends string>(
  ids: Readonly<Record<Kind, Readonly<Record<string, string>>>>,
): Record<Kind, Adoption> {
  const entries = Object.entries<Readonly<Record<string, string>>>(ids);
  return Object.fromEntries(entries.map(([kind, known]) => [kind, new Adoption(known)])) as Record<Kind, Adoption>;
}

/** A child's options. */
export function kept(parent: pulumi.Resource, name: string, { adopt, protect }: Keeping): pulumi.CustomResourceOptions {
  const id = adopt instanceof Adoption ? adopt.idOf(name) : adopt;
  return {
    parent,
    // An import of inputs that differ would be refused. What somebody else made is given back, not deleted.
    ...(id !== undefined && { import: id, ignoreChanges: ["*"], retainOnDelete: true }),
    ...(protect === true && { protect }),
  };
}

/** What an object says of its resource in this stack, so that one whose id the state never learned is found. */
export function ownersMark(name: string): readonly string[] {
  return ownerWords({ project: pulumi.getProject(), stack: pulumi.getStack(), resource: name });
}

/** What every object of this stack says. */
export function stacksMark(): string {
  return stackWord({ project: pulumi.getProject(), stack: pulumi.getStack() });
}
