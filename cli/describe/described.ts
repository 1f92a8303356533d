import { chosenStack, stacksIn } from "../stack/stacks";
import type { Description } from "./description";

/** What the stack of the folder in which a command runs will mean. */
export async function described(name: string | undefined): Promise<Description> {
  const folder = process.cwd();
  const stack = chosenStack(name, stacksIn(folder));
  // What takes long to load is loaded when it is known to be wanted.
  const [{ describeStack }, { programOf }] = await Promise.all([import("./stack.js"), import("../stack/load.js")]);
  return describeStack(folder, stack, new Date(), programOf(folder));
}
