import { setTimeout as sleep } from "node:timers/promises";
import type { DesiredState } from "../../config/desired-state.ts";
import type { IpVersion } from "../../ip/prefix.ts";
import { loopbackOf } from "../../config/loopbacks.ts";
import { aliveAddresses } from "../measure/fping.ts";
import { inParallel } from "../process/in-parallel.ts";
import { shellWords } from "../../text/shell-word.ts";
import { atRouter } from "../running-lab.ts";
import type { Experiment, LabCheck } from "./experiment.ts";

const AT_ONCE = 4;
/** Who is silent is asked again: routes come a moment after the last adjacency. */
const ROUNDS = 3;
const AGAIN_MS = 2000;
/** Over two satellite lines there and back, and some room. */
const ANSWER_MAX_MS = 1500;

/** Every router's loopback reaches every other's, with IPv4 and IPv6. */
export const reachability: Experiment = {
  title: { id: "semua loopback saling terjangkau", en: "every loopback reaches every loopback" },
  async run(lab, { progress }) {
    const { routers } = lab.plan;
    const questions = routers.flatMap((state) =>
      ([4, 6] as const).flatMap((version) => question(state, routers, version) ?? []),
    );
    let done = 0;
    const checks = await inParallel(questions, AT_ONCE, async (asked) => {
      const { device, version, targets } = asked;
      let silent = [...targets.keys()];
      for (let round = 0; round < ROUNDS && silent.length > 0; round++) {
        if (round > 0) await sleep(AGAIN_MS);
        const { stdout } = await atRouter(lab, device, pingScript(asked, silent));
        const alive = aliveAddresses(stdout);
        silent = silent.filter((name) => !alive.has(targets.get(name)!));
      }
      progress(`${++done}/${questions.length}`);
      return {
        subject: `${device} IPv${version}`,
        expected: `${targets.size}`,
        found: [`${targets.size - silent.length}`, ...silent.map((name) => `-${name}`)].join(" "),
        ok: silent.length === 0,
      } satisfies LabCheck;
    });
    return { checks };
  },
};

interface Question {
  readonly device: string;
  readonly version: IpVersion;
  readonly own: string;
  /** By device. */
  readonly targets: ReadonlyMap<string, string>;
}

function question(
  state: DesiredState,
  routers: readonly DesiredState[],
  version: IpVersion,
): Question | undefined {
  const own = loopbackOf(state, version);
  const targets = new Map(
    routers.flatMap((other) => {
      const address = loopbackOf(other, version);
      return other === state || address === undefined ? [] : [[other.device, address] as const];
    }),
  );
  if (own === undefined || targets.size === 0) return undefined;
  return { device: state.device, version, own, targets };
}

function pingScript({ version, own, targets }: Question, names: readonly string[]): string {
  const addresses = names.map((name) => targets.get(name)!);
  const words = ["-r", "1", "-t", `${ANSWER_MAX_MS}`, "-B", "1", "-i", "1", "-S", own];
  // fping's exit code counts silent targets; the lines say which.
  return `fping ${version === 6 ? "-6 " : ""}${shellWords([...words, ...addresses])} 2>/dev/null; true`;
}
