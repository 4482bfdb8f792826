import { text } from "node:stream/consumers";
import type { Json } from "../../src/deploy/resources/resource.ts";
import { isBag, isSecret, UNKNOWN } from "../../src/pulumi/provider/values.ts";
import { Children } from "./children.ts";
import { deleteAll } from "./deletions.ts";
import { Deployment } from "./deployment.ts";
import { addEngineService } from "./engine-service.ts";
import type { EngineOrder } from "./events.ts";
import { Monitor, STACK } from "./monitor.ts";
import { Policies } from "./policies.ts";
import { CHANNEL_OPTIONS, fromSdk, grpc } from "./protocol.ts";
import { isProvider, Providers } from "./providers.ts";
import { refresh } from "./refresh.ts";
import { Reporter } from "./reporter.ts";
import { Steps } from "./steps.ts";

/** One operation of the engine, in a process of its own: an order on standard input, events on 3. */
const order = JSON.parse(await text(process.stdin)) as EngineOrder;
const reporter = new Reporter();
const children = new Children(reporter);
const server = new grpc.Server(CHANNEL_OPTIONS);
reporter.tell({ started: "engine", pid: process.pid });
let outputs: Json = {};
try {
  outputs = await run();
} catch (error) {
  reporter.diagnoseError(error);
}
const { failed, steps, diagnostics } = reporter;
reporter.tell({
  result: { ok: !failed, steps, diagnostics, outputs: outputs as Record<string, unknown> },
});
children.stop();
server.forceShutdown();
process.exit(failed ? 1 : 0);

async function run(): Promise<Json> {
  const deployment = new Deployment(order, reporter);
  addEngineService(server, reporter);
  const address = await new Promise<string>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
    );
  });
  if (order.refresh || order.operation === "refresh") {
    await refresh(deployment, new Providers(deployment, children, address));
  }
  // Anew, since the stack's configuration may be another than the state's.
  const providers = new Providers(deployment, children, address);
  process.on("SIGINT", () => {
    reporter.diagnose("error", "the operator has stopped the run");
    void providers.cancel();
  });
  if (order.operation === "destroy" && !reporter.failed) {
    await deleteAll(deployment, providers, [...deployment.olds.values()]);
  } else if (order.operation !== "refresh" && !reporter.failed) {
    const policies = await Policies.start(deployment, children, address);
    const steps = new Steps(deployment, providers, policies);
    const monitor = new Monitor(deployment, providers, steps, async () => {
      const isReal = ({ type }: { readonly type: string }) => !isProvider(type);
      await policies.askAboutAll([...deployment.news.values()].filter(isReal));
      const left = [...deployment.olds.values()];
      await deleteAll(deployment, providers, left.filter(isReal));
    });
    monitor.addTo(server);
    await runProgram(deployment, monitor, address);
  }
  const stack = [...deployment.news.values(), ...deployment.olds.values()].find(
    ({ type }) => type === STACK,
  );
  return hidden(stack?.outputs ?? {});
}

async function runProgram(deployment: Deployment, monitor: Monitor, address: string) {
  const { project, isPreview } = deployment;
  const words = [
    fromSdk.resolve("@pulumi/pulumi/cmd/run"),
    `--monitor=${address}`,
    `--engine=${address}`,
    "--organization=organization",
    `--project=${project.name}`,
    `--stack=${order.stack}`,
    `--parallel=${order.parallel}`,
    `--root-directory=${project.folder}`,
    `--pwd=${project.folder}`,
    ...(isPreview ? ["--dry-run"] : []),
    project.main,
  ];
  const end = await children.program(words, project.folder, {
    ...process.env,
    PULUMI_CONFIG: JSON.stringify({ ...order.config, ...order.secrets }),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(Object.keys(order.secrets)),
  });
  await monitor.quiet();
  if (end !== 0) reporter.diagnose("error", `the program ended with ${end}`);
  else if (!monitor.ended) reporter.diagnose("error", "the program ended before it was done");
}

function hidden(value: Json): Json {
  if (value === UNKNOWN) return "[unknown]";
  if (isSecret(value)) return "[secret]";
  if (Array.isArray(value)) return value.map(hidden);
  if (!isBag(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hidden(item)]));
}
