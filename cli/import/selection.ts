import { type Kept, ownedInState, type Kind } from "../../datadog/owned";
import { type Declared, declare } from "./declare";
import { type DatadogObject, madeAt, mutedMonitor, tagsOf, titleOf } from "../datadog/object";
import { namesOf } from "./names";
import type { Wanted } from "./options";
import { whyNot } from "./unsuited";

/** An object that is left as it is, and why. */
export interface LeftOut {
  readonly kind: Kind;
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

export interface Imported {
  readonly declared: readonly Declared[];
  readonly leftOut: readonly LeftOut[];
  /** How many the stack's state has already. */
  readonly known: number;
}

/** Whether an object is wanted; a downtime is, too, where it mutes a monitor that is. */
export function isWanted(object: DatadogObject, { tags }: Wanted, monitors: ReadonlySet<string>): boolean {
  const own = tagsOf(object);
  if (tags.every((tag) => own.includes(tag))) return true;
  return object.kind === "downtime" && monitors.has(mutedMonitor(object) ?? "");
}

/** @param mark what the objects of the stack say. */
export function imported(
  objects: readonly DatadogObject[],
  state: readonly Kept[],
  mark: string,
  { format }: Pick<Wanted, "format">,
): Imported {
  const inState = new Set(ownedInState(state, mark).map(({ kind, id }) => `${kind} ${id}`));
  const others = objects.filter(({ kind, id }) => !inState.has(`${kind} ${id}`));
  const taken = new Set(state.map(({ urn }) => urn.split("::").at(-1) ?? ""));
  const leftOut: LeftOut[] = [];
  const leave = (object: DatadogObject, why: string) => {
    leftOut.push({ kind: object.kind, id: object.id, title: titleOf(object), why });
  };
  const suited = others.filter((object) => {
    const why = whyNot(object, mark);
    if (why !== undefined) leave(object, why);
    return why === undefined;
  });
  const declared = KINDS.flatMap((kind) => {
    const ofKind = suited.filter((one) => one.kind === kind);
    const titled = ofKind.map((one) => ({ id: one.id, title: titleOf(one), made: madeAt(one) }));
    const names = namesOf(kind, titled, taken);
    return ofKind.flatMap((object) => {
      const one = declare(object, names.get(object.id) ?? object.id, format);
      if (typeof one !== "string") return [one];
      leave(object, one);
      return [];
    });
  });
  return {
    declared: declared.sort((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut,
    known: objects.length - others.length,
  };
}

const KINDS = ["monitor", "dashboard", "slo", "downtime"] as const;
