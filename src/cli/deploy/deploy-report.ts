import { VENDORS } from "../../config/vendors/vendors.ts";
import { deviceChanges, isDevice } from "../../pulumi/automation/device-changes.ts";
import type { Action, Outcome } from "../../pulumi/automation/run-stack.ts";
import type { Step } from "../../pulumi/automation/run-log.ts";
import { isDead, type StackLock } from "../../pulumi/automation/stack-lock.ts";
import type { Language, Text } from "../../text/language.ts";
import { shown } from "../../text/safe.ts";
import { deployPlanText, type DeployPlanOptions } from "../../views/deploy-plan-text.ts";

/** Longest message of the engine or a device that is shown, in characters. */
const MESSAGE_MAX = 2000;

const OPERATIONS: Readonly<
  Record<string, { readonly sign: string; readonly planned: Text; readonly done: Text }>
> = {
  create: {
    sign: "+",
    planned: { id: "akan dibuat", en: "to create" },
    done: { id: "dibuat", en: "created" },
  },
  update: {
    sign: "~",
    planned: { id: "akan diubah", en: "to change" },
    done: { id: "diubah", en: "changed" },
  },
  delete: {
    sign: "-",
    planned: { id: "akan dilepas", en: "to remove" },
    done: { id: "dilepas", en: "removed" },
  },
  replace: {
    sign: "±",
    planned: { id: "akan diganti", en: "to replace" },
    done: { id: "diganti", en: "replaced" },
  },
};
/** Halves of a replacement, which is told as a whole. */
const HALVES = new Set(["create-replacement", "delete-replaced"]);

/** How a plan is shown: the language, the columns, and whether all lines of all differences. */
export type PlanStyle = Omit<DeployPlanOptions, "rollbackSeconds">;

/**
 * What a preview has found: the routers as people read them, all else a line each. Empty where it did not
 * come to its end, which is told elsewhere.
 */
export function planText(outcome: Outcome, style: PlanStyle): string {
  if (outcome.ended !== "done") return "";
  const devices = deviceChanges(outcome.log.steps);
  const rest = stepsText(outcome, "preview", style.lang, (step) => !isDevice(step));
  if (devices.length === 0) return rest;
  const [rollbackSeconds] = devices.flatMap((one) => one.rollbackSeconds ?? []);
  const routers = deployPlanText(devices, VENDORS.linux, { ...style, rollbackSeconds });
  const others = outcome.log.steps.some((step) => isTold(step) && !isDevice(step));
  return others ? `${rest}${routers}` : `${outcome.stack}: ${routers}`;
}

/** What a run would do or did, one line a thing; empty where it did not come to its end, which is told elsewhere. */
export function stepsText(
  { stack, ended, log }: Outcome,
  action: Action,
  lang: Language,
  isListed: (step: Step) => boolean = () => true,
): string {
  if (ended !== "done") return "";
  const steps = log.steps.filter((step) => isTold(step) && isListed(step));
  const form = action === "preview" ? "planned" : "done";
  const counts = Array.from(
    Map.groupBy(steps, ({ op }) => op),
    ([op, { length }]) => `${length} ${OPERATIONS[op]?.[form][lang] ?? op}`,
  );
  const none =
    action === "preview"
      ? { id: "tidak ada perubahan", en: "no changes" }
      : { id: "tidak ada yang berubah", en: "nothing changed" };
  const head = `${stack}: ${counts.length > 0 ? counts.join(", ") : none[lang]}\n`;
  return head + steps.map(lineOf).join("");
}

const isTold = ({ op }: Step) => !HALVES.has(op);

function lineOf({ op, name, type, changed }: Step): string {
  const what = changed.length > 0 ? ` [${changed.map((one) => shown(one)).join(", ")}]` : "";
  const sign = OPERATIONS[op]?.sign ?? shown(op);
  return `  ${sign} ${shown(name)} (${shown(type.split(":").at(-1)!)})${what}\n`;
}

/** What was said while it ran, and how it ended where that is not well: what state things are in, what to do. */
export function troublesText(
  outcome: Outcome,
  action: Action,
  {
    lang,
    network,
    host,
  }: { readonly lang: Language; readonly network: string; readonly host: string },
): string {
  const notices = outcome.log.notices.map(({ kind, about, text }) => {
    const word = {
      error: { id: "galat", en: "error" },
      warning: { id: "peringatan", en: "warning" },
      policy: { id: "kebijakan", en: "policy" },
    }[kind][lang];
    return `${word}: ${about === undefined ? "" : `${shown(about)}: `}${linesOf(text)}\n`;
  });
  return [...notices, endText(outcome, action, { lang, network, host })].join("");
}

function endText(
  { stack, ended, locks, log, written }: Outcome,
  action: Action,
  {
    lang,
    network,
    host,
  }: { readonly lang: Language; readonly network: string; readonly host: string },
): string {
  switch (ended) {
    case "done":
      return "";
    case "locked":
      return locks.map((lock) => lockText(lock, { stack, network, host })[lang]).join("");
    case "stopped":
      return stoppedText(stack, action, log.inWork)[lang];
    case "failed": {
      const told = log.notices.some(({ kind }) => kind !== "warning");
      const reason = told ? "" : `${linesOf(written)}\n`;
      return `${reason}${failedText(stack, action, written)[lang]}`;
    }
  }
}

