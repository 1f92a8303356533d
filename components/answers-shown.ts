import * as pulumi from "@pulumi/pulumi";
import type { Answer } from "./answers";
import { defined } from "./defined";

/** By which a policy pack knows it. */
export const ANSWERS_SHOWN = "lookout:lint:Answers";

/**
 * A stack's answers to rules, as a resource: a plan shows what is let pass and why, and a policy pack, which is told nothing
 * of a stack but its resources, lets the same pass.
 */
export class AnswersShown extends pulumi.ComponentResource {
  constructor(answers: readonly (Answer & { readonly on: string })[]) {
    super(ANSWERS_SHOWN, "lint", { answers: answers.map((one) => defined({ ...one })) });
    this.registerOutputs();
  }

  /** Itself, once the engine has it: a pack is told of what comes then after it. */
  registered(): Promise<this> {
    return new Promise((resolve) => {
      this.urn.apply(() => {
        resolve(this);
      });
    });
  }
}
