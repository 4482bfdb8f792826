/**
 * A number of 32 bits from a name, the same on every machine and for ever: where the name is looked
 * for first. FNV-1a (Fowler, Noll, Vo; draft-eastlake-fnv) over the UTF-16 units, which for the ASCII of
 * ids are its bytes, then the finalizer of MurmurHash3 (Appleby, public domain), because names that
 * differ in their last letters must not stand side by side. Written out: a change in it, also one
 * that a library's new version would bring, would place everything anew. O(length).
 */
export function placementHash(name: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01_00_01_93);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
