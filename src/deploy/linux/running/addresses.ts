import * as z from "zod";
import { asKernel, configuredInterfaces } from "../interface-files.ts";
import type { Answers, Files } from "../question.ts";
import {
  extra,
  lastLine,
  missing,
  unknown,
  type Difference,
  type RunningPart,
} from "./difference.ts";

const ASKED = "addresses";
const KEEPALIVED_FILE = "etc/keepalived/keepalived.conf";

/** What `ip -j address show` says, as far as it is asked. */
const interfaces = z.array(
  z.object({
    ifname: z.string(),
    flags: z.array(z.string()),
    addr_info: z.array(
      z.object({
        local: z.string().optional(),
        prefixlen: z.number(),
        scope: z.string(),
        dynamic: z.boolean().optional(),
      }),
    ),
  }),
);
type Interface = z.infer<typeof interfaces>[number];

/** Interfaces that files configure: there, switched on, and with these addresses and no others. */
export const addresses: RunningPart = {
  questions: (files) =>
    configuredInterfaces(files).length === 0
      ? []
      : [{ name: ASKED, words: ["ip", "-j", "address", "show"], timeoutS: 15 }],
  differences,
};

function differences(files: Files, answers: Answers): Difference[] {
  const configured = configuredInterfaces(files);
  const [first] = configured;
  if (first === undefined) return [];
  const found = readInterfaces(answers.get(ASKED));
  if (found === undefined) return [unknown(first.unit, lastLine(answers.get(ASKED)))];
  const elsewhere = virtualAddresses(files.get(KEEPALIVED_FILE) ?? "");
  return configured.flatMap(({ name, unit, addresses: wanted }) => {
    const running = found.find(({ ifname }) => ifname === name);
    if (running === undefined) return [missing(unit, `interface ${name}`)];
    const has = new Set(addressesOf(running, () => true));
    // What the kernel, a router's advertisement or VRRP gave is nobody's hand.
    const given = addressesOf(
      running,
      ({ scope, dynamic }) => scope === "global" && dynamic !== true,
    );
    return [
      ...(running.flags.includes("UP") ? [] : [missing(unit, `${name} is switched on`)]),
      ...wanted.filter((one) => !has.has(one)).map((one) => missing(unit, `${name} ${one}`)),
      ...given
        .filter((one) => !wanted.includes(one) && !elsewhere.has(one))
        .map((one) => extra(unit, `${name} ${one}`)),
    ];
  });
}

const addressesOf = (
  { addr_info: all }: Interface,
  isWanted: (one: Interface["addr_info"][number]) => boolean,
): string[] =>
  all
    .filter(isWanted)
    .flatMap(({ local, prefixlen }) => (local === undefined ? [] : [`${local}/${prefixlen}`]));

function readInterfaces(answer: ReturnType<Answers["get"]>): Interface[] | undefined {
  if (answer === undefined || answer.code !== 0) return undefined;
  try {
    return interfaces.safeParse(JSON.parse(answer.stdout)).data;
  } catch {
    return undefined;
  }
}

/** Addresses that VRRP gives to whoever leads: each stands on a line of its own. */
const virtualAddresses = (keepalived: string): ReadonlySet<string> =>
  new Set(
    Array.from(keepalived.matchAll(/^[ \t]*([\da-f.:]+\/\d+)(?:[ \t].*)?$/gm), ([, one]) =>
      asKernel(one!),
    ),
  );
