import type { Interface } from "../../config/desired-state.ts";
import { addressIn, parsePrefix, subPrefix, bareAddress } from "../../ip/prefix.ts";
import { cableFrom } from "../cable.ts";
import { EMPTY_SPACE } from "../space.ts";
import {
  CUSTOMER,
  type Provider,
  type Transfer,
  transferAddress,
  UPSTREAM,
  upstreamCable,
} from "./provider.ts";

/** What operators give to customers whom they hide behind their own address (RFC 6598). */
const SHARED_RANGE = parsePrefix("100.64.0.0/10")!;

/**
 * The operator of a site's own line, 4G or satellite: it gives the router an address by DHCP and hides
 * it behind its own, so that nothing reaches the site but what it asked for.
 * @param i which customer network of the range
 */
export function lineOperator(
  device: string,
  line: string,
  face: Interface,
  transfer: Transfer,
  i: number,
): Provider {
  const customers = subPrefix(SHARED_RANGE, 24, BigInt(i));
  const name = `operator-${line}`;
  const router = addressIn(customers, 1n);
  return {
    space: {
      ...EMPTY_SPACE,
      name,
      forwards: true,
      addresses: [
        { interface: CUSTOMER, address: `${router}/24` },
        { interface: UPSTREAM, address: transferAddress(transfer, 4, "provider") },
      ],
      routes: [{ to: "0.0.0.0/0", via: bareAddress(transferAddress(transfer, 4, "internet")) }],
      masquerade: UPSTREAM,
      dhcp: {
        interface: CUSTOMER,
        from: addressIn(customers, 100n),
        to: addressIn(customers, 150n),
        router,
        netmask: "255.255.255.0",
      },
    },
    cables: [
      cableFrom("outside", device, face, { space: name, interface: CUSTOMER }),
      upstreamCable(name, transfer),
    ],
    transfer,
    prefixes: [],
    bgp: undefined,
  };
}
