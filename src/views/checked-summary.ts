import type { Analysis, CheckReport, NotChecked } from "../pipeline.ts";
import type { Language, Text } from "../text/language.ts";
import { visible } from "../text/safe.ts";

const NOT_CHECKED: Record<NotChecked, Text> = {
  boundaries: {
    id: "letak di dalam kecamatan: tidak diperiksa: tanpa batas wilayah (lihat `rajut import boundaries`)",
    en: "position inside its kecamatan: not checked: no boundaries (see `rajut import boundaries`)",
  },
  "official-areas": {
    id: "kode wilayah: tidak diperiksa: tidak ada di tabel resmi",
    en: "area codes: not checked: not in the official table",
  },
  latency: {
    id: "standar latensi: belum diperiksa",
    en: "latency standards: not checked yet",
  },
  availability: {
    id: "standar ketersediaan: belum diperiksa",
    en: "availability standards: not checked yet",
  },
};

/** What was checked, on which day, what was not asked, and what is waived by whom: the lines after the findings. */
export function checkedSummary(
  { index: { network } }: Pick<Analysis, "index">,
  { waived, notChecked }: CheckReport,
  lang: Language,
): string {
  const at = {
    id: `${visible(network.name)} per ${network.at}: ${network.sites.size} lokasi, ${network.links.size} tautan, ${network.routes.size} rute diperiksa`,
    en: `${visible(network.name)} as of ${network.at}: ${network.sites.size} sites, ${network.links.size} links, ${network.routes.size} routes checked`,
  };
  const lines = [at[lang], ...notChecked.map((what) => NOT_CHECKED[what][lang])];
  for (const { finding, waiver } of waived) {
    lines.push(
      {
        id: `dikecualikan: ${finding.code} ${visible(finding.subject)} sampai ${waiver.until} oleh ${visible(waiver.owner)}: ${visible(waiver.reason)}`,
        en: `waived: ${finding.code} ${visible(finding.subject)} until ${waiver.until} by ${visible(waiver.owner)}: ${visible(waiver.reason)}`,
      }[lang],
    );
  }
  return `${lines.join("\n")}\n`;
}
