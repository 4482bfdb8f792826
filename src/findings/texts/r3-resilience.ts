import type { Language, Text } from "../../text/language.ts";
import { formatCount } from "../../text/number.ts";
import type { Cause } from "../codes.ts";
import type { TextsOf } from "./finding-text.ts";
import { RISK_WORDS, counted, kindWord, listed } from "./words.ts";

/** R3: what a failure takes down. Answers are yes, no or not proven; "no" and "not proven" are separate codes. */
export const R3_TEXTS: TextsOf<"R3"> = {
  R301: {
    title: {
      id: "Jalur ke inti kurang dari standar",
      en: "Fewer paths to the core than the standard",
    },
    message: {
      id: ({ site, kind, needed, cause, sharedWith }) =>
        `${kindWord(kind, "id")} ${site} ${loss(cause, needed, "id")}${shared(sharedWith, cause, "id")}`,
      en: ({ site, kind, needed, cause, sharedWith }) =>
        `${kindWord(kind, "en")} ${site} ${loss(cause, needed, "en")}${shared(sharedWith, cause, "en")}`,
    },
    help: {
      id: ({ cause }) =>
        cause === "no-path"
          ? "tulis atau bangun tautan ke jaringan; jika memang belum terhubung, beri lokasi status planned"
          : "tambah tautan lewat rute, gedung, dan penyedia yang lain dari jalur pertama",
      en: ({ cause }) =>
        cause === "no-path"
          ? "write or build a link to the network; if it is not connected yet, give the site the status planned"
          : "add a link over other routes, buildings and providers than the first path",
    },
    explain: {
      id: "Standar jenis lokasi ini menyebut berapa jalur ke inti yang harus ada tanpa satu pun kejadian yang memutus dua jalur sekaligus. Jawaban di sini: tidak. Yang dihitung semua tautan yang beroperasi pada tanggal itu; dua jalur disebut terpisah bila tidak berbagi lokasi perantara, tautan, ruas rute, atau risiko bersama (tiang, jembatan, gedung, penyulang listrik, penyedia). Gangguan yang tidak tertulis di berkas tidak dapat diketahui, jadi tulis risiko bersama yang Anda tahu di lapangan.",
      en: "The standard of this kind of site says how many paths to the core it must have such that no single event cuts two. The answer here is no. All links in operation on that date count; two paths are separate when they share no site between, link, stretch of route or shared risk (poles, bridge, building, power feeder, provider). What is not in the files cannot be known, so write down the shared risks that you know from the field.",
    },
  },
  R302: {
    title: {
      id: "Jalur terpisah ke inti belum terbukti",
      en: "Separate paths to the core are not proven",
    },
    message: {
      id: ({ site, kind, needed, links, risks }) =>
        `${kindWord(kind, "id")} ${site}: ${formatCount(needed, "id")} jalur terpisah ke inti belum terbukti${because([...links, ...risks], "id")}`,
      en: ({ site, kind, needed, links, risks }) =>
        `${kindWord(kind, "en")} ${site}: ${counted(needed, "separate path")} to the core ${needed === 1 ? "is" : "are"} not proven${because([...links, ...risks], "en")}`,
    },
    help: {
      id: ({ links, risks }) => askFor(links, risks, "id"),
      en: ({ links, risks }) => askFor(links, risks, "en"),
    },
    explain: {
      id: "Jumlah jalurnya cukup, tetapi letak fisik sebagian tautan tidak diketahui. Sewa kanal tanpa via dianggap dapat lewat rute mana pun dan membawa semua risiko penyedianya; koridor yang hanya disimpulkan dari peta juga belum pasti. Karena itu jawabannya bukan ya dan bukan tidak, melainkan belum terbukti. Mintalah rute dari penyedia; setelah via ditulis, jawabannya menjadi pasti.",
      en: "There are enough paths, but where some links run is unknown. A leased line without via may run over any route and carries all risks of its provider; corridors only inferred from the map are uncertain too. So the answer is neither yes nor no but not proven. Ask the provider for the route; once via is written, the answer becomes definite.",
    },
  },
  R303: {
    title: { id: "Tidak ada jalur ke inti kedua", en: "No path to a second core" },
    message: {
      id: ({ site, kind, cause, sharedWith }) =>
        `${kindWord(kind, "id")} ${site} tidak dapat berpindah ke inti kedua: ${SECOND_CORE[cause].id}${named(sharedWith, "id")}`,
      en: ({ site, kind, cause, sharedWith }) =>
        `${kindWord(kind, "en")} ${site} cannot move to a second core: ${SECOND_CORE[cause].en}${named(sharedWith, "en")}`,
    },
    help: {
      id: () =>
        "tambah lokasi inti kedua di network.yaml, atau tautan ke sana yang terpisah dari jalur pertama",
      en: () => "add a second core site in network.yaml, or a link to it apart from the first path",
    },
    explain: {
      id: "Standar jenis lokasi ini menuntut dua inti: bila satu pusat data mati, lokasi tetap mencapai yang lain. Setiap inti dimatikan bergantian bersama semua yang ikut mati dengannya, lalu diperiksa apakah lokasi ini masih mencapai inti lain. Jawaban di sini: tidak. Rajut tidak memeriksa apakah aplikasinya sendiri sudah ada di kedua inti.",
      en: "The standard of this kind of site asks for two cores: when one data centre is down, the site still reaches the other. Each core is taken down in turn with all that fails with it, and what is checked is whether the site still reaches another. The answer here is no. Rajut does not check whether the applications themselves run in both.",
    },
  },
  R304: {
    title: {
      id: "Jalur ke inti kedua belum terbukti",
      en: "A path to a second core is not proven",
    },
    message: {
      id: ({ site, kind, links, risks }) =>
        `${kindWord(kind, "id")} ${site}: jalur terpisah ke inti kedua belum terbukti${because([...links, ...risks], "id")}`,
      en: ({ site, kind, links, risks }) =>
        `${kindWord(kind, "en")} ${site}: a separate path to a second core is not proven${because([...links, ...risks], "en")}`,
    },
    help: {
      id: ({ links, risks }) => askFor(links, risks, "id"),
      en: ({ links, risks }) => askFor(links, risks, "en"),
    },
    explain: {
      id: "Ada jalur ke dua inti, tetapi letak fisik tautan yang disebut tidak diketahui, jadi keduanya mungkin putus oleh kejadian yang sama. Jawabannya belum terbukti. Tulis via tautan itu, atau mintalah pernyataan rute dari penyedianya.",
      en: "There are paths to two cores, but where the links named run is unknown, so one event might cut both. The answer is not proven. Write the via of those links, or ask the provider to state the route.",
    },
  },
  R305: {
    title: { id: "Tidak ada uplink kedua", en: "No second uplink" },
    message: {
      id: ({ site, kind, cause, sharedWith }) =>
        `${kindWord(kind, "id")} ${site} kehilangan internet bila satu titik terganggu: ${SECOND_UPLINK[cause].id}${named(sharedWith, "id")}`,
      en: ({ site, kind, cause, sharedWith }) =>
        `${kindWord(kind, "en")} ${site} loses the internet when one thing fails: ${SECOND_UPLINK[cause].en}${named(sharedWith, "en")}`,
    },
    help: {
      id: () => "tambah uplink dari penyedia lain yang masuk lewat rute dan gedung lain",
      en: () => "add an uplink from another provider that enters over another route and building",
    },
    explain: {
      id: "Standar jenis lokasi ini menuntut dua uplink ke internet. Yang diperiksa apakah ada dua jalur sampai internet lewat dua uplink yang tidak berbagi penyedia, rute, gedung, atau risiko bersama lain. Jawaban di sini: tidak. Dua kontrak dari satu penyedia dihitung sebagai satu risiko.",
      en: "The standard of this kind of site asks for two uplinks to the internet. What is checked is whether two paths reach the internet over two uplinks that share no provider, route, building or other shared risk. The answer here is no. Two contracts with one provider count as one risk.",
    },
  },
  R306: {
    title: {
      id: "Uplink kedua belum terbukti terpisah",
      en: "The second uplink is not proven separate",
    },
    message: {
      id: ({ site, kind, links, risks }) =>
        `${kindWord(kind, "id")} ${site}: dua uplink yang terpisah belum terbukti${because([...links, ...risks], "id")}`,
      en: ({ site, kind, links, risks }) =>
        `${kindWord(kind, "en")} ${site}: two separate uplinks are not proven${because([...links, ...risks], "en")}`,
    },
    help: {
      id: ({ links, risks }) => askFor(links, risks, "id"),
      en: ({ links, risks }) => askFor(links, risks, "en"),
    },
    explain: {
      id: "Ada dua uplink, tetapi letak fisik salah satunya tidak diketahui; dua penyedia di Indonesia sering memakai kabel atau tiang yang sama. Jawabannya belum terbukti sampai rute kedua uplink ditulis. Yang tidak dapat diketahui Rajut: jaringan tulang punggung di luar kabupaten, kecuali ditulis sebagai risiko bersama.",
      en: "There are two uplinks, but where one of them runs is unknown; two providers in Indonesia often use the same cable or poles. The answer is not proven until the routes of both are written. What Rajut cannot know is the backbone outside the regency, unless it is written as a shared risk.",
    },
  },
  R307: {
    title: { id: "Titik kegagalan tunggal", en: "Single point of failure" },
    message: {
      id: ({ what, id, served, byKind }) =>
        `bila ${RISK_WORDS[what].id} ${id} terganggu, ${formatCount(served, "id")} lokasi kehilangan inti${kinds(byKind, "id")}`,
      en: ({ what, id, served, byKind }) =>
        `when ${RISK_WORDS[what].en} ${id} fails, ${counted(served, "site")} ${served === 1 ? "loses" : "lose"} the core${kinds(byKind, "en")}`,
    },
    help: {
      id: ({ id }) =>
        `bangun jalur yang tidak melewati ${id}; mulai dari lokasi yang paling penting`,
      en: ({ id }) => `build a path that avoids ${id}; begin with the most important sites`,
    },
    explain: {
      id: "Setiap tautan, lokasi, dan risiko bersama dimatikan satu per satu, lalu dihitung lokasi mana yang tidak lagi mencapai inti. Yang disebut hanya yang memutus sedikitnya tiga lokasi terlayani (menara dan kabinet tidak termasuk), tanpa menghitung lokasi yang mati itu sendiri; yang hanya disimpulkan tidak dipakai. Daftar ini membantu memilih pembangunan berikutnya: satu cincin dapat menghapus banyak temuan sekaligus. Peluang putusnya tidak diperhitungkan di sini.",
      en: "Each link, site and shared risk is taken down in turn, and the sites that no longer reach the core are counted. Only what cuts off three served sites or more is named (towers and cabinets do not count), the failed site itself left out; risks that are only inferred are not used. The list helps to choose what to build next: one ring can remove many findings. How likely the failure is plays no part here.",
    },
  },
  R308: {
    title: { id: "Lokasi tidak mencapai inti", en: "A site does not reach the core" },
    message: {
      id: ({ site, kind }) =>
        `${kindWord(kind, "id")} ${site} tidak mempunyai jalur ke inti mana pun`,
      en: ({ site, kind }) => `${kindWord(kind, "en")} ${site} has no path to any core site`,
    },
    help: {
      id: () =>
        "periksa status dan masa berlaku tautan di sepanjang jalurnya; satu tautan yang belum beroperasi memutus semuanya",
      en: () =>
        "check status and period of the links along its way; one link not in operation cuts all",
    },
    explain: {
      id: "Dari lokasi ini ditelusuri semua tautan yang beroperasi pada tanggal yang diperiksa, dan tidak satu pun jalur sampai ke lokasi inti. Lokasi seperti ini terputus setiap saat, bukan hanya saat gangguan. Sebab yang lazim: tautan tertulis planned, kontraknya sudah berakhir, atau ends menyebut lokasi yang salah.",
      en: "All links in operation on the date are followed from this site, and none leads to a core site. Such a site is cut off always, not only in a failure. The usual causes: a link still planned, a contract that has ended, or ends that name the wrong site.",
    },
  },
  R309: {
    title: { id: "Lokasi tidak mencapai internet", en: "A site does not reach the internet" },
    message: {
      id: ({ site, kind }) =>
        `${kindWord(kind, "id")} ${site} tidak mempunyai jalur ke uplink mana pun`,
      en: ({ site, kind }) => `${kindWord(kind, "en")} ${site} has no path to any uplink`,
    },
    help: {
      id: () =>
        "tulis uplink di lokasi inti (daftar uplinks), atau periksa status dan masa berlakunya",
      en: () => "write an uplink at a core site (list uplinks), or check its status and period",
    },
    explain: {
      id: "Dari lokasi ini ditelusuri semua tautan yang beroperasi pada tanggal yang diperiksa, dan tidak satu pun jalur sampai ke uplink atau ke tautan yang berujung di internet. Bila semua lokasi terkena, uplinknya yang belum ditulis atau sudah berakhir.",
      en: "All links in operation on the date are followed from this site, and none leads to an uplink or to a link that ends in the internet. If all sites are hit, it is the uplink that is not written or has ended.",
    },
  },
  R310: {
    title: { id: "Jenis lokasi tanpa standar", en: "A kind of site without a standard" },
    message: {
      id: ({ kind, sites }) =>
        `${formatCount(sites, "id")} lokasi berjenis ${kindWord(kind, "id")} tidak mempunyai standar, jadi ketahanannya tidak diperiksa`,
      en: ({ kind, sites }) =>
        `${counted(sites, "site")} of the kind ${kindWord(kind, "en")} ${sites === 1 ? "has" : "have"} no standard, so resilience was not checked`,
    },
    help: {
      id: ({ kind }) =>
        `tambahkan entri standards untuk kinds: [${kind}]; paths: 0 bila memang tidak dijanjikan apa-apa`,
      en: ({ kind }) =>
        `add an entry in standards for kinds: [${kind}]; paths: 0 if nothing is promised to it`,
    },
    explain: {
      id: "Standar menyebut apa yang menjadi hak sebuah jenis lokasi: jumlah jalur, inti dan uplink kedua, laju, latensi. Tanpa standar tidak ada yang dapat dilanggar, sehingga tidak adanya temuan bukan tanda aman. Bila memang tidak ada janji untuk jenis ini, nyatakan dengan paths: 0.",
      en: "A standard says what a kind of site is owed: paths, a second core and uplink, rate, latency. Without one nothing can be broken, so no finding is no sign of safety. If nothing is promised to this kind, say so with paths: 0.",
    },
  },
};