/** Who holds a stack, since when, and what to do about it. */
function lockText(
  lock: StackLock,
  {
    stack,
    network,
    host,
  }: { readonly stack: string; readonly network: string; readonly host: string },
): Text {
  const who = `${shown(lock.user)}@${shown(lock.host)} (pid ${lock.pid})`;
  const since = shown(lock.since);
  const part = stack.slice(stack.lastIndexOf("-") + 1);
  const command = `rajut deploy unlock ${shown(network)} --stack ${part}`;
  return isDead(lock, host)
    ? {
        id: `${stack} terkunci oleh ${who} sejak ${since}, dan proses itu sudah mati. Tidak ada yang diubah. Buka dengan \`${command}\`, lalu \`rajut deploy refresh\`.\n`,
        en: `${stack} is locked by ${who} since ${since}, and that process is dead. Nothing was changed. Unlock it with \`${command}\`, then \`rajut deploy refresh\`.\n`,
      }
    : {
        id: `${stack} sedang dipakai ${who} sejak ${since}. Tidak ada yang diubah. Tunggu; hanya bila yakin proses itu sudah mati: \`${command}\`.\n`,
        en: `${stack} is in use by ${who} since ${since}. Nothing was changed. Wait; only when you are sure that it is dead: \`${command}\`.\n`,
      };
}

/** Why a lock is not opened: its holder was seen to run. */
export function holderLivesText({
  stack,
  lock,
}: {
  readonly stack: string;
  readonly lock: StackLock;
}): Text {
  const who = `${shown(lock.user)} (pid ${lock.pid})`;
  const since = shown(lock.since);
  return {
    id: `${stack} dipegang ${who} sejak ${since}, dan proses itu masih berjalan di mesin ini. Kunci tidak dibuka. Tunggu, atau hentikan dengan Ctrl-C di terminalnya; --force membuka kunci walaupun begitu, dan dua proses lalu memasang sekaligus.\n`,
    en: `${stack} is held by ${who} since ${since}, and that process still runs on this machine. It stays locked. Wait, or stop it with Ctrl-C at its terminal; --force unlocks all the same, and two then deploy at once.\n`,
  };
}

/** Whose lock is about to be opened, for whoever has to confirm it; nothing of one that is dead. */
export function holderText(
  stack: string,
  locks: readonly StackLock[] | undefined,
  host: string,
): Text {
  if (locks === undefined) {
    return {
      id: `${stack}: siapa pemegang kuncinya tidak terlihat dari sini.\n`,
      en: `${stack}: who holds the lock cannot be seen from here.\n`,
    };
  }
  const lines = (say: (who: string, since: string) => string) =>
    locks
      .filter((lock) => !isDead(lock, host))
      .map(({ user, host: where, pid, since }) =>
        say(`${shown(user)}@${shown(where)} (pid ${pid})`, shown(since)),
      )
      .join("");
  return {
    id: lines((who, since) => `${stack} dipegang ${who} sejak ${since}.\n`),
    en: lines((who, since) => `${stack} is held by ${who} since ${since}.\n`),
  };
}

function stoppedText(stack: string, action: Action, inWork: readonly string[]): Text {
  if (action === "preview") {
    return {
      id: `${stack}: dihentikan; rencana tidak mengubah apa pun.\n`,
      en: `${stack}: stopped; a plan changes nothing.\n`,
    };
  }
  if (inWork.length === 0) {
    return {
      id: `${stack}: dihentikan; yang sedang dikerjakan diselesaikan dulu dan dicatat. Lanjutkan dengan \`rajut deploy ${action}\`.\n`,
      en: `${stack}: stopped; what was in work came to its end first and is on record. Go on with \`rajut deploy ${action}\`.\n`,
    };
  }
  const names = inWork.map((name) => shown(name)).join(", ");
  return {
    id: `${stack}: dihentikan di tengah pekerjaan pada ${names}. Perubahan yang belum dikonfirmasi dibatalkan perangkat itu sendiri dalam batas waktunya (paling lama 600 s). Sesudah itu \`rajut deploy refresh\`, lalu \`rajut deploy ${action}\`.\n`,
    en: `${stack}: stopped in the middle of ${names}. A device takes back by itself what was not confirmed, within its rollback time (at most 600 s). After that \`rajut deploy refresh\`, then \`rajut deploy ${action}\`.\n`,
  };
}

function failedText(stack: string, action: Action, written: string): Text {
  if (/incorrect passphrase/.test(written)) {
    return {
      id: `${stack}: frasa sandi salah; tidak ada yang diubah.\n`,
      en: `${stack}: wrong passphrase; nothing was changed.\n`,
    };
  }
  if (action === "preview") {
    return {
      id: `${stack}: rencana gagal; tidak ada yang diubah.\n`,
      en: `${stack}: the plan failed; nothing was changed.\n`,
    };
  }
  return {
    id: `${stack}: gagal. Yang berhasil tercatat di state; sisanya belum. Perbaiki sebabnya, lalu ulangi \`rajut deploy ${action}\`.\n`,
    en: `${stack}: failed. What succeeded is on record, the rest is not done. Mend the cause, then \`rajut deploy ${action}\` again.\n`,
  };
}

const linesOf = (text: string): string =>
  text
    .trim()
    .split("\n")
    .map((line) => shown(line.trimEnd(), MESSAGE_MAX))
    .join("\n  ");

/** One stack's part of the JSON document. */
export function outcomeDocument({ stack, ended, log, locks }: Outcome): object {
  return {
    stack,
    ended,
    changes: log.changes,
    steps: log.steps.map(({ op, type, name, changed }) => ({ op, type, name, changed })),
    notices: log.notices.map(({ kind, about, text }) => ({
      kind,
      ...(about === undefined ? {} : { resource: about }),
      text,
    })),
    ...(locks.length > 0 ? { locks } : {}),
    ...(log.inWork.length > 0 ? { inWork: log.inWork } : {}),
  };
}
