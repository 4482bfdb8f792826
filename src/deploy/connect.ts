import { DeployError } from "./deploy-error.ts";
import type { Connect, Host } from "./host.ts";
import type { Transport } from "./transport.ts";
import { localHost } from "./transports/local.ts";
import { connectSsh, type ConnectContext } from "./transports/ssh.ts";

/**
 * How one connects to a device: anew each time, over its transport. A stop does not reach it: it must keep no
 * device from being asked, or from being told to go back; an attempt ends by its own limits.
 */
export function connectTo(transport: Transport, { log }: Pick<ConnectContext, "log">): Connect {
  if (transport.kind === "local") return () => Promise.resolve(localHost(transport));
  const { signal } = new AbortController();
  return () => connectSsh(transport, { log, signal });
}

/** Does something over a connection of its own; one that is broken already closes as badly as it likes. */
export async function connected<T>(connect: Connect, work: (host: Host) => Promise<T>): Promise<T> {
  const host = await connect();
  try {
    return await work(host);
  } finally {
    await host.close().catch(() => undefined);
  }
}

/** One way, and where nobody answers there, another. Throws what the first threw when neither leads there. */
export function connectEither(one: Connect, other: Connect): Connect {
  return async () => {
    try {
      return await one();
    } catch (error) {
      // Another key, or no way in, is an answer: whoever stands there is not to be gone around.
      if (!(error instanceof DeployError && error.code === "unreachable")) throw error;
      return other().catch(() => {
        throw error;
      });
    }
  };
}