const LOSSES = {
  "no-path": { id: "tidak mempunyai jalur ke inti", en: "has no path to the core" },
  "single-point": {
    id: "kehilangan inti bila satu titik terganggu",
    en: "loses the core when one thing fails",
  },
  "no-disjoint-pair": {
    id: "tidak mempunyai dua jalur ke inti yang benar-benar terpisah",
    en: "has no two paths to the core that are really separate",
  },
} as const satisfies Record<Cause, Text>;

const SECOND_CORE = {
  "no-path": { id: "tidak ada inti lain yang dapat dicapai", en: "no other core can be reached" },
  "single-point": {
    id: "bila inti pertama mati, jalur ke inti lain ikut mati",
    en: "when the first core is down, so is the way to any other",
  },
  "no-disjoint-pair": {
    id: "jalur ke kedua inti selalu berbagi sesuatu",
    en: "the paths to both cores always share something",
  },
} as const satisfies Record<Cause, Text>;

const SECOND_UPLINK = {
  "no-path": { id: "tidak ada uplink yang dapat dicapai", en: "no uplink can be reached" },
  "single-point": {
    id: "hanya ada satu uplink, atau semuanya berbagi penyedia, rute, atau risiko lain",
    en: "there is one uplink only, or all share a provider, a route or another risk",
  },
  "no-disjoint-pair": {
    id: "setiap dua uplink berbagi penyedia, rute, atau risiko lain",
    en: "any two uplinks share a provider, a route or another risk",
  },
} as const satisfies Record<Cause, Text>;

