import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { DesiredState } from "../../config/desired-state.ts";
import { type SecretLookup, withSecrets } from "../../config/secrets.ts";
import type { Rendered } from "../../config/vendors/vendor.ts";
import { routerSpace } from "../cable.ts";
import { isIsolated } from "./space-start.ts";
import type { LabPlan } from "../lab-plan.ts";
import { INTERNET_SPACE } from "../outside/provider.ts";
import { holderFile, HOLDERS, mustEnter } from "../process/enter.ts";
import { inParallel } from "../process/in-parallel.ts";
import { LAB_FOLDER, type LabProcess } from "../process/lab-process.ts";
import { shellWord } from "../../text/shell-word.ts";
import { wireLines } from "../wire/wire-config.ts";
import { cableBatch, wireStart } from "./cable-start.ts";
import { providerFiles } from "./provider-files.ts";
import type { RouterFile, RouterFiles } from "./router-files.ts";
import { addressWait, canLayOut, routerFolder, routerStart } from "./router-start.ts";
import { spaceStart } from "./space-start.ts";
import { systemdStandIns } from "./systemctl-stand-in.ts";
import { worldStart } from "./world-start.ts";

/** What a router's renderer gave, as far as the lab needs it. */
export type RouterConfig = Pick<Rendered, "files" | "services">;

/** How many routers start at once: each is a dozen processes that come and go. */
const AT_ONCE = 6;

/** Builds a lab inside its first process: namespaces, cables, what surrounds the routers, the routers. */
export async function buildLab(
  lab: LabProcess,
  plan: LabPlan,
  configOf: (device: string) => RouterConfig,
  secrets: SecretLookup,
  onProgress: (started: number) => void,
): Promise<void> {
  const isolated = [
    ...plan.routers.map(({ device }) => routerSpace(device)),
    ...plan.spaces.filter(isIsolated).map(({ name }) => name),
  ];
  const plain = plan.spaces.filter((space) => !isIsolated(space)).map(({ name }) => name);
  await mustEnter(lab, {}, namespaces(isolated, plain));
  put(lab, `${LAB_FOLDER}/cables.batch`, cableBatch(plan.cables), 0o600);
  await mustEnter(lab, {}, `ip -batch ${LAB_FOLDER}/cables.batch`);
  if (wireLines(plan.cables).length > 0) await mustEnter(lab, {}, wireStart(plan.cables));

  await inParallel(plan.spaces, AT_ONCE, async (space) => {
    const place = { space: space.name, isolated: isIsolated(space) };
    await mustEnter(lab, place, spaceStart(space));
    if (space.frrConf === undefined) return;
    const files = laidOut(providerFiles(space.frrConf), secrets);
    putFiles(lab, space.name, files);
    await mustEnter(lab, place, routerStart(space.name, space.name, files));
  });
  if (plan.spaces.some(({ name }) => name === INTERNET_SPACE)) {
    await mustEnter(lab, { space: INTERNET_SPACE }, worldStart());
  }

  let started = 0;
  await inParallel(plan.routers, AT_ONCE, async (state) => {
    const space = routerSpace(state.device);
    const { files, services } = configOf(state.device);
    const router = laidOut({ files, services: services.map(({ unit }) => unit) }, secrets);
    putFiles(lab, space, router);
    await mustEnter(lab, { space, isolated: true }, routerStart(space, state.device, router));
    onProgress(++started);
  });
  await inParallel(plan.routers, AT_ONCE, (state) =>
    mustEnter(
      lab,
      { space: routerSpace(state.device), isolated: true },
      addressWait(addressesOf(state)),
    ),
  );
}

/** Writes a file inside the lab. */
export function put(lab: LabProcess, file: string, content: string, mode: number): void {
  const target = path.join(lab.root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  chmodSync(target, mode);
}

function putFiles(lab: LabProcess, space: string, { files }: RouterFiles): void {
  for (const { path: name, content, mode } of [...systemdStandIns(), ...files]) {
    put(lab, `${routerFolder(space)}/root/${name}`, content, mode ?? 0o644);
  }
}

/** The files with their secrets, all of which can be laid out. */
function laidOut({ files, services }: RouterFiles, secrets: SecretLookup): RouterFiles {
  return {
    services,
    files: files
      .filter((file) => !makesVlan(file))
      .map((file) => {
        if (!canLayOut(file.path)) throw new Error(`a lab cannot lay out ${file.path}`);
        const { content, missing, unusable } = withSecrets(file.content, secrets);
        const bad = [...missing, ...unusable];
        if (bad.length > 0) throw new Error(`${file.path}: no value for ${bad.join(", ")}`);
        return { ...file, content };
      }),
  };
}

/**
 * VLANs are cables of their own in a lab, with the names that they have on their trunk: not every kernel
 * has 802.1Q, and all but the file that makes one is used as it is.
 */
const makesVlan = ({ path: name, content }: RouterFile): boolean =>
  name.endsWith(".netdev") && /^Kind=vlan$/m.test(content);

/** Addresses that the router's own configuration brings without help from outside. */
function addressesOf({ interfaces }: DesiredState): string[] {
  return interfaces
    .filter(({ kind }) => kind !== "wireguard")
    .flatMap(({ addresses }) => addresses);
}

function namespaces(isolated: readonly string[], plain: readonly string[]): string {
  return [
    "set -e",
    ...plain.map((name) => `ip netns add ${shellWord(name)}`),
    ...isolated.flatMap((name) => {
      const [net, holder] = [shellWord(`/run/netns/${name}`), shellWord(holderFile(name))];
      return [
        `touch ${net}`,
        `unshare --net=${net} --mount --uts sleep infinity </dev/null >/dev/null 2>&1 &`,
        `echo $! >${holder}`,
      ];
    }),
    // Until each has become what holds its namespaces.
    `for holder in ${shellWord(HOLDERS)}/*; do`,
    '  until [ "$(cat /proc/$(cat "$holder")/comm)" = sleep ]; do sleep 0.01; done',
    "done",
  ].join("\n");
}
