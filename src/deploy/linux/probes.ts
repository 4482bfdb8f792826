import * as z from "zod";
import {
  bfdStates,
  bgpStates,
  ospf6States,
  ospfStates,
  type States,
} from "../../config/vendors/linux/answers/vtysh-json.ts";
import { shown } from "../../text/safe.ts";
import { configuredInterfaces } from "./interface-files.ts";
import type { Answers, Files, Question } from "./question.ts";

/** Kinds of neighbours: how FRR is asked, what they are called, and the state in which they carry. */
const KINDS = {
  ospf: {
    command: "show ip ospf neighbor json",
    noun: "OSPF neighbour",
    up: "full",
    states: ospfStates,
  },
  ospf6: {
    command: "show ipv6 ospf6 neighbor json",
    noun: "OSPFv3 neighbour",
    up: "full",
    states: ospf6States,
  },
  bfd: { command: "show bfd peers json", noun: "BFD session with", up: "up", states: bfdStates },
  bgp: {
    command: "show bgp summary json",
    noun: "BGP neighbour",
    up: "established",
    states: bgpStates,
  },
} as const satisfies Record<
  string,
  { command: string; noun: string; up: string; states: (text: string) => States }
>;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

const session = z.strictObject({
  kind: z.enum(["ospf", "ospf6", "bfd", "bgp"]),
  /** Router id or address. */
  peer: z.string(),
  /** Undefined for a neighbour over several hops. */
  interface: z.string().optional(),
  /** In FRR's word: `Full/DR`, `Init`, `Established`. */
  state: z.string(),
});
type Session = z.infer<typeof session>;

/** What a router reached at one moment. */
export const probes = z.strictObject({
  sessions: z.array(session),
  /** Addresses that were asked to answer, and whether they did. */
  reached: z.record(z.string(), z.boolean()),
});
export type Probes = z.infer<typeof probes>;

/**
 * What must be asked of a router to know whom it reaches; changes nothing. Addresses are asked from the
 * loopback's own address, so that the way back is proved too.
 * @param addresses IPv4 and IPv6, such as loopbacks of the core
 */
export function probeQuestions(files: Files, addresses: readonly string[]): Question[] {
  const loopback = configuredInterfaces(files).find(({ name }) => name === "lo")?.addresses ?? [];
  const from = (version: "4" | "6") =>
    loopback.find((one) => one.includes(":") === (version === "6"))?.split("/")[0];
  return [
    ...KIND_NAMES.map((kind) => ({
      name: kind,
      words: ["vtysh", "-c", KINDS[kind].command],
      timeoutS: 15,
    })),
    ...addresses.map((address) => {
      const source = from(address.includes(":") ? "6" : "4");
      // With -w, the count is of answers: it ends with the first, or after three seconds without one.
      const ping = ["ping", "-n", "-q", "-c", "1", "-i", "0.5", "-w", "3"];
      const words = [...ping, ...(source === undefined ? [] : ["-I", source]), "--", address];
      return { name: pingName(address), words, timeoutS: 10 };
    }),
  ];
}

const pingName = (address: string): string => `ping ${address}`;

/** What the router said to `probeQuestions`; a daemon that gave no answer has no neighbours. */
export function readProbes(answers: Answers): Probes {
  const sessions = KIND_NAMES.flatMap((kind) =>
    [...KINDS[kind].states(answers.get(kind)?.stdout ?? "")].map(([key, state]): Session => {
      const words = key.split(" ");
      const peer = words.at(-1)!;
      return words.length === 1
        ? { kind, peer, state }
        : { kind, peer, interface: words[0]!, state };
    }),
  );
  const reached = [...answers].flatMap(([name, { code }]) =>
    name.startsWith("ping ") ? [[name.slice("ping ".length), code === 0] as const] : [],
  );
  return { sessions, reached: Object.fromEntries(reached) };
}

