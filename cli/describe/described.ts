import { stackOf, type StackOptions } from "../stack/options";
import type { Declared } from "./declared";
import type { Description } from "./description";

/** What the stack that a command is of declares. */
export async function declared(options: StackOptions): Promise<Declared> {
  const { project, stack } = stackOf(options);
  // What takes long to load is loaded when it is known to be wanted.
  const [{ declaredBy }, { programOf }] = await Promise.all([import("./stack.js"), import("../stack/load.js")]);
  return declaredBy(project.folder, stack, programOf(project.folder), options);
}

/** What it will mean. */
export async function described(options: StackOptions): Promise<Description> {
  const of = await declared(options);
  const { describe } = await import("./description.js");
  return describe(of, new Date());
}
