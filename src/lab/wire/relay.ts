import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";
import { arrivals } from "./arrivals.ts";
import { arrivalUs, type DelayLine } from "./delay-line.ts";
import { completeChecksum } from "./transport-checksum.ts";
import { setVni, VXLAN_HEADER, vniOf } from "./vxlan-frame.ts";
import { VXLAN_PORT, type WireConfig } from "./wire-config.ts";

/**
 * The wire as a process: it takes the frames of both ends of every slow line as VXLAN datagrams, holds
 * each for as long as the line would, and sends it to the other end. Its argument is a `WireConfig` in
 * JSON. A line of JSON on its socket cuts lines silently or heals them; it answers with a line.
 */
const config = JSON.parse(process.argv[2] ?? "{}") as WireConfig;
const { lines, kernel, socketPath } = config;

interface Direction {
  readonly line: DelayLine;
  readonly toVni: number;
  readonly id: string;
}

interface Underway {
  readonly datagram: Buffer;
  readonly id: string;
}

const directions = new Map<number, Direction>();
for (const { id, vnis, limits } of lines) {
  const [a, b] = vnis;
  directions.set(a, { line: { limits, busyUntilUs: 0 }, toVni: b, id });
  directions.set(b, { line: { limits, busyUntilUs: 0 }, toVni: a, id });
}
let cut: ReadonlySet<string> = new Set();

const underway = arrivals<Underway>();
const nowUs = () => Number(process.hrtime.bigint() / 1000n);
const socket = createSocket({ type: "udp4", recvBufferSize: 4_000_000, sendBufferSize: 4_000_000 });
/** Timers count whole milliseconds and come late: the last of them is spent looking at the clock. */
const WATCH_US = 1500;
let waiting: NodeJS.Timeout | undefined;
let watching = false;

socket.on("message", (datagram) => {
  const vni = vniOf(datagram);
  const direction = vni === undefined ? undefined : directions.get(vni);
  if (direction === undefined || cut.has(direction.id)) return;
  const atUs = arrivalUs(direction.line, nowUs(), datagram.length - VXLAN_HEADER);
  if (atUs === undefined) return;
  setVni(datagram, direction.toVni);
  completeChecksum(datagram.subarray(VXLAN_HEADER));
  underway.add(atUs, { datagram, id: direction.id });
  schedule();
});

function schedule(): void {
  const next = underway.nextUs();
  if (next === undefined || watching) return;
  clearTimeout(waiting);
  const leftUs = next - nowUs();
  if (leftUs > WATCH_US) waiting = setTimeout(deliver, Math.floor((leftUs - WATCH_US) / 1000));
  else {
    watching = true;
    setImmediate(deliver);
  }
}

function deliver(): void {
  watching = false;
  const now = nowUs();
  for (let next = underway.take(now); next !== undefined; next = underway.take(now)) {
    // What was under way when the line was cut is lost with it.
    if (!cut.has(next.id)) socket.send(next.datagram, VXLAN_PORT, kernel);
  }
  schedule();
}

// The other side of a veth may be gone while the lab ends; a lost datagram is what a wire may lose.
socket.on("error", () => undefined);
socket.bind(VXLAN_PORT);

createServer((client) => {
  client.on("error", () => undefined);
  createInterface({ input: client }).on("line", (line) => {
    cut = new Set(JSON.parse(line) as string[]);
    client.write("ok\n");
  });
}).listen(socketPath);
