import { createInterface } from "node:readline/promises";
import { StackError } from "./stack/stacks";

/** Asks whoever is at the terminal. @param to do what it is about. @throws StackError where nobody is. */
export async function confirmed(question: string, to: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new StackError(`there is nobody to ask; to ${to} without a question add --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Type yes: `);
  terminal.close();
  return answer.trim() === "yes";
}
