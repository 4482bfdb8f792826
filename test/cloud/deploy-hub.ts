// Run on the internet of the test's world: deploys what standard input says by the provider's own kinds.
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { text } from "node:stream/consumers";
import { coreService, type CoreServiceInputs } from "../../src/deploy/resources/core-service.ts";
import { hostFile, type HostFileInputs } from "../../src/deploy/resources/host-file.ts";
import { hostPackage, type HostPackageInputs } from "../../src/deploy/resources/host-package.ts";

/** What to do, and its answers in the same order. */
export interface Orders {
  readonly packages: readonly HostPackageInputs[];
  readonly services: readonly CoreServiceInputs[];
  readonly files: readonly HostFileInputs[];
}

const context = {
  settings: {},
  log: (line: string) => process.stderr.write(`${line}\n`),
  signal: new AbortController().signal,
};

const { packages, services, files } = JSON.parse(await text(process.stdin)) as Orders;
const answers: unknown[] = [];
try {
  for (const asked of packages) answers.push(await hostPackage.create(asked, context));
  for (const asked of services) {
    const made = await coreService.create(asked, context);
    const read = await coreService.read(made.id, made.state, context);
    answers.push({
      id: made.id,
      generation: made.state.generation,
      isAsAsked: isDeepStrictEqual(read?.inputs, asked),
    });
  }
  for (const asked of files) {
    const made = await hostFile.create(asked, context);
    const read = await hostFile.read(made.id, made.state, context);
    await hostFile.delete(made.id, made.state, context);
    const after = await hostFile.read(made.id, made.state, context);
    answers.push({
      id: made.id,
      isAsAsked: isDeepStrictEqual(read?.inputs, asked),
      isGone: after === undefined,
    });
  }
} catch (error) {
  answers.push({ error: String(error) });
}
process.stdout.write(JSON.stringify(answers));
