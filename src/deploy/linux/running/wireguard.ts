import { type IniSection, iniSections } from "../ini-file.ts";
import { asKernel, tunnelFiles } from "../interface-files.ts";
import { type Answers, type Files, withComplaints } from "../question.ts";
import {
  extra,
  lastLine,
  missing,
  unknown,
  type Difference,
  type RunningPart,
} from "./difference.ts";

const question = (name: string) => `wireguard ${name}`;
const unitOf = (name: string) => `wg-quick@${name}.service`;

/** Tunnels: their keys, ports and peers; not where a peer was last heard, which it learns by itself. */
export const wireguard: RunningPart = {
  questions: (files) =>
    tunnelFiles(files).map(({ name }) => ({
      name: question(name),
      words: withComplaints(["wg", "showconf", name]),
      timeoutS: 15,
    })),
  differences: (files: Files, answers: Answers) =>
    tunnelFiles(files).flatMap(({ name, content }) => {
      const answer = answers.get(question(name));
      if (answer === undefined || answer.code !== 0) {
        return [unknown(unitOf(name), lastLine(answer))];
      }
      return compared(unitOf(name), iniSections(content), iniSections(answer.stdout));
    }),
};

/** What the kernel has of each; the rest of the file is for wg-quick. */
const OF_INTERFACE = ["PrivateKey", "ListenPort", "FwMark"];
const OF_PEER = ["PresharedKey", "AllowedIPs", "PersistentKeepalive"];

function compared(
  unit: string,
  wanted: readonly IniSection[],
  running: readonly IniSection[],
): Difference[] {
  const [wantedPeers, runningPeers] = [peersOf(wanted), peersOf(running)];
  const named = (name: string, all: readonly IniSection[]) => all.find((one) => one.name === name);
  return [
    ...changed(unit, "", OF_INTERFACE, named("Interface", wanted), named("Interface", running)),
    ...[...wantedPeers].flatMap(([key, peer]) =>
      runningPeers.has(key)
        ? changed(unit, `peer ${key} `, OF_PEER, peer, runningPeers.get(key))
        : [missing(unit, `peer ${key}`)],
    ),
    ...[...runningPeers.keys()]
      .filter((key) => !wantedPeers.has(key))
      .map((key) => extra(unit, `peer ${key}`)),
  ];
}

const peersOf = (sections: readonly IniSection[]): Map<string, IniSection> =>
  new Map(
    sections
      .filter(({ name }) => name === "Peer")
      .map((peer) => [peer.values.get("PublicKey")?.[0] ?? "", peer]),
  );

function changed(
  unit: string,
  owner: string,
  keys: readonly string[],
  wanted: IniSection | undefined,
  running: IniSection | undefined,
): Difference[] {
  return keys.flatMap((key) => {
    const [file, now] = [valueOf(wanted, key), valueOf(running, key)];
    // Without a port in the file, the kernel takes one of its own.
    if (file === now || (key === "ListenPort" && file === "")) return [];
    return [
      ...(file === "" ? [] : [missing(unit, `${owner}${key} = ${file}`)]),
      ...(now === "" ? [] : [extra(unit, `${owner}${key} = ${now}`)]),
    ];
  });
}

/** In an order of its own, as the kernel writes it; a port or time that is off is none. */
function valueOf(section: IniSection | undefined, key: string): string {
  const values = (section?.values.get(key) ?? []).flatMap((one) => one.split(","));
  if (key === "PrivateKey") return clamped(values[0] ?? "");
  if (key === "FwMark") return numberText(values[0] ?? "");
  const text = values
    .map((one) => asKernel(one.trim()))
    .sort()
    .join(", ");
  return text === "off" || text === "0" ? "" : text;
}

/** The kernel writes a mark as `0x7d2`, the file as `2002`; `off` and none are the same. */
function numberText(text: string): string {
  const value = Number(text.trim());
  return value > 0 ? `${value}` : "";
}

/** A private key as the kernel has it: some of its bits are always the same (RFC 7748 §5). */
function clamped(key: string): string {
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32) return key;
  bytes[0]! &= 0b1111_1000;
  bytes[31] = (bytes[31]! & 0b0111_1111) | 0b0100_0000;
  return bytes.toString("base64");
}
