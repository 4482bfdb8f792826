import { setTimeout as sleep } from "node:timers/promises";
import type { DesiredState, Uplink } from "../../config/desired-state.ts";
import { parseAddress } from "../../ip/prefix.ts";
import { cutOnly } from "../cuts.ts";
import type { LanClient } from "../lan-plan.ts";
import { answered, attemptsScript } from "../measure/connection-script.ts";
import { INTERNET_SPACE, UPSTREAM } from "../outside/provider.ts";
import { WORLD, WORLD_PORT } from "../outside/internet.ts";
import { uplinkSpace } from "../outside/uplink-provider.ts";
import { atSpace, type RunningLab } from "../running-lab.ts";
import type { Experiment, ExperimentTools, LabCheck } from "./experiment.ts";

/** Longest wait for the second uplink, and for the return to the first. */
const SWITCH_MAX_MS = 45_000;
const ASK_AGAIN_MS = 100;

/**
 * The internet through two providers: a computer behind NAT comes out with an address of the primary
 * one; its provider dies silently beyond the gateway, so that nothing on the router's own cable tells;
 * the seconds until the computer is out again through the other; and that it returns.
 */
export const internet: Experiment = {
  title: { id: "internet lewat dua penyedia", en: "the internet through two providers" },
  async run(lab, tools) {
    const { uplinks, routers, clients } = lab.plan;
    const client = clients.find(
      ({ zone, addresses, routers: own }) =>
        addresses[4] !== undefined &&
        !uplinks.some(({ device }) => own.includes(device)) &&
        mayGoOut(routers, own[0]!, zone),
    );
    if (uplinks.length === 0 || client === undefined) {
      const id = "tidak ada uplink, atau tidak ada LAN yang boleh ke internet";
      return {
        checks: [],
        nothing: { id, en: "no uplink, or no LAN that may reach the internet" },
      };
    }
    const published = await publishedChecks(lab, "");
    const primary = uplinks.find(({ uplink }) => uplink.role === "primary") ?? uplinks[0]!;
    const others = uplinks.filter((one) => one !== primary);
    const before = await untilSource(lab, client, routers, primary.uplink, tools);
    const checks = [
      ...published,
      switched(`${client.lan} ${primary.uplink.id}`, primary.uplink, before),
    ];
    if (others.length === 0) return { checks };
    try {
      await cutOnly(lab, upstreamOf(lab, primary.uplink));
      const second = others[0]!.uplink;
      const after = await untilSource(lab, client, routers, second, tools);
      const how = `${primary.uplink.id} (${primary.uplink.defaultBy}) → ${second.id} (${second.defaultBy})`;
      checks.push(switched(`${client.lan} ${how}`, second, after));
      checks.push(...(await publishedChecks(lab, primary.uplink.id)));
    } finally {
      await cutOnly(lab, []);
    }
    const back = await untilSource(lab, client, routers, primary.uplink, tools);
    checks.push(switched(`${client.lan} → ${primary.uplink.id}`, primary.uplink, back));
    return { checks };
  },
};

const mayGoOut = (routers: readonly DesiredState[], device: string, zone: string): boolean =>
  routers
    .find((state) => state.device === device)
    ?.firewall.policy.some(({ from, to }) => from === zone && to.includes("internet")) ?? false;

const upstreamOf = ({ plan }: RunningLab, { id }: Uplink) =>
  plan.cables.filter(({ ends }) =>
    ends.some((end) => end.space === uplinkSpace(id) && end.interface === UPSTREAM),
  );

interface Arrival {
  /** The last address that the server saw; empty when it saw nobody. */
  readonly source: string;
  readonly uplink: string | undefined;
  readonly tookMs: number;
}

const switched = (
  subject: string,
  wanted: Uplink,
  { source, uplink, tookMs }: Arrival,
): LabCheck => ({
  subject,
  expected: wanted.id,
  found: uplink === undefined ? source || "-" : `${uplink} ${source}`,
  ok: uplink === wanted.id,
  tookMs,
});

/** Asks the server who it sees until that is an address of the uplink, or time is up. */
async function untilSource(
  lab: RunningLab,
  client: LanClient,
  routers: readonly DesiredState[],
  wanted: Uplink,
  { progress, signal }: ExperimentTools,
): Promise<Arrival> {
  const started = performance.now();
  for (;;) {
    const ask = `timeout 0.5 bash -c 'exec 3<>/dev/tcp/${WORLD[4]}/${WORLD_PORT}; read -r source <&3; echo "$source"' 2>/dev/null; true`;
    const source = (await atSpace(lab, client.space, ask)).stdout.trim();
    const uplink = uplinkOf(routers, source);
    const tookMs = performance.now() - started;
    progress(`${wanted.id}: ${source || "-"} ${(tookMs / 1000).toFixed(1)} s`);
    if (uplink === wanted.id || tookMs > SWITCH_MAX_MS || signal.aborted) {
      return { source, uplink, tookMs };
    }
    await sleep(ASK_AGAIN_MS);
  }
}

/** The uplink to whose pool an address belongs. */
function uplinkOf(routers: readonly DesiredState[], address: string): string | undefined {
  const value = parseAddress(address)?.value;
  if (value === undefined) return undefined;
  for (const { nat, uplinks } of routers) {
    const source = nat?.sources.find(
      ({ from, to }) => parseAddress(from)!.value <= value && value <= parseAddress(to)!.value,
    );
    const found = uplinks.find((uplink) => uplink.interface === source?.interface);
    if (found !== undefined) return found.id;
  }
  return undefined;
}

/** Citizens' services, asked from the internet on every public address but those of a dead uplink. */
async function publishedChecks(lab: RunningLab, dead: string): Promise<LabCheck[]> {
  const inLab = new Set(lab.plan.clients.flatMap(({ servers }) => servers));
  const services = lab.plan.routers
    .flatMap(({ nat }) => nat?.published ?? [])
    .filter(
      ({ protocol, server, uplink }) => protocol === "tcp" && inLab.has(server) && uplink !== dead,
    );
  if (services.length === 0) return [];
  const attempts = services.map(({ publicAddress, port }) => ({
    by: "tcp" as const,
    address: publicAddress,
    port,
  }));
  const place = lab.plan.spaces.find(({ name }) => name === INTERNET_SPACE)!;
  const { stdout } = await atSpace(lab, place.name, attemptsScript(attempts));
  const reached = answered(stdout);
  return services.map(({ service, uplink, publicAddress, port }, i) => ({
    subject: `internet → ${service} ${uplink} ${publicAddress}:${port}${dead === "" ? "" : ` (${dead} cut)`}`,
    expected: "reached",
    found: reached.has(i) ? "reached" : "refused",
    ok: reached.has(i),
  }));
}
