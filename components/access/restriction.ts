import * as datadog from "@pulumi/datadog";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform";

export interface Restricted {
  /** Who may change it, everybody else only look: `team:<id>`, `role:<id>`, `user:<id>`, `org:<id>`. @default everybody */
  editors?: readonly string[] | undefined;
}

/**
 * Lets only some change an object; without editors nothing is declared.
 *
 * @see https://docs.datadoghq.com/api/latest/restriction-policies/ Datadog refuses a policy that locks out its author.
 */
export function restrict(
  name: string,
  object: { readonly kind: "monitor" | "dashboard" | "slo"; readonly id: pulumi.Input<string> },
  { editors = [] }: Restricted,
  parent: pulumi.Resource,
  transform?: Transform<datadog.RestrictionPolicyArgs>,
): void {
  if (editors.length === 0) return;
  const args: datadog.RestrictionPolicyArgs = {
    resourceId: pulumi.interpolate`${object.kind}:${object.id}`,
    bindings: [{ relation: "editor", principals: [...editors] }],
  };
  new datadog.RestrictionPolicy(`${name}-editors`, ...transformed(transform, args, { parent }));
}
