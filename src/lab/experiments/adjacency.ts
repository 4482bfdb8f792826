import { setTimeout as sleep } from "node:timers/promises";
import type { DesiredState } from "../../config/desired-state.ts";
import { type Adjacency, expectedAdjacencies } from "../expected-adjacencies.ts";
import {
  bfdSessionsUp,
  establishedBgpNeighbors,
  fullOspf6Neighbors,
  fullOspfNeighbors,
  isFlooding,
} from "../../config/vendors/linux/answers/vtysh-json.ts";
import { bareAddress } from "../../ip/prefix.ts";
import { inParallel } from "../process/in-parallel.ts";
import { atRouter, type RunningLab } from "../running-lab.ts";
import type { Experiment, LabCheck, Outcome } from "./experiment.ts";

/** An adjacency forms within a few hellos; slow lines greet every few seconds. */
const WAIT_MAX_MS = 60_000;
const AGAIN_MS = 300;
const AT_ONCE = 6;

/**
 * Every adjacency that the configurations mean, not only every route: one that never forms hides for as
 * long as another way carries its traffic (a hub beyond net.ipv4.igmp_max_memberships, for example).
 */
export const adjacency: Experiment = {
  title: { id: "tetangga OSPF, BFD, BGP", en: "OSPF, BFD and BGP neighbours" },
  async run(lab, { progress, signal }): Promise<Outcome> {
    const { routers } = lab.plan;
    const wanted = new Map(
      routers.map((state) => [state.device, wantedSessions(state, routers)] as const),
    );
    const started = performance.now();
    const tookMs = new Map<string, number>();
    let open = routers.map(({ device }) => device);
    while (open.length > 0 && performance.now() - started < WAIT_MAX_MS && !signal.aborted) {
      const seen = await inParallel(open, AT_ONCE, (device) => sessions(lab, device));
      seen.forEach((found, i) => {
        for (const session of wanted.get(open[i]!)!) {
          const key = `${open[i]} ${session}`;
          if (found.has(session) && !tookMs.has(key)) tookMs.set(key, performance.now() - started);
        }
      });
      open = open.filter((device) =>
        wanted.get(device)!.some((session) => !tookMs.has(`${device} ${session}`)),
      );
      progress(`${routers.length - open.length}/${routers.length}`);
      if (open.length > 0) await sleep(AGAIN_MS);
    }
    return {
      checks: routers.flatMap(({ device }) =>
        wanted.get(device)!.map((session): LabCheck => {
          const took = tookMs.get(`${device} ${session}`);
          return {
            subject: `${device} ${session}`,
            expected: "up",
            found: took === undefined ? "down" : "up",
            ok: took !== undefined,
            ...(took === undefined ? {} : { tookMs: took }),
          };
        }),
      ),
    };
  },
};

/** Whether these adjacencies are full, for OSPFv2 and OSPFv3, their BFD sessions up, and all has been told. */
export async function areUp(lab: RunningLab, wanted: readonly Adjacency[]): Promise<boolean> {
  const devices = [...new Set(wanted.map(({ device }) => device))];
  const up = await Promise.all(
    devices.map(async (device) => {
      const found = await sessions(lab, device);
      return wanted
        .filter((one) => one.device === device)
        .every((one) => [...ospfSessions(one), QUIET].every((session) => found.has(session)));
    }),
  );
  return up.every(Boolean);
}

/** Stands among a router's sessions while no neighbour owes it an acknowledgement. */
const QUIET = "quiet";

const ospfSessions = ({ interface: name, neighborId, bfd }: Adjacency): string[] => [
  `ospf ${name} ${neighborId}`,
  `ospf6 ${name} ${neighborId}`,
  ...(bfd ? [`bfd ${name} 4`, `bfd ${name} 6`] : []),
];

function wantedSessions(state: DesiredState, routers: readonly DesiredState[]): string[] {
  const adjacencies = expectedAdjacencies(routers).filter(({ device }) => device === state.device);
  const inLab = new Set(
    routers
      .flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses))
      .map(bareAddress),
  );
  const bgp = (state.bgp?.neighbors ?? []).flatMap(({ role, addresses }) =>
    addresses.filter((address) => role === "internet" || inLab.has(address)),
  );
  return [...adjacencies.flatMap(ospfSessions), ...bgp.map((address) => `bgp ${address}`)];
}

const QUESTIONS = [
  "show ip ospf neighbor json",
  "show ipv6 ospf6 neighbor json",
  "show bfd peers json",
  "show bgp summary json",
];

/** What a router has up, in the words of `wantedSessions`. */
async function sessions(lab: RunningLab, device: string): Promise<Set<string>> {
  const script = QUESTIONS.map((question) => `vtysh -c '${question}' 2>&1; echo '#####'`).join(
    "\n",
  );
  const { stdout } = await atRouter(lab, device, script);
  const [ospf = "", ospf6 = "", bfd = "", bgp = ""] = stdout.split("#####");
  return new Set([
    ...(isFlooding(ospf) ? [] : [QUIET]),
    ...[...fullOspfNeighbors(ospf)].map((one) => `ospf ${one}`),
    ...[...fullOspf6Neighbors(ospf6)].map((one) => `ospf6 ${one}`),
    ...[...bfdSessionsUp(bfd).keys()].map((one) => `bfd ${one}`),
    ...[...establishedBgpNeighbors(bgp)].map((one) => `bgp ${one}`),
  ]);
}
