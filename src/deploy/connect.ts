import type { Connect } from "./host.ts";
import type { Transport } from "./transport.ts";
import { localHost } from "./transports/local.ts";
import { connectSsh, type ConnectContext } from "./transports/ssh.ts";

/** How one connects to a device: anew each time, over its transport. `DeployContext` will do as the context. */
export function connectTo(transport: Transport, context: ConnectContext): Connect {
  if (transport.kind === "ssh") return () => connectSsh(transport, context);
  return () => Promise.resolve(localHost(transport));
}
