import { failureAnswer, partialAnswer } from "./failures.ts";
import { engineLog } from "./engine-log.ts";
import { whenEngineGone } from "./engine-gone.ts";
import { grpc, MESSAGE_BYTES_MAX, providerService, type Grpc } from "./protocol.ts";
import { PartlyDoneAnswer, Provider, type ProviderOptions } from "./provider.ts";

/** Longest wait for running work once the engine is gone; every device has its own timer by then. */
const LAST_WORK_MS = 60_000;

/**
 * Serves the provider to the engine at an address, until the engine stops this process or is gone; work
 * that runs then is told to stop and waited for. The first line on standard output is the port.
 */
export async function serveProvider(
  options: Omit<ProviderOptions, "log">,
  engineAddress: string | undefined,
): Promise<void> {
  const provider = new Provider({ ...options, log: engineLog(engineAddress) });
  const running = new Set<Promise<void>>();
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
    "grpc.max_send_message_length": MESSAGE_BYTES_MAX,
  });
  server.addService(providerService.ResourceProviderService, handlersOf(provider, running));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  process.stdout.write(`${port}\n`);
  if (engineAddress === undefined) return;
  await whenEngineGone(engineAddress);
  provider.cancel();
  setTimeout(() => process.exit(1), LAST_WORK_MS).unref();
  await Promise.all(running);
  process.exit(0);
}

type Answer = Grpc.sendUnaryData<unknown>;
type Method = (request: unknown) => unknown;

/** The methods that the provider has; the server itself says that the others are not implemented. */
function handlersOf(
  provider: Provider,
  running: Set<Promise<void>>,
): Grpc.UntypedServiceImplementation {
  const methods = provider as unknown as Readonly<Record<string, Method | undefined>>;
  const names = Object.keys(providerService.ResourceProviderService);
  return Object.fromEntries(
    names
      .filter((name) => methods[name] !== undefined)
      .map((name) => [
        name,
        (call: { readonly request: unknown }, answer: Answer) => {
          const work = answered(() => methods[name]!(call.request), answer);
          running.add(work);
          void work.finally(() => running.delete(work));
        },
      ]),
  );
}

async function answered(run: () => unknown, answer: Answer): Promise<void> {
  try {
    answer(null, await run());
  } catch (error) {
    answer(
      error instanceof PartlyDoneAnswer
        ? partialAnswer(error.partly, error.state)
        : failureAnswer(error),
    );
  }
}
