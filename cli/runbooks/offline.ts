import * as pulumi from "@pulumi/pulumi";
import type { Declared } from "../describe/declared";
import { declaredBy } from "../describe/stack";
import { programOf } from "../stack/load";

/** What a stack declares, and its outputs as a run without an engine has them: the same names, of stand-ins. */
export async function offline(
  folder: string,
  stack: string,
  program: () => Promise<unknown> = programOf(folder),
  options?: Parameters<typeof declaredBy>[3],
): Promise<{ declared: Declared; outputs: Readonly<Record<string, unknown>> }> {
  let outputs: Promise<unknown> = Promise.resolve({});
  const observed = async () => {
    const made = await program();
    outputs = known(made);
    return made;
  };
  const declared = await declaredBy(folder, stack, observed, options);
  return { declared, outputs: (await outputs) as Record<string, unknown> };
}

function known(value: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    pulumi.output(value as object).apply(resolve);
  });
}
