import { DeployError } from "./deploy-error.ts";
import type { Connect } from "./host.ts";
import type { Transport } from "./transport.ts";
import { localHost } from "./transports/local.ts";
import { connectSsh, type ConnectContext } from "./transports/ssh.ts";

/** How one connects to a device: anew each time, over its transport. `DeployContext` will do as the context. */
export function connectTo(transport: Transport, context: ConnectContext): Connect {
  if (transport.kind === "ssh") return () => connectSsh(transport, context);
  return () => Promise.resolve(localHost(transport));
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
