import type { DesiredState, Interface } from "../../config/desired-state.ts";
import { addressCount, addressIn, type Prefix, bareAddress, prefixOf } from "../../ip/prefix.ts";
import { compareText } from "../../text/order.ts";
import { type Cable, cableFrom, isPlugged } from "../cable.ts";
import { EMPTY_SPACE, type Space } from "../space.ts";

/**
 * The networks of providers who route between the two ends of a leased line, so that only a tunnel
 * makes neighbours of them: one namespace a link, which has the other address of each end's prefix.
 */
export function carrierNetworks(routers: readonly DesiredState[]): {
  readonly spaces: Space[];
  readonly cables: Cable[];
} {
  const ends = routers.flatMap(({ device, interfaces }) =>
    interfaces
      .filter((face) => face.role === "underlay" && isPlugged(face))
      .map((face) => ({ device, face })),
  );
  // With one end in the lab there is nobody to route to.
  const links = [...Map.groupBy(ends, ({ face }) => face.carries)].filter(
    ([, on]) => on.length > 1,
  );
  const made = links
    .sort(([a], [b]) => compareText(a, b))
    .map(([link, on]) => {
      const name = `carrier-${link}`;
      const port = (i: number) => `customer${i}`;
      return {
        space: {
          ...EMPTY_SPACE,
          name,
          forwards: true,
          addresses: on.flatMap(({ face }, i) =>
            face.addresses.flatMap((own) => otherAddress(own, port(i))),
          ),
        },
        // Cut like any link between two routers.
        cables: on.map(({ device, face }, i) =>
          cableFrom("transit", device, face, { space: name, interface: port(i) }),
        ),
      };
    });
  return {
    spaces: made.map(({ space }) => space),
    cables: made.flatMap(({ cables }) => cables),
  };
}

/** The first usable address of a prefix that the router does not have itself. */
function otherAddress(own: Interface["addresses"][number], port: string) {
  const prefix = prefixOf(own);
  const found = usable(prefix).find((address) => address !== bareAddress(own));
  return found === undefined ? [] : [{ interface: port, address: `${found}/${prefix.length}` }];
}

/** The first two addresses that hosts may have; a pair (RFC 3021, RFC 6164) has no others. */
function usable(prefix: Prefix): string[] {
  const first = addressCount(prefix) === 2n ? 0n : 1n;
  return [addressIn(prefix, first), addressIn(prefix, first + 1n)];
}
