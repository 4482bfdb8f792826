import type { Language } from "../text/language.ts";
import { comment } from "./yaml-text.ts";

export interface Impairment {
  readonly container: string;
  readonly interface: string;
  /** One way. */
  readonly delayUs: number | undefined;
  readonly rateMbps: number | undefined;
}

/**
 * A shell script that gives interfaces of a running containerlab their delay and rate, each for what it
 * sends. Whole microseconds; an interface with neither is left alone. O(interfaces).
 * @see https://containerlab.dev/cmd/tools/netem/set/
 */
export function netemScript(impairments: readonly Impairment[], lang: Language): string {
  const commands = impairments.flatMap(({ container, interface: name, delayUs, rateMbps }) => {
    const delay = Math.round(delayUs ?? 0);
    const rateKbps = Math.round((rateMbps ?? 0) * 1000);
    const flags = [
      ...(delay > 0 ? [`--delay ${delay}us`] : []),
      ...(rateKbps > 0 ? [`--rate ${rateKbps}`] : []),
    ];
    const target = `-n ${quoted(container)} -i ${quoted(name)}`;
    return flags.length === 0
      ? []
      : [`containerlab tools netem set ${target} ${flags.join(" ")}\n`];
  });
  return `#!/bin/sh\n${comment(ABOUT[lang])}set -eu\n${commands.join("")}`;
}

const ABOUT = {
  id: [
    "Tunda dan laju setiap kabel; jalankan sebagai root sesudah `containerlab deploy`.",
    "Tunda satu arah dari panjang serat atau orbit satelit, laju dari kapasitas tautan.",
    "Butuh modul kernel sch_netem.",
  ],
  en: [
    "Delay and rate of every cable; run as root after `containerlab deploy`.",
    "One-way delay from the length of fibre or the satellite's orbit, rate from the link's capacity.",
    "Needs the kernel module sch_netem.",
  ],
} as const satisfies Record<Language, readonly string[]>;

const quoted = (text: string): string =>
  /^[\w.:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
