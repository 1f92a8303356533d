import { spawn } from "node:child_process";
import { once } from "node:events";
import { INSTANCE } from "./instance.js";

async function sandbox(...args: string[]): Promise<void> {
  // Vitest ends its workers meanwhile, which takes its own process.
  const child = spawn("npm", ["run", "--silent", "sandbox", "--", ...args, "--instance", INSTANCE], {
    stdio: "inherit",
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the sandbox's ${args.join(" ")} failed`);
}

export async function setup(): Promise<void> {
  await sandbox("up", "--no-stack");
}

export async function teardown(): Promise<void> {
  if (process.env.KEEP_SANDBOX === undefined) await sandbox("down");
}
