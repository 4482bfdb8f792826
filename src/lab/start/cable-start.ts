import process from "node:process";
import { fileURLToPath } from "node:url";
import type { Cable } from "../cable.ts";
import { LAB_FOLDER } from "../process/lab-process.ts";
import { shellWord, shellWords } from "../../text/shell-word.ts";
import {
  VXLAN_PORT,
  WIRE_KERNEL,
  WIRE_RELAY,
  type WireConfig,
  wireLines,
} from "../wire/wire-config.ts";

/** Inside the lab: where the wire is told to cut and heal. */
export const WIRE_SOCKET = `${LAB_FOLDER}/wire.sock`;

/** `ip -batch` lines that make every plain cable. */
export function cableBatch(cables: readonly Cable[]): string {
  const lines = cables
    .filter(({ wire }) => wire === undefined)
    .map(({ ends: [a, b], mtu }) => {
      const one = `name ${a.interface} mtu ${mtu} netns ${a.space}`;
      const other = `name ${b.interface} mtu ${mtu} netns ${b.space}`;
      return `link add ${one} type veth peer ${other}`;
    });
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * The script that starts the wire: one VXLAN tunnel for each end of a slow cable, made in the lab's own
 * namespace, where its outer packets stay, then moved to where its interface belongs. The outer
 * packets all go to the relay in a namespace of its own. Packets leave whole: no card will cut them.
 */
export function wireStart(cables: readonly Cable[]): string {
  const lines = wireLines(cables);
  const byId = new Map(cables.map((cable) => [cable.id, cable]));
  const batch = [
    `link add wire0 mtu 9000 type veth peer name eth0 mtu 9000 netns wire`,
    `addr add ${WIRE_KERNEL}/30 dev wire0`,
    "link set wire0 up",
    ...lines.flatMap(({ id, vnis }) => {
      const { ends, mtu } = byId.get(id)!;
      return ends.flatMap((end, i) => {
        const vni = vnis[i]!;
        return [
          `link add wire-${vni} type vxlan id ${vni} local ${WIRE_KERNEL} remote ${WIRE_RELAY} dstport ${VXLAN_PORT} nolearning noudpcsum`,
          `link set wire-${vni} mtu ${mtu} gso_max_segs 1`,
          `link set wire-${vni} netns ${end.space} name ${end.interface}`,
        ];
      });
    }),
  ];
  const config: WireConfig = { lines, kernel: WIRE_KERNEL, socketPath: WIRE_SOCKET };
  const program = fileURLToPath(new URL("../wire/relay.ts", import.meta.url));
  const relay = shellWords([process.execPath, program, JSON.stringify(config)]);
  return [
    "ip netns add wire",
    `ip -batch - <<'BATCH' || exit 1\n${batch.join("\n")}\nBATCH`,
    `ip -n wire addr add ${WIRE_RELAY}/30 dev eth0`,
    "ip -n wire link set lo up",
    "ip -n wire link set eth0 up",
    `setsid nsenter --net=/run/netns/wire -- ${relay} </dev/null >${LAB_FOLDER}/wire.log 2>&1 &`,
    `for try in $(seq 100); do [ -S ${shellWord(WIRE_SOCKET)} ] && exit 0; sleep 0.05; done`,
    `cat ${LAB_FOLDER}/wire.log; exit 1`,
  ].join("\n");
}
