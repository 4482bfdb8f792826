import { compareText } from "../text/order.ts";

/** Contents by path, from the root of the file system without the first slash. */
export type Files = Readonly<Record<string, string>>;

/** What two configurations of a router differ in, in the words of an engineer; names only, in order. */
export interface ConfigChanges {
  readonly interfaces: Difference;
  /** Interface and address. */
  readonly addresses: Difference;
  /** By protocol: whom the router speaks with. */
  readonly neighbours: Difference;
  /** Static ones. */
  readonly routes: Difference;
  /** Units or programs that read a file which differs. */
  readonly services: Difference;
  /** Services that must be restarted, since a reload does not do; they stop for a moment. */
  readonly restarts: readonly string[];
  /** Whether anything differs that has a hand in forwarding packets; if not, no site is cut off. */
  readonly touchesForwarding: boolean;
  /** Lines of the packet filter. */
  readonly firewall: { readonly added: number; readonly removed: number };
}

export interface Difference {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** A part of a configuration: what it is called, and the text that says how it is. */
export type NamedTexts = ReadonlyMap<string, string>;

/** O(n log n). */
export function difference(before: NamedTexts, after: NamedTexts): Difference {
  const missing = (from: NamedTexts, to: NamedTexts) =>
    [...from.keys()].filter((name) => !to.has(name)).sort(compareText);
  return {
    added: missing(after, before),
    removed: missing(before, after),
    changed: [...after.keys()]
      .filter((name) => before.has(name) && before.get(name) !== after.get(name))
      .sort(compareText),
  };
}