function loss(cause: Cause, needed: number, lang: Language): string {
  const standard =
    lang === "id"
      ? `standarnya ${formatCount(needed, "id")} jalur${needed > 1 ? " terpisah" : ""}`
      : `its standard: ${counted(needed, needed > 1 ? "separate path" : "path")}`;
  return `${LOSSES[cause][lang]} (${standard})`;
}

function shared(ids: readonly string[], cause: Cause, lang: Language): string {
  if (ids.length === 0 || cause === "no-path") return "";
  const list = listed(ids, lang);
  if (cause === "single-point") {
    return lang === "id" ? `: semua jalurnya melewati ${list}` : `: every path needs ${list}`;
  }
  return lang === "id"
    ? `: setiap pasangan jalur berbagi ${list}`
    : `: any two paths share ${list}`;
}

function because(unproven: readonly string[], lang: Language): string {
  if (unproven.length === 0) return "";
  const list = listed(unproven, lang);
  return lang === "id"
    ? `, karena letak atau risiko ini tidak diketahui pasti: ${list}`
    : `, because the course or risk of these is not known for certain: ${list}`;
}

/** A link can be given a route; a risk has to be looked at. */
function askFor(links: readonly string[], risks: readonly string[], lang: Language): string {
  const ask = {
    id: `minta rute fisik ${listed(links, lang)} dari penyedianya, lalu tulis di via`,
    en: `ask the provider for the physical route of ${listed(links, lang)} and write it in via`,
  }[lang];
  const look = {
    id: `periksa di lapangan apakah ${listed(risks, lang)} memang dapat memutus keduanya, lalu nyatakan sebagai risiko bersama atau perbaiki gambar rutenya`,
    en: `look in the field whether ${listed(risks, lang)} really can cut both, then declare a shared risk or mend the drawn routes`,
  }[lang];
  const advice = [...(links.length > 0 ? [ask] : []), ...(risks.length > 0 ? [look] : [])];
  const any = { id: "tulis via setiap tautan kabel", en: "write the via of every cable link" }[
    lang
  ];
  return advice.length === 0 ? any : advice.join("; ");
}

function kinds(byKind: Readonly<Record<string, number>>, lang: Language): string {
  const parts = Object.entries(byKind).map(
    ([kind, count]) => `${formatCount(count, lang)} ${kindWord(kind, lang)}`,
  );
  return parts.length === 0 ? "" : ` (${listed(parts, lang)})`;
}

/** The names of what is shared, in brackets; nothing where there is none. */
function named(sharedWith: readonly string[], lang: Language): string {
  return sharedWith.length === 0 ? "" : ` (${listed(sharedWith, lang)})`;
}
