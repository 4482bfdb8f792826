import { engineService, grpc } from "./protocol.ts";

/** A quiet connection is kept: it is there to be lost. */
const NEVER_MS = 2_147_483_647;

/** Resolves when the engine at an address has been reached and is no longer there. */
export async function whenEngineGone(address: string): Promise<void> {
  const client = new engineService.EngineClient(address, grpc.credentials.createInsecure(), {
    "grpc.client_idle_timeout_ms": NEVER_MS,
    "grpc.keepalive_time_ms": NEVER_MS,
  });
  const channel = client.getChannel();
  const { READY, SHUTDOWN, TRANSIENT_FAILURE } = grpc.connectivityState;
  let wasReady = false;
  for (;;) {
    const state = channel.getConnectivityState(true);
    wasReady ||= state === READY;
    if (state === SHUTDOWN || (wasReady && state === TRANSIENT_FAILURE)) break;
    await new Promise((changed) => channel.watchConnectivityState(state, Infinity, changed));
  }
  client.close();
}
