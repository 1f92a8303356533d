const fs = require("node:fs");
const path = require("node:path");

// The package has the pack in JavaScript; the repository has its source, which needs no build.
const isSource = fs.existsSync(path.join(__dirname, "pack.ts"));
if (isSource) require("tsx/cjs/api").register();

require(isSource ? "./pack.ts" : "../dist/policies/pack.js").policyPack();
