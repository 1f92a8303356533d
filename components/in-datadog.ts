import * as pulumi from "@pulumi/pulumi";
import { ownerWords, stackWord } from "../datadog/mark";
import { Named } from "./named";

/** How an object of Datadog's is kept, whatever it is. */
export interface Keeping {
  /**
   * The id of one that somebody made before, or the ids of several by their names in the stack. It is taken over as it
   * is, told nothing and never deleted as long as this is set; without it, the next preview shows what Lookout would
   * have of it, and from then on it is the stack's own.
   * @default one of our own is made
   */
  adopt?: string | Named<string> | undefined;
  /** Refuses to delete or replace it, until this is off. @default false */
  protect?: boolean | undefined;
}

/** Resources that a component of Lookout's declares, and has checked. */
const CHECKED = new WeakSet<pulumi.Resource>();

export function isChecked(resource: pulumi.Resource): boolean {
  return CHECKED.has(resource);
}

/** A child's options; it is known from then on as one that its component has checked. */
export function kept(parent: pulumi.Resource, name: string, { adopt, protect }: Keeping): pulumi.CustomResourceOptions {
  const id = adopt instanceof Named ? adopt.of(name) : adopt;
  return {
    parent,
    transformations: [({ resource }) => void CHECKED.add(resource)],
    ...(id !== undefined && adopted(id)),
    ...(protect === true && { protect }),
  };
}

/** A monitor's import forgets what missing data means, and its provider, which knows no `*`, would take it away in Datadog. */
const ALL = ["*", "onMissingData"];

/**
 * The options of a resource that somebody made before: it is taken over as it is, told nothing and never deleted. An import
 * of inputs that differ would be refused; what somebody else made is given back.
 *
 * @param id Datadog's.
 */
export function adopted(id: string, opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
  return { ...opts, import: id, ignoreChanges: ALL, retainOnDelete: true };
}

/** What an object says of its resource in this stack, so that one whose id the state never learned is found. */
export function ownersMark(name: string): readonly string[] {
  return ownerWords({ project: pulumi.getProject(), stack: pulumi.getStack(), resource: name });
}

/** What every object of this stack says. */
export function stacksMark(): string {
  return stackWord({ project: pulumi.getProject(), stack: pulumi.getStack() });
}
