import { secretToken } from "../../secrets.ts";
import { addressText, plainWord } from "../../vendors/plain-values.ts";
import { configFile } from "../../vendors/linux/config-file.ts";
import { type Part, part } from "../../vendors/linux/part.ts";
import type { Hub } from "../hub.ts";
import { hubRouter } from "../hub-router.ts";
import { tsigKey } from "../keys.ts";

const FILE = "etc/nsd/nsd.conf";
const KEY = "rajut-transfer";

/**
 * A secondary name server by NSD: it answers for the zones that it copies from the network's own server
 * (RFC 5936), signed with a shared key (RFC 8945), and looks nothing up for anybody. A restart keeps its copies.
 */
export function nameServer(hub: Hub): Part {
  const { dns, name } = hub.settings;
  if (dns === undefined) return part({});
  const primary = addressText(dns.primary);
  const from = hub.addresses.find((one) => one.includes(":") === primary.includes(":"));
  const lines = [
    "server:",
    ...hub.addresses.flatMap((address) => [`  ip-address: ${addressText(address)}`]),
    // It may start before the address is there.
    "  ip-freebind: yes",
    "  hide-version: yes",
    "  hide-identity: yes",
    "  refuse-any: yes",
    '  database: ""',
    '  zonesdir: "/var/lib/nsd"',
    "remote-control:",
    "  control-enable: no",
    "key:",
    `  name: ${KEY}`,
    "  algorithm: hmac-sha256",
    `  secret: "${secretToken({ secret: tsigKey(name) })}"`,
    ...dns.zones.flatMap((zone) => [
      "zone:",
      `  name: ${plainWord(zone)}`,
      `  zonefile: "${plainWord(zone)}.zone"`,
      `  request-xfr: AXFR ${primary} ${KEY}`,
      `  allow-notify: ${primary} ${KEY}`,
      ...(from === undefined ? [] : [`  outgoing-interface: ${addressText(from)}`]),
    ]),
  ];
  return part({
    files: [
      configFile(hubRouter(hub), FILE, lines, {
        proof: "executed",
        check: ["nsd-checkconf"],
        secret: true,
      }),
    ],
    services: [
      {
        unit: "nsd.service",
        package: "nsd",
        files: [FILE],
        // By a signal it would read the file again without the right to.
        reload: ["systemctl", "restart", "nsd.service"],
      },
    ],
  });
}
