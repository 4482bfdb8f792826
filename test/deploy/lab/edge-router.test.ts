import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { DeployError } from "../../../src/deploy/deploy-error.ts";
import { deviceFilesOf, secretValues } from "../../../src/deploy/device-files.ts";
import { hostKeysOf } from "../../../src/deploy/known-hosts.ts";
import {
  edgeRouter,
  type EdgeRouterInputs,
  type EdgeRouterState,
} from "../../../src/deploy/resources/edge-router.ts";
import { type DeployContext, PartlyDone } from "../../../src/deploy/resources/resource.ts";
import type { Transport } from "../../../src/deploy/transport.ts";
import { routerSpace } from "../../../src/lab/cable.ts";
import { labPlan } from "../../../src/lab/lab-plan.ts";
import { probe } from "../../../src/lab/probe.ts";
import { enterWords } from "../../../src/lab/process/enter.ts";
import { inParallel } from "../../../src/lab/process/in-parallel.ts";
import { atRouter } from "../../../src/lab/running-lab.ts";
import { derivedSecrets } from "../../../src/secrets/derived-secrets.ts";
import { openStack } from "../../../stacks/open-stack.ts";
import { managementAddress } from "../../../stacks/routers-to-deploy.ts";
import { missing } from "../../config/vendors/real-tools.ts";
import type { Ended } from "./kind-process.ts";
import { contentOf, watchProcesses } from "./process-watch.ts";
import { type SshLab, startSshLab } from "./ssh-lab.ts";

/**
 * The kind EdgeRouter against routers that run, each beside what can go wrong with it: a bad file, a
 * change that cuts the router off, a dead daemon, a full disk, a broken session, a hostile device.
 */
const { states, network } = await openStack("fixtures/networks/delapan-router", "2025-02-03");
const lacks = [...probe(labPlan(states)).missing, ...missing("sshd", "ssh", "python3")];
const why = lacks.length === 0 ? "" : ` (skipped: no ${lacks.join(", ")})`;

const secrets = derivedSecrets(Buffer.alloc(32, 7).toString("base64"), {
  network: network.id,
  rotations: new Map(),
  given: new Map(),
  givenPublicKeys: new Map(),
});
const devices = states.map(({ device }) => device);
const core = network.core[0]!;
const stateOf = (device: string) => states.find((one) => one.device === device)!;
const FRR = "etc/frr/frr.conf";
const NFT = "etc/nftables.conf";

/** Until a router on cables goes back by itself: no less is taken, since its proof takes nine seconds. */
const SHORT_S = 24;

let lab: SshLab;
/** The state of each router as Pulumi would have it. */
const known = new Map<string, EdgeRouterState>();
/** Everything that an operator is told. */
const told: string[] = [];
const context = (): DeployContext => ({
  settings: {},
  log: (line) => void told.push(line),
  signal: new AbortController().signal,
});

const at = (device: string, script: string) => atRouter(lab.running, device, script);
const saysAt = async (device: string, script: string) => (await at(device, script)).stdout.trim();

function localTo(device: string): Transport {
  const place = { space: routerSpace(device), isolated: true };
  return { kind: "local", enter: ["nsenter", ...enterWords(lab.held.lab, place)] };
}

const sshTo = (device: string): Transport => ({
  kind: "ssh",
  host: managementAddress(stateOf(device)),
  port: 22,
  user: "root",
  sudo: false,
  keyFile: lab.keyFile,
  hostKeys: hostKeysOf(lab.knownHosts, device),
});

function asked(device: string): EdgeRouterInputs {
  const rendered = linux.render(stateOf(device));
  return {
    network: network.id,
    device,
    vendor: "linux",
    transport: localTo(device),
    ...deviceFilesOf(rendered),
    ...secretValues(rendered.files, secrets),
    rollbackSeconds: 60,
    reach: network.core.map((id) => managementAddress(stateOf(id))),
    rollout: { wave: 1, waves: 1, neverWith: [] },
    byHand: {},
  };
}

