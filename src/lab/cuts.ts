import { connect } from "node:net";
import type { Cable, End } from "./cable.ts";
import { mustEnter } from "./process/enter.ts";
import type { RunningLab } from "./running-lab.ts";
import { shellWord } from "../text/shell-word.ts";
import { WIRE_SOCKET } from "./start/cable-start.ts";

/** A table of its own, so that healing is to delete it. */
const TABLE = "netdev rajut-lab-cut";

/**
 * Cuts cables silently: both ends keep their carrier and hear nothing any more, since a carrier that is
 * lost would tell the routers at once what in the field often nobody tells them. Whatever was cut
 * before is healed; no cables heal all. A single script cuts them all within milliseconds.
 */
export async function cutOnly(lab: RunningLab, cables: readonly Cable[]): Promise<void> {
  const slow = cables.filter(({ wire }) => wire !== undefined);
  const plain = cables.filter(({ wire }) => wire === undefined);
  const ends = Map.groupBy(
    plain.flatMap(({ ends }) => ends),
    ({ space }) => space,
  );
  // Each namespace once: what is there from before goes in the same transaction.
  const healed = (cutBefore.get(lab.process.pid) ?? []).filter((space) => !ends.has(space));
  const scripts = [
    ...Array.from(ends, ([space, those]) => inSpace(space, `${CLEAR}; ${drops(those)}`)),
    ...healed.map((space) => inSpace(space, CLEAR)),
  ];
  if (scripts.length > 0) await mustEnter(lab.process, {}, `${scripts.join(" &\n")} &\nwait`);
  cutBefore.set(lab.process.pid, [...ends.keys()]);
  if (lab.plan.cables.some(({ wire }) => wire !== undefined)) {
    await tellWire(
      lab,
      slow.map(({ id }) => id),
    );
  }
}

/** Heals whatever an earlier test of this lab, perhaps killed, has left cut. */
export async function healAll(lab: RunningLab): Promise<void> {
  const spaces = lab.plan.cables
    .filter(({ wire }) => wire === undefined)
    .flatMap(({ ends }) => ends.map(({ space }) => space));
  cutBefore.set(lab.process.pid, [...new Set(spaces)]);
  await cutOnly(lab, []);
}

/** By lab: where tables of ours stand. */
const cutBefore = new Map<number, readonly string[]>();

/** `add` first, since deleting a table that is not there is an error. */
const CLEAR = `add table ${TABLE}; delete table ${TABLE}`;

function drops(ends: readonly End[]): string {
  return [
    `add table ${TABLE}`,
    ...ends.map(
      ({ interface: name }, i) =>
        `add chain ${TABLE} c${i} { type filter hook ingress device "${name}" priority -500; policy drop; }`,
    ),
  ].join("; ");
}

const inSpace = (space: string, rules: string): string =>
  `nsenter --net=/run/netns/${shellWord(space)} nft ${shellWord(rules)}`;

/** Tells the wire which of its lines are cut from now on, and waits until it says so. */
function tellWire({ process }: RunningLab, ids: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(`${process.root}${WIRE_SOCKET}`);
    socket.once("error", reject);
    socket.once("data", () => {
      socket.end();
      resolve();
    });
    socket.write(`${JSON.stringify(ids)}\n`);
  });
}
