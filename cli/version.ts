import { createRequire } from "node:module";

/** Lookout's own, in its repository as in the package. */
export function version(): string {
  return (createRequire(__filename)("lookout/package.json") as { version: string }).version;
}
