import { chosenStack, stacksIn } from "../stack/stacks";
import type { Declared } from "./declared";
import type { Description } from "./description";

/** What the stack of the folder in which a command runs declares. */
export async function declared(name: string | undefined): Promise<Declared> {
  const folder = process.cwd();
  const stack = chosenStack(name, stacksIn(folder));
  // What takes long to load is loaded when it is known to be wanted.
  const [{ declaredBy }, { programOf }] = await Promise.all([import("./stack.js"), import("../stack/load.js")]);
  return declaredBy(folder, stack, programOf(folder));
}

/** What it will mean. */
export async function described(name: string | undefined): Promise<Description> {
  const of = await declared(name);
  const { describe } = await import("./description.js");
  return describe(of, new Date());
}
