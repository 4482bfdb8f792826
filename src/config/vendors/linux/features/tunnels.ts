import type { DesiredState, Interface, Tunnel, TunnelPeer } from "../../../desired-state.ts";
import { parseInterfaceAddress, formatAddress } from "../../../../ip/prefix.ts";
import { publicKeyToken, secretToken } from "../../../secrets.ts";
import {
  addressText,
  interfaceName,
  plainWord,
  prefixText,
  versionOf,
  wholeNumber,
} from "../../plain-values.ts";
import type { ConfigFile, Service } from "../../vendor.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { iniLines, type IniSection, ownSection } from "../syntax/ini-text.ts";
import { chain } from "../syntax/nft-text.ts";
import { interfacesOf } from "../sides.ts";
import { anyInterface } from "../syntax/nft-text.ts";
import { queueCommand, queueFile } from "./qos.ts";
import { TUNNEL_RELOAD } from "./tunnel-reload.ts";

const RELOAD = "usr/local/lib/rajut/tunnel-reload";
const LOW_HALF = (1n << 64n) - 1n;
const LINK_LOCAL = 0xfe80n << 112n;

/**
 * WireGuard by wg-quick, which takes the kernel's or, where there is none, wireguard-go. The keys stand
 * in the file, which only root reads, and not in a command: `wg syncconf` of the same file then changes
 * what changed and cuts nothing. Routes are FRR's alone.
 */
export function tunnels(state: DesiredState): Part {
  const { tunnels: all } = state;
  if (all.length === 0) return part({});
  const faces = new Map(state.interfaces.map((face) => [face.name, face]));
  return part({
    files: [
      configFile(state, RELOAD, TUNNEL_RELOAD, {
        proof: "executed",
        check: ["shellcheck"],
        firstLine: "#!/bin/sh",
        mode: 0o755,
      }),
      ...all.map((tunnel) => file(state, tunnel, faces.get(tunnel.interface))),
    ],
    services: all.map((tunnel) => service(state, tunnel)),
    nft: [
      // A tunnel's packets are smaller than those on either side of it; many hosts never hear of it by ICMP.
      chain("segments", "type filter hook forward priority mangle; policy accept;", [
        `oifname ${anyInterface(interfacesOf(state, ["tunnel"]))} tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu`,
      ]),
    ],
    sysctl: [{ key: "net/ipv4/conf/all/src_valid_mark", value: 1 }],
  });
}

const pathOf = ({ interface: name }: Tunnel) => `etc/wireguard/${interfaceName(name)}.conf`;

function file(state: DesiredState, tunnel: Tunnel, face: Interface | undefined): ConfigFile {
  if (face === undefined) throw new RangeError(`a tunnel without interface ${tunnel.interface}`);
  return configFile(
    state,
    pathOf(tunnel),
    iniLines([
      ownSection("Interface", [
        ["PrivateKey", secretToken(tunnel.privateKey)],
        ["ListenPort", optionalPort(tunnel.listenPort)],
        [
          "FwMark",
          tunnel.mark === undefined ? undefined : wholeNumber(tunnel.mark, 1, 2 ** 32 - 1),
        ],
        ["Table", "off"],
        ["MTU", wholeNumber(face.mtu, 1280, 65_535)],
        ...addressesOf(state, face).map((address): [string, string] => ["Address", address]),
        ["PostUp", isShaped(state, tunnel) ? queueCommand(tunnel.interface) : undefined],
      ]),
      ...tunnel.peers.map(peer),
    ]),
    { proof: "executed", check: ["wg-quick", "strip"], secret: true },
  );
}

const isShaped = ({ qos }: DesiredState, tunnel: Tunnel) =>
  qos.some((one) => one.interface === tunnel.interface);

const optionalPort = (port: number | undefined) =>
  port === undefined ? undefined : wholeNumber(port, 1, 65_535);

/** WireGuard has no link-local address of its own, and OSPFv3 takes no interface without: made of the IPv6 address, as unique on the link as that. */
function addressesOf({ ospf }: DesiredState, { name, addresses }: Interface): string[] {
  const speaks = ospf?.interfaces.some((one) => one.interface === name) ?? false;
  const first = addresses.find((address) => versionOf(address) === 6);
  const ipv6 = first === undefined ? undefined : parseInterfaceAddress(first);
  const linkLocal =
    ipv6 === undefined || !speaks
      ? []
      : [`${formatAddress(6, LINK_LOCAL | (ipv6.value & LOW_HALF))}/64`];
  return [...addresses.map(prefixText), ...linkLocal];
}

function peer(one: TunnelPeer): IniSection {
  const { endpoint, keepaliveS } = one;
  return {
    name: "Peer",
    entries: [
      [`# ${plainWord(one.device)}\nPublicKey`, publicKeyToken(one.publicKey)],
      ["PresharedKey", secretToken(one.presharedKey)],
      ["Endpoint", endpoint === undefined ? undefined : endpointText(endpoint)],
      ["AllowedIPs", one.allowed.map(prefixText).join(", ")],
      [
        "PersistentKeepalive",
        keepaliveS === undefined ? undefined : wholeNumber(keepaliveS, 1, 65_535),
      ],
    ],
  };
}

function endpointText({ address, port }: NonNullable<TunnelPeer["endpoint"]>): string {
  const host = versionOf(address) === 4 ? addressText(address) : `[${addressText(address)}]`;
  return `${host}:${optionalPort(port)}`;
}

function service(state: DesiredState, tunnel: Tunnel): Service {
  const name = interfaceName(tunnel.interface);
  return {
    unit: `wg-quick@${name}.service`,
    package: "wireguard-tools",
    files: [pathOf(tunnel), ...(isShaped(state, tunnel) ? [queueFile(name)] : []), RELOAD],
    reload: [`/${RELOAD}`, name],
  };
}
