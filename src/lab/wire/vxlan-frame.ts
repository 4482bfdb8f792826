/** Bytes of a VXLAN header (RFC 7348 §5), after which comes an Ethernet frame. */
export const VXLAN_HEADER = 8;

/** The VXLAN network identifier of a datagram; undefined when it is too short or says that it has none. */
export function vniOf(datagram: Uint8Array): number | undefined {
  if (datagram.length < VXLAN_HEADER || (datagram[0]! & 0x08) === 0) return undefined;
  return (datagram[4]! << 16) | (datagram[5]! << 8) | datagram[6]!;
}

/** Writes another identifier into a datagram. */
export function setVni(datagram: Uint8Array, vni: number): void {
  datagram[4] = vni >> 16;
  datagram[5] = (vni >> 8) & 0xff;
  datagram[6] = vni & 0xff;
}
