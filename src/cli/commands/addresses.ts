import path from "node:path";
import { type AddressReview, addressReview } from "../../addressing/address-review.ts";
import { lockText } from "../../addressing/lock-text.ts";
import { addressFindings } from "../../checks/addresses.ts";
import { inOrder, isAtLeast } from "../../findings/finding.ts";
import { ADDRESS_LOCK_FILE } from "../../io/read-network.ts";
import { writeFiles } from "../../io/write-files.ts";
import { safeJson } from "../../text/safe.ts";
import { addressesData, addressesText } from "../../views/addresses-text.ts";
import { findingsTerminal } from "../../views/findings-terminal.ts";
import { queryDocument } from "../../views/query-document.ts";
import { type Command, type ExitCode, type Invocation, NETWORK_OPTIONS } from "../command.ts";
import { openAnalysis, openNetwork, type Opened, requireAddressPools } from "../open-network.ts";

/** `rajut addresses`: who has which address, what would change, and with `--write` the change. */
export const addresses: Command = {
  usage: "[NETWORK] [--write] [--format text|json]",
  examples: ["rajut addresses topology/dumai", "rajut addresses topology/dumai --write"],
  options: {
    ...NETWORK_OPTIONS,
    write: {
      type: "boolean",
      summary: {
        id: "tulis addresses.lock.yaml (tanpa ini: keluar dengan 1 bila belum sesuai)",
        en: "write addresses.lock.yaml (without it: exit with 1 when it is out of date)",
      },
    },
    format: {
      type: "string",
      values: ["text", "json"],
      summary: { id: "bentuk keluaran (bawaan: text)", en: "form of the output (default: text)" },
    },
  },
  async run(invocation): Promise<ExitCode> {
    const { arguments: folders, options, lang, terminal } = invocation;
    const opened = await openNetwork(folders[0], invocation);
    const network = requireAddressPools(opened);
    const { addressLock } = opened;
    const isWriting = options["write"] === true;
    if (!mayGoOn(opened, isWriting, invocation) || addressLock === undefined) return 2;
    const analysis = await openAnalysis(network);
    const review = addressReview(analysis.routed(), addressLock);
    const written = isWriting ? await writeLock(opened, review) : undefined;
    if (options["format"] === "json") {
      const answer = { ...addressesData(review), written: written ?? false };
      terminal.out(safeJson(queryDocument("addresses", network, answer)));
    } else {
      terminal.out(addressesText(network, review, lang));
      // What is out of date has just been shown in full.
      const findings = inOrder(addressFindings(network, addressLock, review)).filter(
        ({ code }) => code !== "R602",
      );
      if (findings.length > 0) {
        const { width, colour } = terminal;
        const style = { lang, width, colour: colour.out };
        terminal.out(`\n${findingsTerminal(findings, opened.texts, style)}`);
      }
      const file = path.posix.join(opened.folder, ADDRESS_LOCK_FILE);
      if (written === true)
        terminal.out({ id: `ditulis: ${file}\n`, en: `written: ${file}\n` }[lang]);
      else if (review.changes.length > 0 && !isWriting) {
        terminal.out(
          {
            id: "belum ditulis; tulis dengan --write\n",
            en: "not written; write it with --write\n",
          }[lang],
        );
      }
    }
    return review.changes.length > 0 && !isWriting ? 1 : 0;
  },
};

/**
 * Whether the files are sound enough. A lock that is refused in part would lose entries, and a site that
 * is refused would lose its address, so nothing is written over either.
 */
function mayGoOn(
  { findings, texts, folder }: Opened,
  isWriting: boolean,
  { lang, terminal }: Invocation,
): boolean {
  const errors = findings.filter((finding) => isAtLeast(finding, "error"));
  const lock = path.posix.join(folder, ADDRESS_LOCK_FILE);
  const isLockRefused = errors.some(({ place }) => path.posix.normalize(place.file) === lock);
  if (errors.length === 0) return true;
  if (isLockRefused || isWriting) {
    const { width, colour } = terminal;
    terminal.err(findingsTerminal(errors, texts, { lang, width, colour: colour.err }));
    terminal.err(
      {
        id: "rajut: tidak ada yang ditulis; perbaiki dulu galat di atas\n",
        en: "rajut: nothing is written; mend the errors above first\n",
      }[lang],
    );
    return false;
  }
  terminal.err(
    {
      id: `rajut: ${errors.length} galat di berkas; entri yang salah tidak ikut dihitung (lihat rajut check)\n`,
      en: `rajut: the files have errors (${errors.length}); wrong entries are left out (see rajut check)\n`,
    }[lang],
  );
  return true;
}

/** Writes the lock where its bytes would change; true when it was written. */
async function writeLock(
  { folder, texts }: Opened,
  { allocation }: AddressReview,
): Promise<boolean> {
  const content = lockText(allocation.lock);
  const { origin } = allocation.lock;
  if (origin !== undefined && texts.get(origin.file) === content) return false;
  await writeFiles(folder, [{ path: ADDRESS_LOCK_FILE, content }]);
  return true;
}
