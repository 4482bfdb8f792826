#!/usr/bin/env node
// Plain JavaScript, so that an old Node can still say what is missing instead of failing on a type.
import module from "node:module";
import process from "node:process";

const NEEDED = 24;

if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  process.stderr.write(
    `rajut: perlu Node ${NEEDED} (ini ${process.version}); jalankan lewat \`npx rajut\`, yang memakai Node dari \`npm ci\`\n` +
      `rajut: needs Node ${NEEDED} (this is ${process.version}); run it as \`npx rajut\`, which takes the Node that \`npm ci\` brought\n`,
  );
  process.exitCode = 2;
} else {
  // Before any import of ours: compiled code is kept between runs.
  module.enableCompileCache();
  const { main } = await import("../src/cli/main.ts");
  process.exitCode = await main(process.argv.slice(2));
}
