const ETHERNET_HEADER = 14;
const TCP = 6;
const UDP = 17;
/** Where the checksum stands in a TCP and in a UDP header. */
const CHECKSUM_AT: Readonly<Record<number, number>> = { [TCP]: 16, [UDP]: 6 };

/**
 * Puts the right checksum into the TCP or UDP header of an Ethernet frame (RFC 9293 §3.1, RFC 768, RFC
 * 8200 §8.1). The kernel leaves it to the network card, and a frame that a program carries never meets
 * one. Fragments and everything else stay as they are, and so does a frame cut short. O(bytes).
 */
export function completeChecksum(frame: Uint8Array): void {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const found = transportOf(view);
  if (found === undefined) return;
  const { protocol, start, end, addressesSum } = found;
  const checksumAt = start + CHECKSUM_AT[protocol]!;
  if (checksumAt + 2 > end) return;
  view.setUint16(checksumAt, 0);
  const sum = addressesSum + protocol + (end - start) + wordsSum(view, start, end);
  const checksum = ~folded(sum) & 0xffff;
  // Zero would say that a datagram has none.
  view.setUint16(checksumAt, checksum === 0 && protocol === UDP ? 0xffff : checksum);
}

function transportOf(view: DataView) {
  if (view.byteLength < ETHERNET_HEADER + 20) return undefined;
  const type = view.getUint16(12);
  const ip = ETHERNET_HEADER;
  if (type === 0x0800) {
    const isFragment = (view.getUint16(ip + 6) & 0x3fff) !== 0;
    const protocol = view.getUint8(ip + 9);
    const start = ip + (view.getUint8(ip) & 0x0f) * 4;
    const end = ip + view.getUint16(ip + 2);
    if (isFragment || !(protocol in CHECKSUM_AT) || end > view.byteLength) return undefined;
    return { protocol, start, end, addressesSum: wordsSum(view, ip + 12, ip + 20) };
  }
  if (type !== 0x86dd || view.byteLength < ip + 40) return undefined;
  const protocol = view.getUint8(ip + 6);
  const end = ip + 40 + view.getUint16(ip + 4);
  if (!(protocol in CHECKSUM_AT) || end > view.byteLength) return undefined;
  return { protocol, start: ip + 40, end, addressesSum: wordsSum(view, ip + 8, ip + 40) };
}

/** The sum of 16-bit words; an odd last byte counts as the higher half of one. Stays far below 2^53. */
function wordsSum(view: DataView, start: number, end: number): number {
  let sum = 0;
  let at = start;
  for (; at + 1 < end; at += 2) sum += view.getUint16(at);
  return at < end ? sum + view.getUint8(at) * 256 : sum;
}

function folded(sum: number): number {
  let left = sum;
  while (left > 0xffff) left = (left & 0xffff) + Math.floor(left / 0x10000);
  return left;
}
