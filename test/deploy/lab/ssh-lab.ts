import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import type { SecretLookup } from "../../../src/config/secrets.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { routerSpace } from "../../../src/lab/cable.ts";
import { labPlan, type LabPlan } from "../../../src/lab/lab-plan.ts";
import { mustEnter } from "../../../src/lab/process/enter.ts";
import { inParallel } from "../../../src/lab/process/in-parallel.ts";
import { type HeldLab, LAB_FILE, startLab } from "../../../src/lab/process/lab-process.ts";
import type { LabDocument, RunningLab } from "../../../src/lab/running-lab.ts";
import { buildLab, put } from "../../../src/lab/start/build-lab.ts";
import { ed25519Pair } from "../../../src/secrets/openssh-key.ts";

/** A lab whose routers are reached as on a real network: by SSH, from the management LAN of a core. */
export interface SshLab {
  readonly held: HeldLab;
  readonly running: RunningLab;
  /** A private key that every router lets in. */
  readonly keyFile: string;
  /** Every router by its id, in OpenSSH's format. */
  readonly knownHosts: string;
  /** The namespace of a computer on that LAN. */
  readonly controller: string;
  /** Words that enter it from outside; files are this machine's. */
  readonly enter: readonly string[];
}

const seed = (text: string) => createHash("sha256").update(`ssh lab ${text}`).digest();
const hostKey = (device: string) => ed25519Pair(seed(device), device);

/** Builds the lab and starts an sshd with the rendered settings in every router. */
export async function startSshLab(
  name: string,
  states: readonly DesiredState[],
  core: string,
  secrets: SecretLookup,
): Promise<SshLab> {
  const plan = labPlan(states);
  const byDevice = new Map(states.map((state) => [state.device, state]));
  const held = await startLab(name);
  try {
    const renderedOf = (device: string) => linux.render(byDevice.get(device)!);
    await buildLab(held.lab, plan, renderedOf, secrets, () => undefined);
    const document: LabDocument = {
      version: 1,
      network: name,
      cores: [core],
      states,
      predictions: [],
    };
    put(held.lab, LAB_FILE, JSON.stringify(document), 0o600);
    const user = ed25519Pair(seed("user"), "operator");
    await startSshServers(held, plan, user.publicKey);
    const controller = controllerOf(plan, core);
    return {
      held,
      running: { process: held.lab, document, plan },
      keyFile: privateFile(user.privateKey),
      knownHosts: states
        .map(({ device }) => `${device} ssh-ed25519 ${hostKey(device).publicKey}\n`)
        .join(""),
      controller,
      enter: ["nsenter", `--net=${held.lab.root}/run/netns/${controller}`, "--"],
    };
  } catch (error) {
    await held.end();
    throw error;
  }
}

/**
 * The rendered sshd_config.d with what every Debian router has of its own beside it: a host key and the
 * operators' keys. PAM would ask a RADIUS server that is not there.
 */
async function startSshServers({ lab }: HeldLab, plan: LabPlan, publicKey: string): Promise<void> {
  await inParallel(plan.routers, 4, async ({ device }) => {
    const folder = `/etc/ssh-of-the-lab`;
    const { privateKey } = hostKey(device);
    const script = [
      `mkdir -p ${folder} /run/sshd`,
      "umask 077",
      `cat >${folder}/host-key <<'KEY'\n${privateKey}KEY`,
      `echo 'ssh-ed25519 ${publicKey} operator' >${folder}/authorized-keys`,
      `cat >${folder}/sshd_config <<'CONFIG'`,
      "Include /etc/ssh/sshd_config.d/rajut.conf",
      `HostKey ${folder}/host-key`,
      `AuthorizedKeysFile ${folder}/authorized-keys`,
      "UsePAM no",
      "StrictModes no",
      "PidFile /run/sshd.pid",
      "CONFIG",
      `/usr/sbin/sshd -f ${folder}/sshd_config -E /var/log/sshd.log`,
    ];
    await mustEnter(lab, { space: routerSpace(device), isolated: true }, script.join("\n"));
  });
}

/** The client on the management LAN of the core. */
function controllerOf({ clients }: LabPlan, core: string): string {
  const found = clients.find(
    ({ zone, routers }) => zone === "management" && routers.includes(core),
  );
  if (found === undefined) throw new Error(`no management LAN at ${core}`);
  return found.space;
}

function privateFile(content: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "rajut-ssh-lab-")), "key");
  writeFileSync(file, content);
  chmodSync(file, 0o600);
  return file;
}
