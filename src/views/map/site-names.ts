import type { Network, Site } from "../../model/network.ts";
import { SITE_KINDS, type SiteKind } from "../../vocabulary.ts";
import type { Language } from "../../text/language.ts";
import type { PlacedSite } from "./marks.ts";

/** Words of an office's name that its mark says already. */
const SAID_BY_MARK: Partial<Record<SiteKind, readonly [RegExp, string]>> = {
  kecamatan: [/^Kantor (?:Camat|Kecamatan) /i, "Camat "],
  kelurahan: [/^(?:Kantor )?(?:Lurah|Kelurahan) /i, ""],
  desa: [/^(?:Kantor )?(?:Kepala )?Desa /i, ""],
  puskesmas: [/^(?:Puskesmas|UPT Puskesmas) /i, "Pkm "],
  upt: [/^UPTD? /i, "UPT "],
};

/** A remark that a placeholder carries; the README of a network says which names are placeholders. */
const PLACEHOLDER = / \(nama belum diverifikasi\)$/i;

/** The name of a site as a label shows it: without what its shape says. */
export function labelName({ kind, name: written }: Site): string {
  const name = written.replace(PLACEHOLDER, "");
  const [pattern, instead] = SAID_BY_MARK[kind] ?? [];
  const short = pattern === undefined ? name : name.replace(pattern, instead!);
  return short.trim() === "" ? name : short;
}

/**
 * What to call a place with several sites: the building that they share, or the most important of them
 * and how many more; a core site always by its own name.
 */
export function groupName(network: Network, members: readonly PlacedSite[]): string {
  const sites = members.map(({ site }) => site);
  const [first] = sites;
  if (first === undefined) return "";
  if (sites.length === 1) return labelName(first);
  const more = `${labelName(first)} +${sites.length - 1}`;
  // Where the core is, is what people look for; the house it is in is not.
  if (first.kind === "datacentre" || first.kind === "pop") return more;
  const shared = sites.every(({ building }) => building === first.building);
  const building = first.building && network.buildings.get(first.building);
  if (shared && building) return building.name.replace(PLACEHOLDER, "");
  return more;
}

/** Names for whoever points at a mark; long lists are cut. */
export function hoverName(members: readonly PlacedSite[], lang: Language): string {
  const names = members.map(({ site }) => `${site.name} (${SITE_KINDS[site.kind][lang]})`);
  const more = names.length - HOVER_NAMES_MAX;
  return more > 0 ? `${names.slice(0, HOVER_NAMES_MAX).join("; ")}; +${more}` : names.join("; ");
}
const HOVER_NAMES_MAX = 12;
