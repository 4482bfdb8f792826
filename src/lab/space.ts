/** A network namespace that is no router: what surrounds the routers, set up with plain `ip` commands. */
export interface Space {
  /** Words and ids joined by `-`. */
  readonly name: string;
  /** Ports that one bridge joins; the bridge is the interface `lan`. */
  readonly bridged: readonly string[];
  readonly addresses: readonly { readonly interface: string; readonly address: string }[];
  readonly routes: readonly { readonly to: string; readonly via: string }[];
  /** Whether it passes on what is not for itself. */
  readonly forwards: boolean;
  /** Interface towards the internet behind which everybody shares one address, as mobile operators do. */
  readonly masquerade: string | undefined;
  readonly dhcp: DhcpServer | undefined;
  /** Content of an frr.conf, where the provider speaks BGP. */
  readonly frrConf: string | undefined;
  /** TCP ports on which something listens. */
  readonly tcpPorts: readonly number[];
}

export interface DhcpServer {
  readonly interface: string;
  readonly from: string;
  readonly to: string;
  readonly router: string;
  readonly netmask: string;
}

/** A namespace with nothing in it. */
export const EMPTY_SPACE: Omit<Space, "name"> = {
  bridged: [],
  addresses: [],
  routes: [],
  forwards: false,
  masquerade: undefined,
  dhcp: undefined,
  frrConf: undefined,
  tcpPorts: [],
};
