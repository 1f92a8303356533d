import { Temporal } from "@js-temporal/polyfill";
import type { PolicyConfigSchema } from "@pulumi/policy";
import { ANSWERS_SHOWN } from "../components/answers-shown";
import type { Answer } from "../components/answers";
import { isObject, objectsIn } from "../datadog/json/value";
import type { Declared } from "./declared";
import type { PolicyRule } from "./rule";

/** The same as in the settings, without the rule's id: each rule is configured by itself. */
export const ANSWERS: PolicyConfigSchema["properties"] = {
  answers: {
    type: "array",
    default: [],
    description: "Resources of which what the rule says is meant.",
    items: {
      type: "object",
      additionalProperties: false,
      required: ["on", "reason"],
      properties: {
        on: { type: "string", description: "The resource's name, or its component's." },
        reason: { type: "string", description: "Why it is meant." },
        until: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$", description: "The last day on which that holds." },
      },
    },
  },
};

/** As far as it is read. */
type Said = Pick<Answer, "until"> & { readonly on: string; readonly rule?: string };

/** What a stack of Lookout's shows of its answers, by the stack's project and name. */
export class ShownAnswers {
  readonly #answers = new Map<string, readonly Said[]>();

  /** Takes them from the resource that shows them; leaves any other alone. */
  see(resource: Pick<Declared, "type" | "urn" | "inputs">): void {
    if (resource.type !== ANSWERS_SHOWN) return;
    this.#answers.set(stack(resource.urn), objectsIn(resource.inputs.answers) as readonly unknown[] as Said[]);
  }

  /** Whether what a rule finds of a resource is meant, by its stack's answers or by the rule's configuration. */
  answers({ id, answeredAs = [] }: PolicyRule, resource: Declared, configured: unknown): boolean {
    const names = [resource.name, resource.parentName];
    const own = (Array.isArray(configured) ? configured : []).filter(isObject) as readonly unknown[] as Said[];
    const shown = (this.#answers.get(stack(resource.urn)) ?? []).filter(({ rule = "" }) =>
      [id, ...answeredAs].includes(rule),
    );
    return [...shown, ...own].some((answer) => names.includes(answer.on) && !isOver(answer));
  }
}

function stack(urn: string): string {
  return urn.split("::").slice(0, 2).join("::");
}

function isOver({ until }: Said): boolean {
  return until !== undefined && Temporal.PlainDate.compare(until, Temporal.Now.plainDateISO("UTC")) < 0;
}
