import type { DesiredState } from "../../config/desired-state.ts";
import type { IpVersion } from "../../ip/prefix.ts";
import { loopbackOf } from "../loopbacks.ts";
import { aliveAddresses } from "../measure/fping.ts";
import { inParallel } from "../process/in-parallel.ts";
import { shellWords } from "../process/shell-word.ts";
import { atRouter } from "../running-lab.ts";
import type { Experiment, LabCheck } from "./experiment.ts";

const AT_ONCE = 4;
/** Twice over two satellite lines, with a queue before each. */
const ANSWER_MAX_MS = 2500;

/** Every router's loopback reaches every other's, with IPv4 and IPv6. */
export const reachability: Experiment = {
  title: { id: "semua loopback saling terjangkau", en: "every loopback reaches every loopback" },
  async run(lab, { progress }) {
    const { routers } = lab.plan;
    const questions = routers.flatMap((state) =>
      ([4, 6] as const).flatMap((version) => question(state, routers, version) ?? []),
    );
    let done = 0;
    const checks = await inParallel(
      questions,
      AT_ONCE,
      async ({ device, version, script, targets }) => {
        const { stdout } = await atRouter(lab, device, script);
        const alive = aliveAddresses(stdout);
        progress(`${++done}/${questions.length}`);
        const silent = [...targets].filter(([, address]) => !alive.has(address));
        return {
          subject: `${device} IPv${version}`,
          expected: `${targets.size}`,
          found: [`${targets.size - silent.length}`, ...silent.map(([name]) => `-${name}`)].join(
            " ",
          ),
          ok: silent.length === 0,
        } satisfies LabCheck;
      },
    );
    return { checks };
  },
};

function question(state: DesiredState, routers: readonly DesiredState[], version: IpVersion) {
  const own = loopbackOf(state, version);
  const targets = new Map(
    routers.flatMap((other) => {
      const address = loopbackOf(other, version);
      return other === state || address === undefined ? [] : [[other.device, address] as const];
    }),
  );
  if (own === undefined || targets.size === 0) return undefined;
  const words = [
    "-r",
    "2",
    "-t",
    `${ANSWER_MAX_MS}`,
    "-B",
    "1",
    "-i",
    "1",
    "-S",
    own,
    ...targets.values(),
  ];
  // fping's exit code counts silent targets; the lines say which.
  const script = `fping ${version === 6 ? "-6 " : ""}${shellWords(words)} 2>/dev/null; true`;
  return { device: state.device, version, targets, script };
}
