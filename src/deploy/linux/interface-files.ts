import { isIP, SocketAddress } from "node:net";
import { iniSections, iniValues } from "./ini-file.ts";
import type { Files } from "./question.ts";

/** An interface that one of a router's files configures. */
export interface ConfiguredInterface {
  readonly name: string;
  /** With the length of their networks, as the kernel writes them. */
  readonly addresses: readonly string[];
  /** The service that gives them. */
  readonly unit: string;
}

const NETWORK_FILE = /^etc\/systemd\/network\/[^/]+\.network$/;
const TUNNEL_FILE = /^etc\/wireguard\/([^/]+)\.conf$/;

/** The interfaces of systemd-networkd and of wg-quick, in order of their files. */
export function configuredInterfaces(files: Files): ConfiguredInterface[] {
  return [...files].flatMap(([path, content]): ConfiguredInterface[] => {
    const sections = iniSections(content);
    if (NETWORK_FILE.test(path)) {
      return iniValues(sections, "Match", "Name").map((name) => ({
        name,
        addresses: iniValues(sections, "Network", "Address").map(asKernel),
        unit: "systemd-networkd.service",
      }));
    }
    const [, tunnel] = TUNNEL_FILE.exec(path) ?? [];
    if (tunnel === undefined) return [];
    const addresses = iniValues(sections, "Interface", "Address").map(asKernel);
    return [{ name: tunnel, addresses, unit: `wg-quick@${tunnel}.service` }];
  });
}

/** WireGuard's own files by the names of their interfaces. */
export const tunnelFiles = (files: Files): { readonly name: string; readonly content: string }[] =>
  [...files].flatMap(([path, content]) => {
    const [, name] = TUNNEL_FILE.exec(path) ?? [];
    return name === undefined ? [] : [{ name, content }];
  });

/** An address or prefix as the kernel writes it; what is none as it is. */
export function asKernel(text: string): string {
  const [address = "", ...length] = text.split("/");
  const version = isIP(address);
  if (version === 0) return text;
  const family = version === 4 ? "ipv4" : "ipv6";
  return [new SocketAddress({ address, family }).address, ...length].join("/");
}