/** The inputs with another text in one file. */
function withFile(
  inputs: EdgeRouterInputs,
  file: string,
  change: (content: string) => string,
): EdgeRouterInputs {
  const content = change(inputs.files[file]!);
  expect(content).not.toBe(inputs.files[file]);
  return { ...inputs, files: { ...inputs.files, [file]: content } };
}
/** A change of a firewall that changes nothing but its text. */
const remarked = (device: string, remark: string) =>
  withFile(asked(device), NFT, (text) => `${text}# ${remark}\n`);

const update = (inputs: EdgeRouterInputs, before = known.get(inputs.device)!) =>
  edgeRouter.update(inputs.device, before, inputs, context());

async function updated(inputs: EdgeRouterInputs): Promise<EdgeRouterState> {
  const state = await update(inputs);
  known.set(inputs.device, state);
  return state;
}

async function failure(result: Promise<unknown>): Promise<DeployError> {
  const error = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeployError);
  told.push((error as DeployError).message);
  return error as DeployError;
}

/** The update in a process on the management LAN of the core, over SSH, as the engine has it. */
async function updateOverSsh(inputs: EdgeRouterInputs): Promise<Ended> {
  const [program = "", ...words] = lab.enter;
  const file = new URL("kind-process.ts", import.meta.url).pathname;
  const child = spawn(program, [...words, process.execPath, file], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const transport = sshTo(inputs.device);
  child.stdin.end(
    JSON.stringify({ before: known.get(inputs.device), asked: { ...inputs, transport } }),
  );
  await new Promise((resolve) => child.once("close", resolve));
  const ended = JSON.parse(said) as Ended;
  told.push(...ended.log, ...("message" in ended ? [ended.message] : []));
  return ended;
}

/** All that a refused change must leave alone: files with owners and modes, what runs, the generation. */
function fingerprint(device: string): Promise<string> {
  const paths = Object.keys(asked(device).files).map((file) => `/${file}`);
  return saysAt(
    device,
    [
      `for file in ${paths.join(" ")}; do stat -c '%n %a %U:%G' $file; sha256sum <$file; done`,
      "find /etc /usr/local -xdev -name '.*rajut-*'",
      "ls -A /var/lib/rajut | grep -vx last.json; cat /var/lib/rajut/generation.json",
      "vtysh -c 'show running-config'; nft -s list ruleset",
    ].join("\n"),
  );
}

const isPending = async (device: string) =>
  (await at(device, "test -e /var/lib/rajut/pending/journal.json")).code === 0;
async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endMs = performance.now() + 60_000;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`after a minute not yet: ${what}`);
    await sleep(20);
  }
}
const settled = (device: string) =>
  until(async () => !(await isPending(device)), `${device} has no change under way`);

/** Something that happens while a router's change is under way. */
async function disturbed<T>(
  device: string,
  running: Promise<T>,
  disturb: () => Promise<void>,
): Promise<T> {
  await Promise.race([running, until(() => isPending(device), `${device} has a change under way`)]);
  await disturb();
  return running;
}

const neighboursOf = (device: string, count: number) =>
  until(
    async () =>
      Number(await saysAt(device, "vtysh -c 'show ip ospf neighbor' | grep -c Full")) >= count,
    `${device} has ${count} neighbours`,
  );

/** Programs of ours that wait for a router's change. */
function waitersOf(device: string): number[] {
  const holder = enterWords(lab.held.lab, { space: routerSpace(device), isolated: true });
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      const words = contentOf(`/proc/${pid}/cmdline`).split("\0");
      return words.includes("wait") && holder.every((word) => words.includes(word));
    })
    .map(Number);
}