/** Whom the new configuration still has; nobody else is missed. */
export interface Wanted {
  /** Interfaces on which there may be neighbours. */
  readonly ospf: ReadonlySet<string>;
  readonly ospf6: ReadonlySet<string>;
  /** Interfaces, and addresses of BGP neighbours, that are watched. */
  readonly bfd: ReadonlySet<string>;
  /** Addresses. */
  readonly bgp: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

/**
 * Whom a configuration of ours has.
 * @param frrConf as the vendor writes it
 * @param addresses that must still be reached
 */
export function wantedBy(frrConf: string, addresses: readonly string[]): Wanted {
  const wanted = {
    ospf: new Set<string>(),
    ospf6: new Set<string>(),
    bfd: new Set<string>(),
    bgp: new Set<string>(),
    addresses: new Set(addresses),
  };
  let block = "";
  for (const line of frrConf.split("\n")) {
    if (!line.startsWith(" ")) block = line;
    const [, name] = /^interface (\S+)$/.exec(block) ?? [];
    const [, neighbor = "", what = ""] = /^ neighbor (\S+) (remote-as|bfd)\b/.exec(line) ?? [];
    if (name !== undefined) {
      if (line.startsWith(" ip ospf area ")) wanted.ospf.add(name);
      if (line === " ip ospf passive") wanted.ospf.delete(name);
      if (line.startsWith(" ipv6 ospf6 area ")) wanted.ospf6.add(name);
      if (line === " ipv6 ospf6 passive") wanted.ospf6.delete(name);
      if (/^ (?:ip ospf|ipv6 ospf6) bfd\b/.test(line)) wanted.bfd.add(name);
    } else if (what === "remote-as") wanted.bgp.add(neighbor);
    else if (what === "bfd") wanted.bfd.add(neighbor);
  }
  return wanted;
}

/** Of OSPF where an interface says nothing (RFC 2328 C.3), which FRR does not write out. */
const DEAD_DEFAULT_S = 40;
/** Beyond every profile of BFD that we write (RFC 5880 §6.8.4). */
const BFD_DETECTION_S = 6;

/**
 * How long a router must be looked at before it is known that its neighbours still hear it, seconds: one
 * that hears nothing any more counts as full until its dead interval is over (RFC 2328 §10.5). Sessions of
 * BGP are watched by BFD; their own hold time is not waited for.
 * @param frrConf as the vendor writes it
 */
export function proofSeconds(frrConf: string): number {
  let seconds = /^ neighbor \S+ bfd\b/m.test(frrConf) ? BFD_DETECTION_S : 0;
  for (const block of frrConf.split(/^(?=\S)/m)) {
    if (!block.startsWith("interface ") || !/^ (?:ip ospf|ipv6 ospf6) area /m.test(block)) continue;
    if (/^ ip ospf passive$/m.test(block)) continue;
    const dead = [...block.matchAll(/ dead-interval (\d+)/g)].map(([, value]) => Number(value));
    seconds = Math.max(seconds, ...(dead.length === 0 ? [DEAD_DEFAULT_S] : dead));
  }
  return seconds === 0 ? 0 : seconds + 1;
}

/**
 * What carried before and does not now, in words; empty when there are as many neighbours as before and the
 * same addresses answer. A neighbour in whose place, on the same interface, another has come is not missed.
 */
export function whatIsLost(before: Probes, after: Probes, wanted: Wanted): string[] {
  const now = new Map(after.sessions.map((one) => [keyOf(one), one]));
  const was = new Set(before.sessions.filter(isUp).map(keyOf));
  // How many have come on each interface that were not there before.
  const replacements = new Map<string, number>();
  for (const one of after.sessions) {
    if (one.interface === undefined || !isUp(one) || was.has(keyOf(one))) continue;
    replacements.set(placeOf(one), (replacements.get(placeOf(one)) ?? 0) + 1);
  }
  const neighbours = before.sessions.filter(isUp).flatMap((one) => {
    const current = now.get(keyOf(one));
    if (!isWanted(one, wanted) || (current !== undefined && isUp(current))) return [];
    const left = replacements.get(placeOf(one)) ?? 0;
    if (left > 0) {
      replacements.set(placeOf(one), left - 1);
      return [];
    }
    return [lostSession(one, current?.state)];
  });
  const silent = Object.entries(before.reached)
    .filter(([address, did]) => did && wanted.addresses.has(address))
    .filter(([address]) => !(Object.hasOwn(after.reached, address) && after.reached[address]))
    .map(([address]) => `${shown(address)} answered before, does not now`);
  return [...neighbours, ...silent];
}

const isUp = ({ kind, state }: Session): boolean =>
  state.split("/")[0]!.toLowerCase() === KINDS[kind].up;

function isWanted(one: Session, wanted: Wanted): boolean {
  if (one.kind === "bgp") return wanted.bgp.has(one.peer);
  if (one.kind === "bfd" && wanted.bfd.has(one.peer)) return true;
  return one.interface !== undefined && wanted[one.kind].has(one.interface);
}

const keyOf = ({ kind, peer, interface: name = "" }: Session): string => `${kind} ${name} ${peer}`;

/** IPv4 and IPv6 have sessions of their own. */
const placeOf = ({ kind, peer, interface: name = "" }: Session): string =>
  `${kind} ${name} ${peer.includes(":") ? 6 : 4}`;

function lostSession({ kind, peer, interface: name }: Session, state: string | undefined): string {
  const { noun, up } = KINDS[kind];
  const where = name === undefined ? "" : ` on ${shown(name)}`;
  return `${noun} ${shown(peer)}${where} was ${up} before, is ${state === undefined ? "gone" : shown(state)}`;
}
