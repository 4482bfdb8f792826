import { engineService, grpc } from "./protocol.ts";

/** A quiet connection is kept: it is there to be lost. */
const NEVER_MS = 2_147_483_647;

/** Resolves when nothing answers any more at an engine's address, which was there before this process. */
export async function whenEngineGone(address: string): Promise<void> {
  const client = new engineService.EngineClient(address, grpc.credentials.createInsecure(), {
    "grpc.client_idle_timeout_ms": NEVER_MS,
    // A proxy of the office has no business between two processes of one machine.
    "grpc.enable_http_proxy": 0,
  });
  const channel = client.getChannel();
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (state === grpc.connectivityState.TRANSIENT_FAILURE) break;
    await new Promise((changed) => channel.watchConnectivityState(state, Infinity, changed));
  }
  client.close();
}