/** A program in front of the device's own, for as long as the work takes. */
async function inFront<T>(
  device: string,
  program: string,
  script: string,
  work: () => Promise<T>,
): Promise<T> {
  const file = `/usr/local/bin/${program}`;
  await at(device, `printf '%s' '#!/bin/sh\n${script}\n' >${file} && chmod 755 ${file}`);
  try {
    return await work();
  } finally {
    await at(device, `rm ${file}`);
  }
}
/** A firewall that takes three seconds to load: whoever wants to disturb the change finds it under way. */
const slowly = <T>(device: string, work: () => Promise<T>) =>
  inFront(device, "nft", 'case "$1" in -f) sleep 3;; esac; exec /usr/sbin/nft "$@"', work);

describe.skipIf(lacks.length > 0)(`EdgeRouter on real routers${why}`, () => {
  beforeAll(async () => {
    lab = await startSshLab(`edge-router-${process.pid}`, states, core, secrets);
    const full: Readonly<Record<string, number>> = { "inti-utara": 4, "kantor-b": 2, simpul: 3 };
    for (const [device, count] of Object.entries(full)) await neighboursOf(device, count);
  });
  afterAll(() => lab.held.end());

  it("takes routers over as they run, reads back what made them, and has nothing more to do", async () => {
    await inParallel(devices, devices.length, async (device) => {
      const { id, state } = await edgeRouter.create(asked(device), context());
      expect(id).toBe(`${network.id}/${device}`);
      expect(state).toEqual({ ...asked(device), generation: 1 });
      known.set(device, state);
    });
    await inParallel(devices, devices.length, async (device) => {
      const state = known.get(device)!;
      expect(await edgeRouter.read(device, state, context())).toEqual({
        id: `${network.id}/${device}`,
        inputs: asked(device),
        state,
      });
      expect(await update(asked(device))).toEqual(state);
    });
  });

  it.each([
    [FRR, (text: string) => text.replace(" ip ospf cost 3", " ip ospf cots 3"), "cots 3"],
    [NFT, (text: string) => text.replace("policy drop", "policy perhaps"), "perhaps"],
  ])(
    "refuses a syntax error in %s by name, and leaves all as it is",
    async (file, change, word) => {
      const before = await fingerprint("kantor-b");
      const error = await failure(update(withFile(asked("kantor-b"), file, change)));
      expect(error.code).toBe("invalid");
      expect(error.message).toContain(`${file} is refused by`);
      expect(error.message).toContain(word);
      expect(error.message).toContain("Nothing was changed on the device.");
      expect(await fingerprint("kantor-b")).toBe(before);
    },
  );

  it.each([
    ["room for its files", "/etc/frr"],
    ["room for the way back", "/var/lib/rajut"],
  ])("refuses a device without %s", async (_what, folder) => {
    const before = await fingerprint("kantor-b");
    const full = [
      `cp -a ${folder} /run/kept && mount -t tmpfs -o size=32k full ${folder}`,
      `cp -a /run/kept/. ${folder}/ && rm -r /run/kept; cat /dev/zero >${folder}/filler 2>/dev/null`,
    ].join("\n");
    await at("kantor-b", full);
    try {
      const inputs = withFile(asked("kantor-b"), FRR, (text) => `${text}! new\n`);
      expect(await failure(update(inputs))).toMatchObject({
        code: "no-space",
        message: expect.stringContaining("nothing was changed"),
      });
    } finally {
      await at("kantor-b", `umount ${folder}`);
    }
    expect(await fingerprint("kantor-b")).toBe(before);
  });

  it("is back by itself after a firewall that lets nothing through, over the SSH that this cut", async () => {
    const before = await fingerprint("kantor-a");
    const chain = (hook: string) =>
      `\tchain ${hook} {\n\t\ttype filter hook ${hook} priority filter; policy drop;\n\t}\n`;
    const closed = `flush ruleset\ntable inet rajut {\n${chain("input")}${chain("output")}}\n`;
    const inputs = withFile(asked("kantor-a"), NFT, () => closed);
    const startMs = performance.now();
    const ended = await updateOverSsh({ ...inputs, rollbackSeconds: SHORT_S });
    const tookMs = performance.now() - startMs;
    expect(ended).toMatchObject({
      code: "rolled-back",
      message: expect.stringContaining("the device is on its old configuration again"),
    });
    await settled("kantor-a");
    expect(await fingerprint("kantor-a")).toBe(before);
    process.stdout.write(`cut by its firewall: ${Math.round(tookMs / 1000)} s\n`);
    const again = await edgeRouter.read("kantor-a", known.get("kantor-a"), context());
    expect(again?.state).toEqual(known.get("kantor-a"));
  });

  it("is back after all its interfaces were shut, with addresses and neighbours", async () => {
    const inputs = withFile(asked("kantor-b"), FRR, (text) =>
      text.replaceAll(/^interface (eth\d+)$/gm, "interface $1\n shutdown"),
    );
    const error = await failure(update({ ...inputs, rollbackSeconds: SHORT_S }));
    expect(error.code).toBe("rolled-back");
    expect(error.message).toMatch(/OSPF neighbour .* was full before/);
    await neighboursOf("kantor-b", 2);
    const again = await edgeRouter.read("kantor-b", known.get("kantor-b"), context());
    expect(again?.state).toEqual(known.get("kantor-b"));
  });

  it("never confirms a change that loses a neighbour, though the device answers", async () => {
    const { secrets: values, ...inputs } = asked("kantor-b");
    const other = { ...values, "ospf/ring-2": "another-key-16ch" };
    const short = { ...inputs, secrets: other, rollbackSeconds: SHORT_S };
    const error = await failure(update(short));
    expect(error.code).toBe("rolled-back");
    expect(error.message).toContain(
      `OSPF neighbour ${managementAddress(stateOf("kantor-a"))} on eth2 was full before`,
    );
    await neighboursOf("kantor-b", 2);
    const again = await edgeRouter.read("kantor-b", known.get("kantor-b"), context());
    expect(again?.state).toEqual(known.get("kantor-b"));
  });

  it("goes on when the session breaks in mid-change", async () => {
    const inputs = remarked("kantor-a", "broken session");
    const ended = await slowly("kantor-a", () =>
      disturbed("kantor-a", updateOverSsh(inputs), async () => {
        await at("kantor-a", "pkill -KILL -P $(cat /run/sshd.pid)");
      }),
    );
    expect(ended).toMatchObject({ state: { generation: 2, files: inputs.files } });
    known.set("kantor-a", { ...inputs, generation: 2 });
    expect(await saysAt("kantor-a", "tail -n 1 /etc/nftables.conf")).toBe("# broken session");
  });

  it("goes on when the program that asks is killed in mid-change", async () => {
    const inputs = remarked("kantor-d", "killed");
    const state = await slowly("kantor-d", () =>
      disturbed("kantor-d", update(inputs), async () => {
        await until(() => waitersOf("kantor-d").length > 0, "somebody waits");
        for (const pid of waitersOf("kantor-d")) process.kill(pid, "SIGKILL");
        // Whoever comes in between is told so, and takes nothing for a change by hand.
        const pending = { code: "pending", message: expect.stringMatching(/within \d+ s/) };
        expect(await failure(update(remarked("kantor-d", "too early")))).toMatchObject(pending);
        const read = edgeRouter.read("kantor-d", known.get("kantor-d"), context());
        expect(await failure(read)).toMatchObject(pending);
      }),
    );
    expect(state.generation).toBe(2);
    known.set("kantor-d", state);
  });

  it("is old or new, and told, when its routing dies in mid-change", async () => {
    const before = known.get("simpul")!;
    const inputs = { ...remarked("simpul", "routing died"), rollbackSeconds: SHORT_S };
    const error = await slowly("simpul", () =>
      disturbed("simpul", failure(update(inputs)), async () => {
        await at("simpul", "kill -KILL $(cat /run/frr/ospfd.pid) $(cat /run/frr/zebra.pid)");
      }),
    );
    expect(error.code).toBe("rolled-back");
    await settled("simpul");
    expect(await saysAt("simpul", "tail -n 1 /etc/nftables.conf")).not.toContain("routing died");
    expect(await saysAt("simpul", "cat /var/lib/rajut/generation.json")).toContain('"number": 1');
    // As watchfrr would.
    await at("simpul", "/usr/local/sbin/systemctl restart frr.service");
    await neighboursOf("simpul", 3);
    const again = await edgeRouter.read("simpul", before, context());
    expect(again?.state).toEqual(before);
    await updated(inputs);
  });

  it("takes one of two updates that were made at once from the same state", async () => {
    const both = ["one", "two"].map((remark) => remarked("kantor-a", remark));
    const ends = await Promise.allSettled(both.map((inputs) => update(inputs)));
    const won = ends.findIndex(({ status }) => status === "fulfilled");
    const [lost] = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
    expect(["stale", "pending"]).toContain((lost as DeployError).code);
    known.set("kantor-a", { ...both[won]!, generation: 3 });
    const again = await edgeRouter.read("kantor-a", known.get("kantor-a"), context());
    expect(again?.state).toEqual(known.get("kantor-a"));
  });

  it("refuses an old copy of the state", async () => {
    const before = await fingerprint("kantor-a");
    const old = { ...known.get("kantor-a")!, generation: 2 };
    expect(await failure(update(asked("kantor-a"), old))).toMatchObject({
      code: "stale",
      message: expect.stringMatching(/is at generation 3, and the state says generation 2/),
    });
    expect(await fingerprint("kantor-a")).toBe(before);
  });

  it("is taken into a lost state as it is; the next update brings the rest", async () => {
    const before = await fingerprint("kantor-a");
    const error: unknown = await edgeRouter
      .create(asked("kantor-a"), context())
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PartlyDone);
    const { message, state } = error as PartlyDone<EdgeRouterState>;
    expect(message).toContain("generation 3, with other configuration (etc/nftables.conf)");
    expect(await fingerprint("kantor-a")).toBe(before);
    known.set("kantor-a", state);
    expect((await updated(asked("kantor-a"))).generation).toBe(4);
  });

  it.each([
    ["garbage", "cat >/dev/null; head -c 5000 /dev/urandom", "internal", /no usable answer/],
    ["a gigabyte", "head -c 1000000000 /dev/zero", "too-much-output", /said more than \d+ bytes/],
    [
      "escape sequences",
      String.raw`cat >/dev/null; printf "\033]0;owned\007\033[2J" >&2; exit 1`,
      "no-agent",
      /nothing was changed/,
    ],
    [
      "a refusal with escape sequences",
      String.raw`cat >/dev/null; printf "%s" "{\"ok\":false,\"error\":{\"code\":\"pending\",\"message\":\"\\u001b[2Jowned\"}}"`,
      "pending",
      /owned/,
    ],
  ])("of a device that answers %s is a clear error", async (_what, script, code, words) => {
    const quoted = script.replaceAll("'", String.raw`'\''`);
    const error = await inFront("kantor-d", "python3", quoted, () =>
      failure(update(remarked("kantor-d", "hostile"))),
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(words) });
    // eslint-disable-next-line no-control-regex
    expect(error.message).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/);
    expect(error.message.length).toBeLessThan(2000);
  });

  it("shows no secret to whoever looks at processes, or reads what is told", async () => {
    const device = "simpul";
    const values = devices.flatMap((one) => Object.values(asked(one).secrets));
    expect(values.length).toBeGreaterThan(10);
    const watch = watchProcesses(values, 50);
    const remark = (text: string) => `${text}! seen by none\n`;
    await updated(withFile(remarked(device, "seen by none"), FRR, remark));
    watch.end();
    const commands = [...watch.commands].join("\n");
    expect(commands).toContain("frr-reload.py");
    expect(commands).toContain("agent.py");
    expect([...watch.seen]).toEqual([]);
    for (const value of [...values, "another-key-16ch"]) {
      expect(told.filter((line) => line.includes(value))).toEqual([]);
    }
  });
});
