import process from "node:process";
import { resourceKinds } from "../../deploy/resources/resources.ts";
import manifest from "../../../package.json" with { type: "json" };
import { serveProvider } from "./serve.ts";

/** What the engine starts, through `bin/pulumi-resource-rajut`, with its address as the last word. */
await serveProvider(
  { name: "rajut", version: manifest.version, kinds: resourceKinds },
  process.argv.slice(2).findLast((word) => !word.startsWith("-")),
);
