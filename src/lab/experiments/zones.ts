import type { DesiredState } from "../../config/desired-state.ts";
import type { Zone } from "../../vocabulary.ts";
import { CLIENT_TCP_PORT, type LanClient } from "../lan-plan.ts";
import { answered, type Attempt, attemptsScript } from "../measure/connection-script.ts";
import { WORLD, WORLD_PORT } from "../outside/internet.ts";
import { versionOf } from "../addresses.ts";
import { inParallel } from "../process/in-parallel.ts";
import { atSpace, type RunningLab } from "../running-lab.ts";
import type { Experiment, LabCheck } from "./experiment.ts";

const AT_ONCE = 3;

interface Question {
  readonly subject: string;
  readonly allowed: boolean;
  readonly attempt: Attempt;
}

/** Who may begin talking to whom: every ordered pair of zones, by ping and TCP, IPv4 and IPv6, and the internet. */
export const zones: Experiment = {
  title: { id: "zona terpisah sesuai kebijakan", en: "zones kept apart as the policy says" },
  async run(lab, { progress }) {
    const { clients } = lab.plan;
    if (clients.length === 0) {
      return { checks: [], nothing: { id: "tidak ada LAN", en: "there is no LAN" } };
    }
    const sources = sourcesOf(clients);
    let done = 0;
    const checks = await inParallel(sources, AT_ONCE, async (source) => {
      const questions = questionsOf(lab, source);
      const script = attemptsScript(questions.map(({ attempt }) => attempt));
      const reached = answered((await atSpace(lab, source.space, script)).stdout);
      progress(`${++done}/${sources.length}`);
      return questions.map(({ subject, allowed }, i): LabCheck => {
        const ok = reached.has(i) === allowed;
        const word = (yes: boolean) => (yes ? "reached" : "refused");
        return { subject, expected: word(allowed), found: word(reached.has(i)), ok };
      });
    });
    return { checks: checks.flat() };
  },
};

/** One computer of each zone, the first by LAN. */
function sourcesOf(clients: readonly LanClient[]): LanClient[] {
  return [...Map.groupBy(clients, ({ zone }) => zone).values()].map(([first]) => first!);
}

function questionsOf(lab: RunningLab, source: LanClient): Question[] {
  const { clients, routers } = lab.plan;
  const state = routers.find(({ device }) => device === source.routers[0])!;
  return [
    ...targetsOf(source, clients).flatMap((target) => between(source, target, state)),
    ...toInternet(lab, source, state),
    ...toShared(source, state, clients),
  ];
}

/** Of each zone a computer behind the same router, and one behind another. */
function targetsOf(source: LanClient, clients: readonly LanClient[]): LanClient[] {
  const others = clients.filter(({ lan }) => lan !== source.lan);
  return [...Map.groupBy(others, ({ zone }) => zone).values()].flatMap((inZone) => {
    const near = inZone.find(({ routers }) => routers.includes(source.routers[0]!));
    const far = inZone.find(({ routers }) => !routers.includes(source.routers[0]!));
    return [near, far].filter((one) => one !== undefined);
  });
}

const mayTalk = ({ firewall }: DesiredState, from: Zone, to: Zone | "internet"): boolean =>
  firewall.policy.some((rule) => rule.from === from && rule.to.includes(to));

function between(source: LanClient, target: LanClient, state: DesiredState): Question[] {
  return ([4, 6] as const).flatMap((version) => {
    const address = target.addresses[version];
    if (address === undefined || source.addresses[version] === undefined) return [];
    return attempts(address, CLIENT_TCP_PORT).map((attempt) => ({
      subject: `${source.zone} ${source.lan} → ${target.zone} ${target.lan} ${attempt.by} IPv${version}`,
      allowed: mayTalk(state, source.zone, target.zone),
      attempt,
    }));
  });
}

const attempts = (address: string, port: number): Attempt[] => [
  { by: "ping", address },
  { by: "tcp", address, port },
];

/** Of IPv4 only: what the files say of uplinks has no IPv6 yet but where BGP brings it. */
function toInternet(lab: RunningLab, source: LanClient, state: DesiredState): Question[] {
  if (lab.plan.uplinks.length === 0 || source.addresses[4] === undefined) return [];
  return attempts(WORLD[4], WORLD_PORT).map((attempt) => ({
    subject: `${source.zone} ${source.lan} → internet ${attempt.by} IPv4`,
    allowed: mayTalk(state, source.zone, "internet"),
    attempt,
  }));
}

/** Services that all zones may use, over TCP, which says whether somebody answered; only those in the lab. */
function toShared(
  source: LanClient,
  { firewall }: DesiredState,
  clients: readonly LanClient[],
): Question[] {
  const inLab = new Set(clients.flatMap(({ servers }) => servers));
  return firewall.shared
    .filter(({ protocol, address }) => protocol === "tcp" && inLab.has(address))
    .filter(({ address }) => source.addresses[versionOf(address)] !== undefined)
    .map(({ address, port }) => ({
      subject: `${source.zone} ${source.lan} → ${address} tcp ${port}`,
      allowed: true,
      attempt: { by: "tcp", address, port },
    }));
}
