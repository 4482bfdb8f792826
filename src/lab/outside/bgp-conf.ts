import { BFD_PROFILES, type BfdProfileName, type SecretRef } from "../../config/desired-state.ts";
import { compareText } from "../../text/order.ts";
import { versionOf } from "../addresses.ts";

/** What somebody outside is told to speak; his configuration is the lab's own, not the product's. */
export interface BgpSpeaker {
  readonly asn: number;
  readonly routerId: string;
  readonly sessions: readonly BgpSession[];
}

export interface BgpSession {
  readonly neighbor: string;
  readonly remoteAsn: number;
  readonly timers: { readonly keepaliveS: number; readonly holdS: number };
  readonly bfd: BfdProfileName | undefined;
  readonly password: SecretRef | undefined;
  readonly originatesDefault: boolean;
}

/** An frr.conf for a speaker; passwords stand in it as `@secret:NAME@`. */
export function frrConfOf({ asn, routerId, sessions }: BgpSpeaker): string {
  const profiles = [...new Set(sessions.flatMap(({ bfd }) => bfd ?? []))].sort(compareText);
  const families = [4, 6].flatMap((version) => {
    const those = sessions.filter(({ neighbor }) => versionOf(neighbor) === version);
    return those.length === 0
      ? []
      : [
          ` address-family ipv${version} unicast`,
          ...those.flatMap(({ neighbor, originatesDefault }) => [
            `  neighbor ${neighbor} activate`,
            ...(originatesDefault ? [`  neighbor ${neighbor} default-originate`] : []),
          ]),
          " exit-address-family",
        ];
  });
  const lines = [
    ...(profiles.length === 0
      ? []
      : [
          "bfd",
          ...profiles.flatMap((name) => [
            ` profile ${name}`,
            `  detect-multiplier ${BFD_PROFILES[name].multiplier}`,
            `  receive-interval ${BFD_PROFILES[name].intervalMs}`,
            `  transmit-interval ${BFD_PROFILES[name].intervalMs}`,
            " exit",
          ]),
          "exit",
        ]),
    `router bgp ${asn}`,
    ` bgp router-id ${routerId}`,
    " no bgp ebgp-requires-policy",
    " no bgp default ipv4-unicast",
    " no bgp network import-check",
    ...sessions.flatMap(({ neighbor, remoteAsn, timers, bfd, password }) => [
      ` neighbor ${neighbor} remote-as ${remoteAsn}`,
      ` neighbor ${neighbor} timers ${timers.keepaliveS} ${timers.holdS}`,
      ` neighbor ${neighbor} timers connect 2`,
      ...(bfd === undefined ? [] : [` neighbor ${neighbor} bfd profile ${bfd}`]),
      ...(password === undefined
        ? []
        : [` neighbor ${neighbor} password @secret:${password.secret}@`]),
    ]),
    ...families,
    "exit",
  ];
  return `${lines.join("\n")}\n`;
}
