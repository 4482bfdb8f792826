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

/** Not the machine that is asked, or a machine that does not answer: what another way may mend. */
const NO_WAY = new Set(["unreachable", "host-key-missing", "host-key-changed", "authentication"]);

/** One way, and where it leads nowhere, another. Throws what the first threw when neither does. */
export function connectEither(one: Connect, other: Connect): Connect {
  return async () => {
    try {
      return await one();
    } catch (error) {
      if (!(error instanceof DeployError && NO_WAY.has(error.code))) throw error;
      return other().catch(() => {
        throw error;
      });
    }
  };
}
