import * as z from "zod";

/** What FRR says of its neighbours; only what is asked of it, as versions 8 to 10 write it. */

const ospfNeighbors = z.object({
  neighbors: z.record(
    z.string(),
    z.array(
      z.object({
        nbrState: z.string(),
        ifaceName: z.string(),
        linkStateRetransmissionListCounter: z.number().optional(),
      }),
    ),
  ),
});
const ospf6Neighbors = z.object({
  neighbors: z.array(
    z.object({ neighborId: z.string(), state: z.string(), interfaceName: z.string() }),
  ),
});
const bfdPeers = z.array(
  z.object({ peer: z.string(), interface: z.string().optional(), status: z.string() }),
);
const bgpSummary = z.record(
  z.string(),
  z.object({ peers: z.record(z.string(), z.object({ state: z.string() })).optional() }),
);

/** `show ip ospf neighbor json`: full neighbours as `INTERFACE ROUTER-ID`. What cannot be read has none. */
export function fullOspfNeighbors(text: string): Set<string> {
  const found = read(ospfNeighbors, text)?.neighbors ?? {};
  return new Set(
    Object.entries(found).flatMap(([id, sessions]) =>
      sessions
        .filter(({ nbrState }) => nbrState.startsWith("Full"))
        // FRR writes the interface with its address: `eth1:10.0.0.1`.
        .map(({ ifaceName }) => `${ifaceName.split(":")[0]} ${id}`),
    ),
  );
}

/** The same: whether some neighbour has not confirmed everything that he was told. */
export function isFlooding(text: string): boolean {
  const found = read(ospfNeighbors, text)?.neighbors ?? {};
  return Object.values(found)
    .flat()
    .some(({ linkStateRetransmissionListCounter: open = 0 }) => open > 0);
}

/** `show ipv6 ospf6 neighbor json`: full neighbours, as above. */
export function fullOspf6Neighbors(text: string): Set<string> {
  const found = read(ospf6Neighbors, text)?.neighbors ?? [];
  return new Set(
    found
      .filter(({ state }) => state === "Full")
      .map(({ interfaceName, neighborId }) => `${interfaceName} ${neighborId}`),
  );
}

/** `show bfd peers json`: how many sessions of IPv4 and of IPv6 are up on each interface, as `INTERFACE VERSION`. */
export function bfdSessionsUp(text: string): Map<string, number> {
  const up = new Map<string, number>();
  for (const { peer, interface: name, status } of read(bfdPeers, text) ?? []) {
    if (status !== "up") continue;
    const key = `${name ?? ""} ${peer.includes(":") ? 6 : 4}`;
    up.set(key, (up.get(key) ?? 0) + 1);
  }
  return up;
}

/** `show bgp summary json`: addresses of established neighbours. */
export function establishedBgpNeighbors(text: string): Set<string> {
  return new Set(
    Object.values(read(bgpSummary, text) ?? {}).flatMap(({ peers }) =>
      Object.entries(peers ?? {})
        .filter(([, { state }]) => state === "Established")
        .map(([address]) => address),
    ),
  );
}

/** A daemon that is not there says so in words; then nothing is up. */
function read<T>(schema: z.ZodType<T>, text: string): T | undefined {
  const start = text.search(/[{[]/);
  if (start === -1) return undefined;
  try {
    return schema.safeParse(JSON.parse(text.slice(start))).data;
  } catch {
    return undefined;
  }
}
