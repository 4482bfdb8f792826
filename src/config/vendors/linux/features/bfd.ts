import { BFD_PROFILES, type BfdProfileName, type DesiredState } from "../../../desired-state.ts";
import { wholeNumber } from "../../plain-values.ts";
import { type Part, part } from "../part.ts";
import { frrBlock, frrLine } from "../syntax/frr-text.ts";

/** FRR's own values, which it does not write out. */
const DEFAULT = { intervalMs: 300, multiplier: 3 } as const;

/** The profiles of BFD (RFC 5880) that the router's sessions use. */
export function bfd(state: DesiredState): Part {
  const used = bfdProfiles(state);
  if (used.length === 0) return part({});
  return part({
    frr: [
      frrBlock(
        "bfd",
        used.map((name) => {
          const { intervalMs, multiplier } = BFD_PROFILES[name];
          const interval = (word: string) =>
            intervalMs === DEFAULT.intervalMs
              ? []
              : [frrLine(word, wholeNumber(intervalMs, 10, 60_000))];
          return frrBlock(frrLine("profile", name), [
            ...(multiplier === DEFAULT.multiplier
              ? []
              : [frrLine("detect-multiplier", wholeNumber(multiplier, 2, 255))]),
            ...interval("transmit-interval"),
            ...interval("receive-interval"),
          ]);
        }),
      ),
    ],
  });
}

/** In the order of their table. */
export function bfdProfiles({ ospf, bgp }: DesiredState): BfdProfileName[] {
  const used = new Set([
    ...(ospf?.interfaces ?? []).map((one) => one.bfd),
    ...(bgp?.neighbors ?? []).map((one) => one.bfd),
  ]);
  return (Object.keys(BFD_PROFILES) as BfdProfileName[]).filter((name) => used.has(name));
}
