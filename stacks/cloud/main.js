// What `pulumi` starts. Plain JavaScript, so that an old Node is told so in one line.
import process from "node:process";

const NEEDED = 24;
if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  const { RunError } = await import("@pulumi/pulumi");
  throw new RunError(
    `Rajut needs Node ${NEEDED}, this is ${process.version}: run pulumi from an npm script, where node_modules/.bin comes first on the PATH`,
  );
}
export const { outputs } = await import("./index.ts");
