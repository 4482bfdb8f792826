import { anyKind } from "../../../src/deploy/resources/resource.ts";
import { serveProvider } from "../../../src/pulumi/provider/serve.ts";
import { thing } from "./thing.ts";

/** The provider as it is, with a kind that does on demand what a device does when it likes. */
await serveProvider(
  { name: "trial", version: "0.1.0", kinds: [anyKind(thing)] },
  process.argv.at(-1),
);
