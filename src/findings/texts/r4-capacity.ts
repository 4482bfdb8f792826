import type { Text } from "../../text/language.ts";
import { formatMbps, formatMetresApart } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";
import { kindWord, mediumWord, wordIn } from "./words.ts";

/** R4: what media can do and what is left of shared capacity. */
export const R4_TEXTS: TextsOf<"R4"> = {
  R401: {
    title: { id: "Tautan terlalu panjang untuk medianya", en: "A link too long for its medium" },
    message: {
      id: ({ link, medium, lengthM, limitM, straight }) => {
        const [length, limit] = formatMetresApart(lengthM, limitM, "id");
        const how = straight ? " dalam garis lurus" : "";
        return `tautan ${link} (${mediumWord(medium, "id")}) panjangnya ${length}${how}; batasnya ${limit}`;
      },
      en: ({ link, medium, lengthM, limitM, straight }) => {
        const [length, limit] = formatMetresApart(lengthM, limitM, "en");
        const how = straight ? " as the crow flies" : "";
        return `link ${link} (${mediumWord(medium, "en")}) is ${length} long${how}; the limit is ${limit}`;
      },
    },
    help: {
      id: ({ medium }) => wordIn(LENGTH_HELP, medium, "id"),
      en: ({ medium }) => wordIn(LENGTH_HELP, medium, "en"),
    },
    explain: {
      id: "Setiap media mempunyai jarak terjauh sekali lompat: serat optik tanpa penguat 80 km (serat ITU-T G.652 dengan modul SFP yang lazim), gelombang mikro 60 km (garis pandang di medan datar, praktik umum), seluler 35 km (batas timing advance sel GSM/LTE yang lazim). Satelit tidak dibatasi, dan sewa kanal tidak kami batasi karena penyedianya yang memperkuat sinyal. Panjang diambil dari lengthM, gambar rute, atau jarak lurus kedua lokasi. Batas ini kasar: anggaran daya optik dan garis pandang yang sebenarnya harus dihitung tersendiri.",
      en: "Every medium has a longest single hop: fibre without amplification 80 km (ITU-T G.652 fibre with common SFP modules), microwave 60 km (line of sight on flat terrain, common practice), mobile 35 km (the usual timing-advance limit of a GSM/LTE cell). Satellite has none, and we set none for leased lines because the provider regenerates them. The length is lengthM, the drawn route, or the straight line between the sites. The limits are coarse: the real optical budget and line of sight must be worked out separately.",
    },
  },
  R402: {
    title: {
      id: "Laju terjamin melebihi kapasitas bersama",
      en: "Committed rates exceed the pool",
    },
    message: {
      id: ({ pool, direction, cirMbps, capacityMbps }) =>
        `laju terjamin (CIR) arah ${DIRECTIONS[direction].id} di ${pool} berjumlah ${formatMbps(cirMbps, "id")}, kapasitasnya ${formatMbps(capacityMbps, "id")}`,
      en: ({ pool, direction, cirMbps, capacityMbps }) =>
        `the committed rates (CIR) ${DIRECTIONS[direction].en} in ${pool} add up to ${formatMbps(cirMbps, "en")}, its capacity is ${formatMbps(capacityMbps, "en")}`,
    },
    help: {
      id: () =>
        "turunkan cirMbps sebagian tautan, pindahkan tautan ke kapasitas lain, atau tambah kapasitasnya",
      en: () => "lower cirMbps of some links, move links to another pool, or add capacity",
    },
    explain: {
      id: "Laju terjamin (CIR) adalah janji yang berlaku setiap saat, jadi jumlahnya tidak boleh melebihi kapasitas. Dijumlahkan cirMbps semua tautan yang memakai kapasitas bersama ini dan bawahannya, pada tanggal yang diperiksa; satu laju berlaku untuk kedua arah. Melebihi berarti sebagian janji pasti tidak dapat ditepati pada jam sibuk.",
      en: "A committed rate (CIR) is a promise that holds always, so the sum may not exceed the capacity. The cirMbps of all links in this pool and those below it are added, on the date of the check; one rate holds for both directions. More means that some promise cannot be kept at busy hours.",
    },
  },
  R403: {
    title: { id: "Laju puncak melebihi rasio berbagi", en: "Peak rates exceed the contention" },
    message: {
      id: ({ pool, direction, pirMbps, allowedMbps }) =>
        `laju puncak (PIR) arah ${DIRECTIONS[direction].id} di ${pool} berjumlah ${formatMbps(pirMbps, "id")}, yang diperbolehkan rasio berbaginya ${formatMbps(allowedMbps, "id")}`,
      en: ({ pool, direction, pirMbps, allowedMbps }) =>
        `the peak rates (PIR) ${DIRECTIONS[direction].en} in ${pool} add up to ${formatMbps(pirMbps, "en")}, its contention allows ${formatMbps(allowedMbps, "en")}`,
    },
    help: {
      id: () =>
        "turunkan pirMbps, tambah kapasitas, atau ubah contention bila memang disepakati dengan penyedia",
      en: () => "lower pirMbps, add capacity, or change contention if the provider agreed to it",
    },
    explain: {
      id: "Laju puncak (PIR) boleh berjumlah lebih dari kapasitas karena tidak semua memakainya bersamaan, tetapi hanya sampai kapasitas × contention. Di atas itu pengguna akan merasakan lambat pada jam sibuk. Pemakaian yang sebenarnya tidak diketahui dari berkas; ukurlah sebelum menambah beban.",
      en: "Peak rates (PIR) may add up to more than the capacity because not all use it at once, but only up to capacity × contention. Beyond that users will notice at busy hours. Real use cannot be known from the files; measure before adding load.",
    },
  },
  R404: {
    title: {
      id: "Kapasitas dipakai sebelum tersedia",
      en: "A pool is used before it is available",
    },
    message: {
      id: ({ link, pool, from, availableFrom }) =>
        `tautan ${link} memakai ${pool} mulai ${from}, padahal baru tersedia ${availableFrom}`,
      en: ({ link, pool, from, availableFrom }) =>
        `link ${link} uses ${pool} from ${from}, but it is available only from ${availableFrom}`,
    },
    help: {
      id: ({ availableFrom }) =>
        `mundurkan from tautan ke ${availableFrom}, atau pakai kapasitas lain sampai saat itu`,
      en: ({ availableFrom }) =>
        `move the link's from to ${availableFrom}, or use another pool until then`,
    },
    explain: {
      id: "Kapasitas bersama (satelit, sel, sektor radio) baru ada sejak tanggal availableFrom. Tautan yang mulai lebih awal memakai sesuatu yang belum ada: satelit orbit rendah misalnya belum dijual eceran di Indonesia sebelum 2024. Tautan tanpa from dianggap sudah berlaku pada tanggal jaringan.",
      en: "A pool (satellite, cell, radio sector) exists only from its availableFrom. A link that begins earlier uses something that is not there yet: low-orbit satellites, for instance, were not sold retail in Indonesia before 2024. A link without from is taken to hold on the network's date.",
    },
  },
  R405: {
    title: { id: "Laju tautan di bawah standar", en: "The link's rate is below the standard" },
    message: {
      id: ({ site, kind, rateMbps, neededMbps }) =>
        `${kindWord(kind, "id")} ${site} paling banyak mendapat ${formatMbps(rateMbps, "id")}, standarnya ${formatMbps(neededMbps, "id")}`,
      en: ({ site, kind, rateMbps, neededMbps }) =>
        `${kindWord(kind, "en")} ${site} gets ${formatMbps(rateMbps, "en")} at most, its standard is ${formatMbps(neededMbps, "en")}`,
    },
    help: {
      id: ({ neededMbps }) =>
        `naikkan laju tautan menjadi sedikitnya ${formatMbps(neededMbps, "id")}, atau perbaiki rateMbps yang tertulis`,
      en: ({ neededMbps }) =>
        `raise the link to ${formatMbps(neededMbps, "en")} or more, or mend the rateMbps written`,
    },
    explain: {
      id: "Laju tautan terbesar lokasi ini dibandingkan dengan rateMbps pada standar jenisnya. Yang dibandingkan laju yang tertulis, bukan yang terukur, dan belum dikurangi pemakaian lokasi lain di jalur yang sama. Lokasi yang lolos pun dapat lambat pada jam sibuk.",
      en: "The largest rate among this site's links is compared with rateMbps of its kind's standard. Rates as written are compared, not as measured, and without the use by other sites on the same path. Even a site that passes can be slow at busy hours.",
    },
  },
};

const DIRECTIONS = {
  down: { id: "unduh", en: "down" },
  up: { id: "unggah", en: "up" },
} as const satisfies Record<string, Text>;

const LENGTH_HELP: Readonly<Record<string, Text>> = {
  fiber: {
    id: "pasang penguat atau titik simpul di tengah dan tulis regenerated: true, atau pecah menjadi dua tautan",
    en: "put an amplifier or a point of presence between and write regenerated: true, or cut it into two links",
  },
  microwave: {
    id: "tambah menara pengulang di tengah, atau periksa posisi kedua lokasi",
    en: "add a relay tower between, or check the positions of both sites",
  },
  mobile: {
    id: "pakai menara yang lebih dekat, atau media lain; periksa posisi lokasi dan menaranya",
    en: "use a nearer tower or another medium; check the positions of site and tower",
  },
};
