import { createRequire } from "node:module";

/** What package.json asks of Node.js: said in a sentence before anything is loaded that an older one can't read. */
const { engines } = createRequire(__filename)("lookout/package.json") as {
  readonly engines: { readonly node: string };
};
const floor = engines.node.replace(">=", "");

if (floor.localeCompare(process.versions.node, "en", { numeric: true }) > 0) {
  console.error(`error: Lookout needs Node.js ${floor} or newer; this is ${process.versions.node}`);
  process.exit(1);
}
