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

/** States of neighbours or sessions as FRR names them, by `INTERFACE WHO`, or `WHO` where none is told. */
export type States = ReadonlyMap<string, string>;

/** `show ip ospf neighbor json`: by `INTERFACE ROUTER-ID`, such as `Full/-`. What cannot be read has none. */
export function ospfStates(text: string): States {
  const found = read(ospfNeighbors, text)?.neighbors ?? {};
  return new Map(
    Object.entries(found).flatMap(([id, sessions]) =>
      // FRR writes the interface with its address: `eth1:10.0.0.1`.
      sessions.map(({ nbrState, ifaceName }) => [`${ifaceName.split(":")[0]} ${id}`, nbrState]),
    ),
  );
}

/** The same: full neighbours. */
export const fullOspfNeighbors = (text: string): Set<string> =>
  keysWhere(ospfStates(text), (state) => state.startsWith("Full"));

/** The same: whether some neighbour has not confirmed everything that he was told. */
export function isFlooding(text: string): boolean {
  const found = read(ospfNeighbors, text)?.neighbors ?? {};
  return Object.values(found)
    .flat()
    .some(({ linkStateRetransmissionListCounter: open = 0 }) => open > 0);
}

/** `show ipv6 ospf6 neighbor json`: by `INTERFACE ROUTER-ID`. */
export function ospf6States(text: string): States {
  const found = read(ospf6Neighbors, text)?.neighbors ?? [];
  return new Map(
    found.map(({ interfaceName, neighborId, state }) => [`${interfaceName} ${neighborId}`, state]),
  );
}

/** The same: full neighbours. */
export const fullOspf6Neighbors = (text: string): Set<string> =>
  keysWhere(ospf6States(text), (state) => state === "Full");

/** `show bfd peers json`: by `INTERFACE ADDRESS`, or `ADDRESS` for a session over several hops. */
export function bfdStates(text: string): States {
  return new Map(
    (read(bfdPeers, text) ?? []).map(({ peer, interface: name, status }) => [
      name === undefined ? peer : `${name} ${peer}`,
      status,
    ]),
  );
}

/** The same: how many sessions of IPv4 and of IPv6 are up on each interface, as `INTERFACE VERSION`. */
export function bfdSessionsUp(text: string): Map<string, number> {
  const up = new Map<string, number>();
  for (const { peer, interface: name, status } of read(bfdPeers, text) ?? []) {
    if (status !== "up") continue;
    const key = `${name ?? ""} ${peer.includes(":") ? 6 : 4}`;
    up.set(key, (up.get(key) ?? 0) + 1);
  }
  return up;
}

/** `show bgp summary json`: by the neighbour's address. */
export function bgpStates(text: string): States {
  return new Map(
    Object.values(read(bgpSummary, text) ?? {}).flatMap(({ peers }) =>
      Object.entries(peers ?? {}).map(([address, { state }]) => [address, state] as const),
    ),
  );
}

/** The same: established neighbours. */
export const establishedBgpNeighbors = (text: string): Set<string> =>
  keysWhere(bgpStates(text), (state) => state === "Established");

const keysWhere = (states: States, isWanted: (state: string) => boolean): Set<string> =>
  new Set([...states].filter(([, state]) => isWanted(state)).map(([key]) => key));

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
