import type { TextsOf } from "./finding-text.ts";
import {
  ENTITY_WORDS,
  ID_PROBLEMS,
  kindWord,
  knownNames,
  levelWord,
  mediumWord,
  statusWord,
} from "./words.ts";

/** R1: references between entries, ids, official codes, dates. */
export const R1_TEXTS: TextsOf<"R1"> = {
  R101: {
    title: {
      id: "Rujukan ke sesuatu yang tidak ada",
      en: "A reference to something that does not exist",
    },
    message: {
      id: ({ entity, id }) =>
        `${ENTITY_WORDS[entity].id} ${id} tidak ada${entity === "finding-code" ? "" : " di jaringan ini"}`,
      en: ({ entity, id }) =>
        `there is no ${ENTITY_WORDS[entity].en} ${id}${entity === "finding-code" ? "" : " in this network"}`,
    },
    help: {
      id: ({ entity, nearest, known }) =>
        knownNames(nearest, known, "id") ||
        `tulis dahulu ${ENTITY_WORDS[entity].id} itu di salah satu berkas`,
      en: ({ entity, nearest, known }) =>
        knownNames(nearest, known, "en") ||
        `write that ${ENTITY_WORDS[entity].en} in one of the files first`,
    },
    explain: {
      id: "Entri saling merujuk dengan id: tautan menyebut lokasi, lokasi menyebut gedung dan wilayah, dan seterusnya. Id yang dirujuk harus ada di salah satu berkas jaringan ini, ditulis persis sama. Nama terdekat dicari menurut jumlah huruf yang berbeda; itu usul, bukan kepastian.",
      en: "Entries refer to each other by id: a link names sites, a site names a building and an area, and so on. The id must exist in one of this network's files, written exactly the same. The nearest name is found by counting differing letters; it is a suggestion, not a certainty.",
    },
  },
  R102: {
    title: { id: "Id dipakai dua kali", en: "An id is used twice" },
    message: {
      id: ({ entity, id }) => `id ${id} sudah dipakai ${ENTITY_WORDS[entity].id} lain`,
      en: ({ entity, id }) => `the id ${id} is already used by another ${ENTITY_WORDS[entity].en}`,
    },
    help: {
      id: () => "beri salah satunya id lain, atau hapus jika keduanya hal yang sama",
      en: () => "give one of them another id, or remove it if both are the same thing",
    },
    explain: {
      id: "Id adalah nama tetap sebuah entri: alamat IP, nama perangkat, dan keringanan temuan terikat padanya. Bila dua entri memakai id yang sama, tidak jelas entri mana yang dimaksud rujukan. Yang dibandingkan semua entri sejenis dari semua berkas jaringan.",
      en: "An id is an entry's lasting name: addresses, device names and waivers hang on it. When two entries share an id, it is unclear which one a reference means. All entries of one sort from all files of the network are compared.",
    },
  },
  R103: {
    title: { id: "Id tidak memenuhi syarat", en: "Not a valid id" },
    message: {
      id: ({ id, problem }) => `id "${id}" ${ID_PROBLEMS[problem].id}`,
      en: ({ id, problem }) => `the id "${id}" ${ID_PROBLEMS[problem].en}`,
    },
    help: {
      id: ({ problem }) =>
        problem === "area-code"
          ? "pakai nama, misalnya kel-lubuk-gaung; kode wilayah ditulis di isian code"
          : "pakai huruf kecil dan angka, diawali huruf, dipisah satu tanda hubung, paling banyak 64 karakter; contoh: kec-sungai-sembilan",
      en: ({ problem }) =>
        problem === "area-code"
          ? "use a name, such as kel-lubuk-gaung; the code goes in the field code"
          : "use lower-case letters and digits, a letter first, single hyphens between, at most 64 characters; for example kec-sungai-sembilan",
    },
    explain: {
      id: "Id menjadi nama berkas, nama perangkat, dan bagian dari perintah, jadi hanya boleh berisi huruf kecil, angka, dan tanda hubung. Id tidak boleh memuat kode wilayah, sebab kode berubah saat pemekaran sedangkan id harus tetap. Kata internet dicadangkan untuk ujung tautan yang keluar dari jaringan.",
      en: "Ids become file names, device names and parts of commands, so they hold lower-case letters, digits and hyphens only. An id may not hold a kode wilayah, because codes change when areas are split and ids must last. The word internet is reserved for the end of a link that leaves the network.",
    },
  },
  R104: {
    title: { id: "Kode wilayah tidak dikenal", en: "Unknown kode wilayah" },
    message: {
      id: ({ code }) => `"${code}" bukan kode wilayah yang dikenal`,
      en: ({ code }) => `"${code}" is not a known kode wilayah`,
    },
    help: {
      id: () =>
        'tulis dengan titik dan di dalam tanda petik ("14.72", "14.72.04", "14.72.04.1001"), lalu cocokkan dengan tabel resmi; wilayah yang sudah dihapus memerlukan until',
      en: () =>
        'write it with dots and in quotes ("14.72", "14.72.04", "14.72.04.1001") and compare it with the official table; an area that no longer exists needs an until',
    },
    explain: {
      id: "Kode wilayah ditulis menurut tabel resmi Kemendagri: provinsi, kabupaten/kota, kecamatan, lalu kelurahan (1xxx) atau desa (2xxx), dipisah titik. Tanpa tanda petik, YAML membaca 14.70 sebagai angka 14,7 dan angka nolnya hilang. Tabel yang dipakai mempunyai tanggal; kode yang lebih baru dari tabel itu belum dikenal.",
      en: "A kode wilayah is written as in the ministry's official table: province, regency, kecamatan, then kelurahan (1xxx) or desa (2xxx), with dots. Without quotes YAML reads 14.70 as the number 14.7 and the zero is lost. The table in use has a date; codes newer than it are not known yet.",
    },
  },
  R105: {
    title: {
      id: "Kode wilayah tidak berada di bawah induknya",
      en: "The code does not lie below its parent",
    },
    message: {
      id: ({ code, parent }) => `kode ${code} tidak berada di bawah kode induknya, ${parent}`,
      en: ({ code, parent }) => `the code ${code} does not lie below its parent's, ${parent}`,
    },
    help: {
      id: ({ parent }) =>
        `perbaiki kode ini sehingga diawali ${parent}, atau perbaiki isian parent`,
      en: ({ parent }) =>
        `mend the code so that it begins with ${parent}, or mend the field parent`,
    },
    explain: {
      id: "Kode wilayah bertingkat: kode kelurahan diawali kode kecamatannya, dan kode kecamatan diawali kode kabupaten/kotanya. Yang dibandingkan awal kode ini dengan kode wilayah pada isian parent. Setelah pemekaran keduanya harus berubah bersama.",
      en: "Codes are nested: a kelurahan's code begins with its kecamatan's, and that with the regency's. The beginning of this code is compared with the code of the area in the field parent. After a split both must change together.",
    },
  },
  R106: {
    title: {
      id: "Nama wilayah berbeda dari nama resmi",
      en: "The area's name differs from the official one",
    },
    message: {
      id: ({ code, found, official }) =>
        `wilayah ${code} ditulis "${found}", nama resminya "${official}"`,
      en: ({ code, found, official }) =>
        `area ${code} is written "${found}", its official name is "${official}"`,
    },
    help: {
      id: ({ official }) => `tulis "${official}", atau periksa kodenya`,
      en: ({ official }) => `write "${official}", or check the code`,
    },
    explain: {
      id: "Nama wilayah dibandingkan dengan tabel kode wilayah resmi, tanpa membedakan huruf besar dan kecil. Nama yang berbeda sering berarti kodenya tertukar dengan wilayah tetangga. Ejaan setempat kadang memang lain; peta dan laporan sebaiknya memakai nama resmi.",
      en: "Names of areas are compared with the official table of codes, upper and lower case alike. A different name often means that the code is a neighbour's. Local spelling sometimes differs; maps and reports should use the official name.",
    },
  },
  R107: {
    title: {
      id: "Tingkat wilayah tidak cocok dengan kode atau induknya",
      en: "The area's level does not fit its code or parent",
    },
    message: {
      id: ({ area, level, parentLevel }) =>
        `wilayah ${area} ditulis sebagai ${levelWord(level, "id")}, padahal kode atau induknya${parentLevel === "" ? "" : ` (${levelWord(parentLevel, "id")})`} bukan untuk tingkat itu`,
      en: ({ area, level, parentLevel }) =>
        `area ${area} is written as a ${levelWord(level, "en")}, but its code or parent${parentLevel === "" ? "" : ` (${levelWord(parentLevel, "en")})`} is not for that level`,
    },
    help: {
      id: () =>
        "perbaiki isian level, code, atau parent: kabupaten/kota → kecamatan → kelurahan (1xxx) atau desa (2xxx)",
      en: () => "mend level, code or parent: regency → kecamatan → kelurahan (1xxx) or desa (2xxx)",
    },
    explain: {
      id: "Kode kabupaten/kota mempunyai dua bagian, kecamatan tiga, kelurahan dan desa empat; bagian keempat kelurahan diawali 1 dan desa diawali 2. Kecamatan berada di bawah kabupaten/kota; kelurahan dan desa di bawah kecamatan. Yang dibandingkan isian level dengan bentuk kodenya dan dengan tingkat induknya. Rekap per kecamatan bergantung pada susunan ini.",
      en: "A regency's code has two parts, a kecamatan's three, a kelurahan's or desa's four; the fourth begins with 1 for a kelurahan and 2 for a desa. A kecamatan lies below a regency, kelurahan and desa below a kecamatan. The field level is compared with the form of the code and with the parent's level. Totals by kecamatan depend on it.",
    },
  },
  R108: {
    title: { id: "Masa berlaku terbalik", en: "The period runs backwards" },
    message: {
      id: ({ from, until }) => `masa berlaku berakhir (${until}) sebelum dimulai (${from})`,
      en: ({ from, until }) => `the period ends (${until}) before it begins (${from})`,
    },
    help: {
      id: () => "tukar atau perbaiki isian from dan until",
      en: () => "swap or mend the fields from and until",
    },
    explain: {
      id: "Isian from adalah hari pertama dan until hari terakhir; keduanya termasuk. Entri yang berakhir sebelum dimulai tidak pernah berlaku, jadi hilang dari setiap perhitungan.",
      en: "The field from is the first day and until the last; both are included. An entry that ends before it begins never holds, so it would vanish from every calculation.",
    },
  },
  R109: {
    title: {
      id: "Merujuk sesuatu di luar masa berlakunya",
      en: "Refers to something outside its period",
    },
    message: {
      id: ({ subject, date, other, otherFrom, otherUntil }) =>
        `${subject} memerlukan ${other} pada ${date}, padahal ${other} berlaku ${periodId(otherFrom, otherUntil)}`,
      en: ({ subject, date, other, otherFrom, otherUntil }) =>
        `${subject} needs ${other} on ${date}, but ${other} holds ${periodEn(otherFrom, otherUntil)}`,
    },
    help: {
      id: ({ subject, other }) =>
        `samakan masa berlaku ${subject} dan ${other}, atau rujuk yang lain`,
      en: ({ subject, other }) =>
        `make the periods of ${subject} and ${other} agree, or refer to another`,
    },
    explain: {
      id: "Waktu adalah bagian dari jaringan: lokasi, tautan, dan kontrak dapat mulai dan berakhir. Sebuah entri hanya boleh bergantung pada yang berlaku selama ia sendiri berlaku. Tanggal di dalam pesan adalah hari pertama atau terakhir entri yang merujuk. Bila sesuatu diganti, tulis penggantinya dengan from sehari setelah until yang lama.",
      en: "Time is part of the network: sites, links and contracts can begin and end. An entry may depend only on what holds while it holds itself. The date in the message is the first or last day of the entry that refers. When something is replaced, write its replacement with a from one day after the old until.",
    },
  },
  R110: {
    title: { id: "Kedua ujung tautan sama", en: "Both ends of a link are the same" },
    message: {
      id: ({ link, site }) => `tautan ${link} berawal dan berakhir di lokasi yang sama, ${site}`,
      en: ({ link, site }) => `link ${link} begins and ends at the same site, ${site}`,
    },
    help: {
      id: () => "perbaiki salah satu isian ends",
      en: () => "mend one of the ends",
    },
    explain: {
      id: "Tautan menghubungkan dua lokasi yang berbeda. Tautan dari suatu lokasi ke dirinya sendiri tidak menambah jalur dan hampir selalu salah salin.",
      en: "A link joins two different sites. A link from a site to itself adds no path and is nearly always a copying mistake.",
    },
  },
  R111: {
    title: {
      id: "Dua tautan dengan ujung dan media yang sama",
      en: "Two links with the same ends and medium",
    },
    message: {
      id: ({ link, other, medium }) =>
        `tautan ${link} dan ${other} (${mediumWord(medium, "id")}) menghubungkan dua lokasi yang sama`,
      en: ({ link, other, medium }) =>
        `links ${link} and ${other} (${mediumWord(medium, "en")}) join the same two sites`,
    },
    help: {
      id: () => "biarkan jika memang dua tautan; hapus salah satu jika tertulis dua kali",
      en: () => "leave it if there really are two; remove one if it was written twice",
    },
    explain: {
      id: "Dua tautan sejajar boleh saja, misalnya dua penyedia di lokasi yang sama. Catatan ini ada karena satu tautan yang tertulis dua kali akan tampak sebagai cadangan yang tidak ada. Apakah keduanya terpisah secara fisik diperiksa tersendiri lewat rute dan risiko bersama.",
      en: "Two parallel links are allowed, for instance from two providers. The note is here because one link written twice would look like a backup that does not exist. Whether both are physically apart is checked separately through routes and shared risks.",
    },
  },
  R112: {
    title: { id: "Lokasi tanpa tautan", en: "A site without any link" },
    message: {
      id: ({ site }) => `lokasi ${site} tidak mempunyai satu tautan pun`,
      en: ({ site }) => `site ${site} has no link at all`,
    },
    help: {
      id: () => "tulis tautannya; jika memang belum terhubung, beri status planned atau proposed",
      en: () =>
        "write its link; if it is not connected yet, give it the status planned or proposed",
    },
    explain: {
      id: "Lokasi yang beroperasi tetapi tidak disebut tautan mana pun adalah kantor belum terhubung, atau tautannya lupa ditulis. Rajut tidak dapat membedakan keduanya. Yang diperiksa semua tautan, uplink, dan rantai pada tanggal yang diperiksa.",
      en: "An operational site that no link names is an unconnected office, or its link was forgotten. Rajut cannot tell which. All links, uplinks and chains on the date of the check are considered.",
    },
  },
  R113: {
    title: { id: "Nama tanpa sumber", en: "A name without a source" },
    message: {
      id: ({ site, name }) => `nama "${name}" untuk ${site} tidak menyebut sumbernya`,
      en: ({ site, name }) => `the name "${name}" of ${site} has no source`,
    },
    help: {
      id: () =>
        'isi nameSource (peraturan, situs resmi, atau surat), atau pakai nama sementara "… (nama belum diverifikasi)"',
      en: () =>
        'fill in nameSource (a regulation, an official site or a letter), or use a placeholder "… (nama belum diverifikasi)"',
    },
    explain: {
      id: "Nama kantor atau penyedia masuk ke peta, surat, dan laporan, jadi harus dapat ditelusuri dari mana asalnya. Nama tanpa sumber dapat berupa karangan yang kemudian dianggap fakta. Nama sementara yang menyatakan belum diverifikasi tidak memerlukan sumber. Rajut tidak membuka sumbernya; benar atau tidaknya tetap diperiksa orang.",
      en: "Names of offices and providers go into maps, letters and reports, so their origin must be traceable. A name without a source can be an invention that later passes for a fact. A placeholder that says it is not verified needs none. Rajut does not open the source; whether it is right remains for a person to check.",
    },
  },
  R114: {
    title: {
      id: "Status tidak cocok dengan yang dirujuk",
      en: "The status does not fit what it refers to",
    },
    message: {
      id: ({ subject, status, other, otherStatus }) =>
        `${subject} berstatus ${statusWord(status, "id")}, padahal ${other} yang diperlukannya berstatus ${statusWord(otherStatus, "id")}`,
      en: ({ subject, status, other, otherStatus }) =>
        `${subject} is ${statusWord(status, "en")}, but ${other}, which it needs, is ${statusWord(otherStatus, "en")}`,
    },
    help: {
      id: () => "samakan status keduanya dengan keadaan di lapangan",
      en: () => "make both statuses match what is in the field",
    },
    explain: {
      id: "Tautan tidak mungkin beroperasi bila lokasi atau rute yang diperlukannya baru direncanakan atau sudah dihentikan. Yang dibandingkan urutan status: diusulkan, direncanakan, sedang dibangun, belum aktif, beroperasi, dihentikan. Rajut tidak tahu mana dari keduanya yang benar.",
      en: "A link cannot be operational while a site or route that it needs is only planned or already decommissioned. The order of statuses is compared: proposed, planned, under construction, inactive, operational, decommissioned. Rajut does not know which of the two is right.",
    },
  },
  R115: {
    title: {
      id: "Kantor berada di wilayah yang salah tingkatnya",
      en: "An office in an area of another level",
    },
    message: {
      id: ({ site, kind, area, level }) =>
        `${kindWord(kind, "id")} ${site} ditempatkan di ${area}, yang bertingkat ${levelWord(level, "id")}`,
      en: ({ site, kind, area, level }) =>
        `${kindWord(kind, "en")} ${site} is placed in ${area}, which is a ${levelWord(level, "en")}`,
    },
    help: {
      id: () =>
        "isi area dengan wilayah kantor itu sendiri: kantor camat di kecamatan, kantor lurah di kelurahan, kantor desa di desa",
      en: () =>
        "let area name the office's own area: a kecamatan office in a kecamatan, a kelurahan office in a kelurahan, a desa office in a desa",
    },
    explain: {
      id: "Kantor camat, kantor lurah, dan kantor desa mewakili satu wilayah yang setingkat. Yang dibandingkan jenis lokasi (kind) dengan tingkat wilayah pada isian area. Bila tidak cocok, salah satunya salah tulis, dan rekap cakupan menghitung kantor itu untuk wilayah yang salah. Letak gedungnya sendiri diperiksa tersendiri (R201).",
      en: "Offices of a kecamatan, kelurahan or desa stand for one area of their own level. The kind of the site is compared with the level of the area in the field area. When they do not fit, one of them is wrong, and coverage counts the office for the wrong area. Where the building stands is checked separately (R201).",
    },
  },
};

function periodId(from: string | undefined, until: string | undefined): string {
  if (from === undefined) return until === undefined ? "pada masa lain" : `sampai ${until}`;
  return until === undefined ? `mulai ${from}` : `dari ${from} sampai ${until}`;
}

function periodEn(from: string | undefined, until: string | undefined): string {
  if (from === undefined) return until === undefined ? "at another time" : `until ${until}`;
  return until === undefined ? `from ${from}` : `from ${from} until ${until}`;
}
