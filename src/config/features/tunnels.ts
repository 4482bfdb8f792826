import { OWNER, SCOPE } from "../../addressing/demands.ts";
import { addressIn, bareAddress, BITS, formatAddress } from "../../ip/prefix.ts";
import type { BackupTunnel } from "../../layer3/routed-network.ts";
import type { RoutedLink } from "../../layer3/router.ts";
import type { SiteId } from "../../model/ids.ts";
import type { AtRouter, ConfigContext } from "../context.ts";
import type { Tunnel, TunnelPeer } from "../desired-state.ts";
import { sitePrefixes } from "./bgp.ts";
import { lines } from "./uplinks.ts";

/** WireGuard's own port; each interface of a router listens on one of its own above it. */
const LISTEN_PORT_BASE = 51_820;
/** Below the 30 s after which a mobile operator's NAT commonly forgets a quiet flow. */
export const KEEPALIVE_S = 25;
const EVERYTHING = ["0.0.0.0/0", "::/0"];

/**
 * The WireGuard interfaces of a router: to its peer over each leased line in which the provider
 * routes, from a site with its own internet line to each core, and at a core one for all such sites,
 * where each peer may use its own prefixes only. Keys stay references.
 */
export function tunnels(context: ConfigContext, at: AtRouter): Tunnel[] {
  const { router, links, spokes, hubs } = at;
  const { id } = router.site;
  const own = lines(context, at);
  return [
    ...links.filter(({ tunnelled }) => tunnelled).map((link) => overProvider(context, link, id)),
    ...spokes.map((backup) =>
      spoke(context, backup, own.find((line) => line.id === backup.line.link.id)!.mark),
    ),
    ...(hubs.length === 0 ? [] : [hub(context, id, hubs)]),
  ];
}

interface End {
  readonly name: string;
  readonly listenPort: number;
}

function endAt({ plan, wiring }: ConfigContext, router: SiteId, owner: string): End {
  const number = plan.number(SCOPE.tunnelInterface(router), owner)!;
  return { name: wiring.interfaceOf(router, owner).name, listenPort: LISTEN_PORT_BASE + number };
}

const keyOf = (router: SiteId, { name }: End) => `wireguard/${router}/${name}`;
const pairKeyOf = (owner: string) => ({ secret: `wireguard-pair/${owner}` });

function overProvider(context: ConfigContext, { link, ends }: RoutedLink, router: SiteId): Tunnel {
  const owner = OWNER.link(link.id);
  const other = ends[0] === router ? ends[1] : ends[0];
  const [here, there] = [endAt(context, router, owner), endAt(context, other, owner)];
  const [underlay] = context.plan.prefixes(OWNER.underlay(link.id, other));
  return {
    interface: here.name,
    listenPort: here.listenPort,
    privateKey: { secret: keyOf(router, here) },
    mark: undefined,
    peers: [
      {
        device: other,
        publicKey: { publicKeyOf: keyOf(other, there) },
        presharedKey: pairKeyOf(owner),
        endpoint: underlay && { address: addressIn(underlay, 0n), port: there.listenPort },
        allowed: EVERYTHING,
        keepaliveS: undefined,
      },
    ],
  };
}

function spoke(context: ConfigContext, backup: BackupTunnel, mark: number): Tunnel {
  const { owner, line, core, uplink } = backup;
  const here = endAt(context, line.router, owner);
  const there = endAt(context, core, OWNER.hub);
  const address = bareAddress(uplink.link.access!.wan!.address);
  return {
    interface: here.name,
    // Any port: it speaks first, mostly from behind the operator's NAT.
    listenPort: undefined,
    privateKey: { secret: keyOf(line.router, here) },
    mark,
    peers: [
      {
        device: core,
        publicKey: { publicKeyOf: keyOf(core, there) },
        presharedKey: pairKeyOf(owner),
        endpoint: { address, port: there.listenPort },
        allowed: EVERYTHING,
        keepaliveS: KEEPALIVE_S,
      },
    ],
  };
}

function hub(context: ConfigContext, core: SiteId, backups: readonly BackupTunnel[]): Tunnel {
  const here = endAt(context, core, OWNER.hub);
  return {
    interface: here.name,
    listenPort: here.listenPort,
    privateKey: { secret: keyOf(core, here) },
    mark: undefined,
    peers: backups.map(({ owner, line }): TunnelPeer => {
      const there = endAt(context, line.router, owner);
      const ends = context.plan
        .prefixes(owner)
        .map(({ version, start }) => `${formatAddress(version, start + 1n)}/${BITS[version]}`);
      return {
        device: line.router,
        publicKey: { publicKeyOf: keyOf(line.router, there) },
        presharedKey: pairKeyOf(owner),
        endpoint: undefined,
        allowed: [...ends, ...sitePrefixes(context, line.router)],
        keepaliveS: undefined,
      };
    }),
  };
}
