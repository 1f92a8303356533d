import * as pulumi from "@pulumi/pulumi";
import type { Answers } from "../answers";
import { report } from "../findings";
import { isChecked } from "../in-datadog";
import { LOOKED_AT } from "../looked-at";
import { lookAtAll, type NearMisses } from "../near-misses";
import { stackResource } from "../stack-resource";
import type { Demands } from "../monitors/demands";

/** What the settings say of all that is checked. */
interface Said {
  readonly answers: Answers;
  readonly demands: Demands;
  readonly nearMisses: NearMisses;
  /** Where there are any, as a resource that comes before what they are about. */
  readonly shown?: Promise<pulumi.Resource> | undefined;
}

/** Of a stack's program, what is worked out once: a process may run several, one after the other. */
export function onceAStack<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const stack = stackResource();
    const before = stack && made.get(stack);
    if (before !== undefined) return before;
    const now = make();
    if (stack !== undefined) made.set(stack, now);
    return now;
  };
}

const WATCHED = new WeakMap<object, () => Said>();

/**
 * Checks what is declared by the provider's own classes from here on, as Lookout's components check what they declare:
 * mistakes on the resource's own line, before it is registered; warnings said and let pass. What a component has checked
 * is left alone, and so is what is only looked up.
 *
 * @param said is asked for at the first such resource.
 */
export function checkRawResources(said: () => Said): void {
  const stack = stackResource();
  // A second environment in the same stack would say everything twice.
  if (stack === undefined || WATCHED.has(stack)) return;
  WATCHED.set(stack, said);
  lookAtAll(stack, () => said().nearMisses);
  pulumi.runtime.registerStackTransformation(({ resource, type, name, props, opts }) => {
    const look = LOOKED_AT[type];
    if (look === undefined || isChecked(resource) || isLookedUp(opts)) return undefined;
    const { answers, demands, shown } = said();
    // The SDK gives a resource its URN only after this, and an error without one has no line to stand on.
    Object.assign(resource, { urn: pulumi.createUrn(name, type, opts.parent) });
    report(look(props, demands), resource, name, { lint: answers, isAdopted: isAdopted(opts) });
    return shown && { props, opts: pulumi.mergeOptions(opts, { dependsOn: shown }) };
  });
}

function isLookedUp({ id, urn }: pulumi.ResourceOptions & { readonly id?: unknown }): boolean {
  return id !== undefined || urn !== undefined;
}

/** The one option is a custom resource's alone. */
function isAdopted({ import: id }: pulumi.CustomResourceOptions): boolean {
  return id !== undefined;
}
