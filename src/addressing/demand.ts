import type { AreaId } from "../model/ids.ts";
import type { AddressRole, SiteKind, Zone } from "../vocabulary.ts";

/**
 * Something that must have a prefix from a pool, of each IP version for which there is a pool. What a
 * demand gets follows from its role: /32 and /128 for a loopback, /31 (RFC 3021) and /127 (RFC 6164)
 * between two routers and in a tunnel, `lanLength` of the pool for a LAN.
 */
export interface AddressDemand {
  /** Who holds it: words and ids joined by `/`, such as `router/pop-dumai-kota` or `lan/pusat-data/opd`. */
  readonly owner: string;
  readonly role: AddressRole;
  /** The kecamatan from whose block it is taken; the regency where there is none. */
  readonly area: AreaId;
  /** Of a LAN: what it carries and the kind of site it serves; together they choose the pool. */
  readonly zone?: Zone;
  readonly kind?: SiteKind;
}

/** A small number that must stay the same for its owner and be unique in its scope: a port, an OSPF area, a host in a LAN. */
export interface NumberDemand {
  /** `port/SITE`, `ospf-area`, `host/LAN-OWNER`, `vrrp`. */
  readonly scope: string;
  readonly owner: string;
  readonly first: number;
  readonly last: number;
}

export interface Demands {
  readonly addresses: readonly AddressDemand[];
  readonly numbers: readonly NumberDemand[];
}
