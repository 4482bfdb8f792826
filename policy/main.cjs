// What `pulumi` starts. CommonJS, so that an old Node is told so in one line.
"use strict";
const process = require("node:process");

const NEEDED = 24;
if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  const { RunError } = require("@pulumi/pulumi");
  throw new RunError(
    `Rajut's policies need Node ${NEEDED}, this is ${process.version}: run pulumi from \`npx --no-install\` or an npm script, where node_modules/.bin comes first on the PATH`,
  );
}
// Not `require`: Pulumi has put ts-node behind that, which knows nothing of specifiers that end with `.ts`.
module.exports = import("./index.ts");
