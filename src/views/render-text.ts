import { PROOFS, type Proof, type Rendered } from "../config/vendors/vendor.ts";
import type { DesiredState } from "../config/desired-state.ts";
import type { Network } from "../model/network.ts";
import type { Language, Text } from "../text/language.ts";
import { formatCount } from "../text/number.ts";
import { shown } from "../text/safe.ts";
import { wordsOf } from "../vocabulary.ts";
import { fieldLines, indented, wrappedList } from "./text-table.ts";

/** One router with what was made of it. */
export interface RenderedRouter {
  readonly state: DesiredState;
  readonly rendered: Rendered;
}

/** What `rajut render` did, for a person: how much, what changed, what proved it, what must still be filled in. */
export interface RenderReport {
  readonly vendor: string;
  readonly routers: readonly RenderedRouter[];
  readonly secrets: number;
  readonly folder: string;
  readonly changes: {
    readonly added: readonly string[];
    readonly changed: readonly string[];
    readonly removed: readonly string[];
    readonly unchanged: number;
  };
}

const PROOF_WORDS = {
  executed: { id: "dijalankan di lab", en: "run in the lab" },
  linted: { id: "dibaca pemeriksanya", en: "read by a checker" },
  unverified: { id: "belum diperiksa", en: "not verified" },
} as const satisfies Record<Proof, Text>;

const WORDS = {
  routers: { id: "router", en: "routers" },
  files: { id: "berkas", en: "files" },
  changes: { id: "perubahan", en: "changes" },
  added: { id: "baru", en: "new" },
  changed: { id: "berubah", en: "changed" },
  removed: { id: "dihapus", en: "removed" },
  unchanged: { id: "tetap", en: "unchanged" },
  proof: { id: "bukti per jenis berkas", en: "proof by kind of file" },
  secrets: { id: "rahasia", en: "secrets" },
  secretsNote: {
    id: "nama yang harus diisi saat dipasang (secrets.json); nilainya tidak ada di berkas mana pun",
    en: "names to be filled in when deployed (secrets.json); no file holds a value",
  },
  devices: { id: "perangkat yang berubah", en: "devices that changed" },
  written: { id: "ditulis ke", en: "written to" },
} as const satisfies Record<string, Text>;

/** The report as text. Paths begin with the device that they are for. */
export function renderText(
  { name, at }: Network,
  { vendor, routers, secrets, folder, changes }: RenderReport,
  lang: Language,
  width: number,
): string {
  const files = routers.flatMap(({ rendered }) => rendered.files);
  const count = (n: number, word: keyof typeof WORDS) =>
    `${formatCount(n, lang)} ${WORDS[word][lang]}`;
  const proofs = wordsOf(PROOFS).map(
    (proof) =>
      `${formatCount(files.filter((file) => file.proof === proof).length, lang)} ${PROOF_WORDS[proof][lang]}`,
  );
  const { added, changed, removed, unchanged } = changes;
  const devices = changedDevices(changes);
  const isFirst = changed.length + removed.length + unchanged === 0;
  return [
    `${shown(name)} per ${at}: ${count(routers.length, "routers")} (${vendor}), ${count(files.length, "files")}`,
    "",
    ...fieldLines([
      [
        WORDS.changes[lang],
        `${count(added.length, "added")} · ${count(changed.length, "changed")} · ${count(removed.length, "removed")} · ${count(unchanged, "unchanged")}`,
      ],
      [WORDS.proof[lang], proofs.join(" · ")],
      [WORDS.secrets[lang], `${formatCount(secrets, lang)} ${WORDS.secretsNote[lang]}`],
      [WORDS.written[lang], folder],
    ]),
    ...(devices.length === 0 || isFirst
      ? []
      : ["", `${WORDS.devices[lang]}:`, ...indented(listed(devices, lang, width - 2))]),
    "",
  ].join("\n");
}

/** Longest list of devices; past it the rest is counted. */
const DEVICES_MAX = 24;

function listed(devices: readonly string[], lang: Language, width: number): string[] {
  const rest = devices.length - DEVICES_MAX;
  const lines = wrappedList(devices.slice(0, DEVICES_MAX), width);
  if (rest <= 0) return lines;
  const more = formatCount(rest, lang);
  return [...lines, { id: `dan ${more} lainnya`, en: `and ${more} more` }[lang]];
}

/** What changed, device by device, in the order in which they stand in the paths. */
function changedDevices({ added, changed, removed }: RenderReport["changes"]): string[] {
  const devices = [...added, ...changed, ...removed]
    .filter((file) => file.includes("/"))
    .map((file) => file.slice(0, file.indexOf("/")));
  return [...new Set(devices)].sort();
}
