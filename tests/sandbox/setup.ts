import { execFileSync } from "node:child_process";

/** The instance of the tests: beside a person's own `dev`, which they never touch. */
function sandbox(...args: string[]): void {
  execFileSync("npm", ["run", "--silent", "sandbox", "--", ...args, "--instance", "test"], { stdio: "inherit" });
}

export function setup(): void {
  sandbox("up", "--no-stack");
}

export function teardown(): void {
  if (process.env.KEEP_SANDBOX === undefined) sandbox("down");
}
