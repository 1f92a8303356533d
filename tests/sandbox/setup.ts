import { execFileSync } from "node:child_process";
import { INSTANCE } from "./instance.js";

function sandbox(...args: string[]): void {
  execFileSync("npm", ["run", "--silent", "sandbox", "--", ...args, "--instance", INSTANCE], { stdio: "inherit" });
}

export function setup(): void {
  sandbox("up", "--no-stack");
}

export function teardown(): void {
  if (process.env.KEEP_SANDBOX === undefined) sandbox("down");
}
