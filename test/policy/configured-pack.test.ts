import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bag } from "../../src/deploy/resources/resource.ts";
import { toStruct } from "../../src/pulumi/provider/values.ts";
import {
  analyzerMessages,
  analyzerService,
  called,
  CHANNEL_OPTIONS,
  fromSdk,
  grpc,
} from "../engine/protocol.ts";

/** The pack with a configuration as `--policy-pack-config` gives it; the test engine gives none. */
type Level =
  (typeof analyzerMessages.EnforcementLevel)[keyof typeof analyzerMessages.EnforcementLevel];
type Client = InstanceType<(typeof analyzerService)["AnalyzerClient"]>;
let pack: ChildProcess;
let client: Client;

beforeAll(async () => {
  const program = fromSdk.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  pack = spawn(process.execPath, [program, "127.0.0.1:1", "."], {
    cwd: "policy",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(createInterface({ input: pack.stdout! }), "line")) as [string];
  client = new analyzerService.AnalyzerClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
    CHANNEL_OPTIONS,
  );
});
afterAll(() => {
  client.close();
  pack.kill();
});

const { MANDATORY, ADVISORY, DISABLED } = analyzerMessages.EnforcementLevel;

async function configure(levels: Record<string, { level: Level; more?: Bag }>): Promise<void> {
  const request = new analyzerMessages.ConfigureAnalyzerRequest();
  for (const [name, { level, more = {} }] of Object.entries(levels)) {
    const config = new analyzerMessages.PolicyConfig();
    config.setEnforcementlevel(level);
    config.setProperties(toStruct(more));
    request.getPolicyconfigMap().set(name, config);
  }
  await called(client, "configure", request);
}

async function levelsFor(properties: Bag): Promise<Record<string, number>> {
  const request = new analyzerMessages.AnalyzeRequest();
  request.setType("rajut:index:EdgeRouter");
  request.setName("uji");
  request.setUrn("urn:pulumi:dev::uji::rajut:index:EdgeRouter::uji");
  request.setProperties(toStruct(properties));
  request.setOptions(new analyzerMessages.AnalyzerResourceOptions());
  const response = await called(client, "analyze", request);
  return Object.fromEntries(
    response
      .getDiagnosticsList()
      .map((one) => [one.getPolicyname(), one.getEnforcementlevel() as number]),
  );
}

const properties = {
  device: "pulau",
  rollbackSeconds: 120,
  files: { "etc/x": "Zr8q1LkV0wYx3TnB5uHd7fJs9gMcPaEe\nssl_protocols TLSv1;\n" },
  rollout: { paths: 0 },
};

test("levels and settings are those of the configuration, else the pack's own", async () => {
  expect(await levelsFor(properties)).toEqual({
    "no-random-word": ADVISORY,
    "path-left": MANDATORY,
    "strong-cryptography": MANDATORY,
  });
  await configure({
    "no-random-word": { level: MANDATORY },
    "strong-cryptography": { level: DISABLED },
    "path-left": { level: MANDATORY, more: { islands: ["pulau"] } },
  });
  expect(await levelsFor(properties)).toEqual({ "no-random-word": MANDATORY });
});
