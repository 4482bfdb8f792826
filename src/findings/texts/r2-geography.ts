import type { Language } from "../../text/language.ts";
import { formatMetres, formatMetresApart } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";

/** R2: where things are. */
export const R2_TEXTS: TextsOf<"R2"> = {
  R201: {
    title: { id: "Lokasi berada di luar wilayahnya", en: "A site lies outside its area" },
    message: {
      id: ({ site, area, distanceM, found }) =>
        `posisi lokasi ${site} berada ${formatMetres(distanceM, "id")} di luar wilayah ${area}${found === undefined ? "" : `, di dalam ${found}`}`,
      en: ({ site, area, distanceM, found }) =>
        `the position of site ${site} is ${formatMetres(distanceM, "en")} outside area ${area}${found === undefined ? "" : `, in ${found}`}`,
    },
    help: {
      id: ({ found }) =>
        found === undefined
          ? "periksa lon, lat, dan area lokasi ini"
          : `periksa lon dan lat, atau ganti area dengan wilayah di ${found}`,
      en: ({ found }) =>
        found === undefined
          ? "check lon, lat and area of this site"
          : `check lon and lat, or change area to one in ${found}`,
    },
    explain: {
      id: "Posisi lokasi dibandingkan dengan batas kecamatan dari wilayah pada isian area. Temuan ini galat bila seluruh lingkaran ketelitian posisi berada di luar batas; bila lingkaran itu memotong batas, jawabannya belum dapat ditentukan (R202). Jarak diukur ke batas terdekat. Batas yang dipakai bukan rujukan batas resmi, jadi lokasi tepat di garis batas tetap perlu dilihat orang.",
      en: "The position is compared with the boundary of the kecamatan that the field area lies in. This is an error when the whole accuracy circle of the position lies outside; when the circle crosses the boundary, nobody can say (R202). The distance is to the nearest point of the boundary. The boundaries used are not an official reference, so a site right on the line still needs a person's eye.",
    },
  },
  R202: {
    title: {
      id: "Belum dapat ditentukan apakah lokasi di dalam wilayahnya",
      en: "Undecidable whether a site lies in its area",
    },
    message: {
      id: ({ site, area, distanceM, accuracyM }) => {
        const [distance, accuracy] = formatMetresApart(distanceM, accuracyM, "id");
        return `lokasi ${site} berjarak ${distance} dari batas wilayah ${area}, sedangkan ketelitian posisinya ${accuracy}`;
      },
      en: ({ site, area, distanceM, accuracyM }) => {
        const [distance, accuracy] = formatMetresApart(distanceM, accuracyM, "en");
        return `site ${site} is ${distance} from the boundary of area ${area}, and its position is accurate to ${accuracy}`;
      },
    },
    help: {
      id: () =>
        "ukur posisinya di lapangan (GPS), lalu tulis source: surveyed dan accuracyM yang baru",
      en: () => "survey the position (GPS), then write source: surveyed and the new accuracyM",
    },
    explain: {
      id: "Ketelitian posisi digambarkan sebagai lingkaran berjari-jari accuracyM. Bila lingkaran itu memotong batas kecamatan, lokasi mungkin di dalam dan mungkin di luar; Rajut tidak memilih. Ini catatan, bukan kesalahan: posisi yang lebih teliti akan menjawabnya.",
      en: "The accuracy of a position is a circle of radius accuracyM. When the circle crosses the kecamatan's boundary, the site may be inside or outside; Rajut does not choose. This is a note, not a mistake: a more accurate position will answer it.",
    },
  },
  R203: {
    title: { id: "Koordinat di luar Indonesia", en: "Coordinates outside Indonesia" },
    message: {
      id: ({ subject, lon, lat }) =>
        `posisi ${subject}, bujur ${coordinate(lon)} lintang ${coordinate(lat)}, berada di luar Indonesia`,
      en: ({ subject, lon, lat }) =>
        `the position of ${subject}, longitude ${coordinate(lon)} latitude ${coordinate(lat)}, is outside Indonesia`,
    },
    help: {
      id: ({ lon, lat }) =>
        looksSwapped(lon, lat)
          ? `lon dan lat tampaknya tertukar: tulis lon: ${coordinate(lat)}, lat: ${coordinate(lon)}`
          : "periksa tanda minus, letak titik desimal, dan sistem koordinatnya (harus WGS 84, derajat)",
      en: ({ lon, lat }) =>
        looksSwapped(lon, lat)
          ? `lon and lat look swapped: write lon: ${coordinate(lat)}, lat: ${coordinate(lon)}`
          : "check the minus sign, the decimal point and the coordinate system (WGS 84, degrees)",
    },
    explain: {
      id: "Indonesia terletak antara bujur 95 dan 141 serta lintang -11 dan 6. Posisi di luar kotak itu hampir selalu karena bujur dan lintang tertukar, tanda minus hilang, titik desimal bergeser, atau koordinat UTM dalam meter. Rajut tidak memperbaikinya sendiri.",
      en: "Indonesia lies between longitudes 95 and 141 and latitudes -11 and 6. A position outside that box nearly always has longitude and latitude swapped, a lost minus sign, a moved decimal point, or UTM metres. Rajut does not mend it by itself.",
    },
  },
  R204: {
    title: { id: "Posisi jauh dari semua lokasi lain", en: "A position far from all others" },
    message: {
      id: ({ subject, distanceM, limitM }) => {
        const [distance, limit] = formatMetresApart(distanceM, limitM, "id");
        return `${subject} berada ${distance} dari lokasi atau gedung terdekat (batas kewajaran ${limit})`;
      },
      en: ({ subject, distanceM, limitM }) => {
        const [distance, limit] = formatMetresApart(distanceM, limitM, "en");
        return `${subject} is ${distance} from the nearest other site or building (limit ${limit})`;
      },
    },
    help: {
      id: () =>
        "periksa lon dan lat; jika memang jauh (misalnya pusat data provinsi), biarkan atau beri keringanan",
      en: () =>
        "check lon and lat; if it really is far (a provincial data centre, say), leave it or waive it",
    },
    explain: {
      id: "Jarak lurus ke lokasi atau gedung terdekat lain di jaringan ini dibandingkan dengan batas yang disebut di pesan. Satu angka yang salah pada koordinat memindahkan lokasi ratusan kilometer. Sebagian lokasi memang jauh: stasiun bumi, pusat data provinsi, pendaratan kabel laut. Jaringan dengan kurang dari tiga posisi tidak diperiksa.",
      en: "The straight distance to the nearest other site or building of this network is compared with the limit in the message. One wrong digit moves a site by hundreds of kilometres. Some sites really are far: teleports, provincial data centres, cable landings. A network with fewer than three positions is not checked.",
    },
  },
  R205: {
    title: {
      id: "Rute tidak sampai ke ujung tautan",
      en: "The route does not reach the link's end",
    },
    message: {
      id: ({ link, route, site, gapM, toleranceM }) => {
        const [gap, tolerance] = formatMetresApart(gapM, toleranceM, "id");
        return `rute ${route} berakhir ${gap} dari lokasi ${site} pada tautan ${link} (toleransi ${tolerance})`;
      },
      en: ({ link, route, site, gapM, toleranceM }) => {
        const [gap, tolerance] = formatMetresApart(gapM, toleranceM, "en");
        return `route ${route} ends ${gap} from site ${site} of link ${link} (tolerance ${tolerance})`;
      },
    },
    help: {
      id: () =>
        "perpanjang gambar rutenya sampai lokasi, perbaiki posisi lokasi, atau perbaiki urutan via",
      en: () => "draw the route up to the site, mend the site's position, or mend the order of via",
    },
    explain: {
      id: "Kabel sebuah tautan harus sampai ke kedua lokasinya. Jarak dari ujung rute ke posisi lokasi dibandingkan dengan 50 m atau ketelitian posisi lokasi dan rute, mana yang lebih besar. Sela yang lebih panjang berarti ada kabel yang tidak tergambar: panjang, biaya, dan risikonya tidak terhitung.",
      en: "A link's cable must reach both of its sites. The distance from the route's end to the site is compared with 50 m or the accuracy of the positions of site and route, whichever is larger. A longer gap means cable that is not drawn: its length, cost and risks are not counted.",
    },
  },
  R206: {
    title: {
      id: "Panjang tertulis berbeda dari panjang tergambar",
      en: "The stated length differs from the drawn one",
    },
    message: {
      id: ({ link, statedM, drawnM }) => {
        const [stated, drawn] = formatMetresApart(statedM, drawnM, "id");
        return `tautan ${link} tertulis ${stated}, rutenya tergambar ${drawn}`;
      },
      en: ({ link, statedM, drawnM }) => {
        const [stated, drawn] = formatMetresApart(statedM, drawnM, "en");
        return `link ${link} is stated as ${stated}, its route is drawn as ${drawn}`;
      },
    },
    help: {
      id: () =>
        "periksa lengthM, daftar via, dan gambar rutenya; gulungan cadangan kabel biasanya hanya beberapa persen",
      en: () =>
        "check lengthM, the list via and the drawing; spare coils are usually only a few per cent",
    },
    explain: {
      id: "Panjang yang dinyatakan pembangun dibandingkan dengan panjang garis rute di peta. Peringatan muncul bila selisihnya lebih dari 10 % dan lebih dari 50 m. Kabel memang lebih panjang dari garisnya karena lendutan dan cadangan, tetapi selisih sebesar ini biasanya berarti rute yang salah atau gambar yang terlalu kasar. Rajut tidak tahu panjang mana yang benar.",
      en: "The length stated by the builder is compared with the length of the drawn route. The warning comes when they differ by more than 10 % and more than 50 m. Cable is longer than its line by sag and spare, but so large a difference usually means a wrong route or a coarse drawing. Rajut does not know which length is right.",
    },
  },
  R207: {
    title: { id: "Rute-rute tautan tidak bersambung", en: "The routes of a link do not join" },
    message: {
      id: ({ link, route, nextRoute, gapM }) =>
        `pada tautan ${link} ada sela ${formatMetres(gapM, "id")} antara rute ${route} dan rute berikutnya, ${nextRoute}`,
      en: ({ link, route, nextRoute, gapM }) =>
        `link ${link} has a gap of ${formatMetres(gapM, "en")} between route ${route} and the next, ${nextRoute}`,
    },
    help: {
      id: () =>
        "perbaiki urutan via, tambahkan rute yang terlewat, atau sambungkan gambarnya di QGIS",
      en: () => "mend the order of via, add the route left out, or join the drawings in QGIS",
    },
    explain: {
      id: "Rute di dalam via dibaca berurutan, seperti kabelnya. Ujung satu rute (atau potongannya) harus bertemu dengan rute berikutnya, dalam 50 m atau ketelitian kedua gambarnya. Sela berarti ada bagian kabel yang tidak tergambar, sehingga panjang dan risiko bersamanya tidak lengkap.",
      en: "The routes in via are read in order, as the cable runs. The end of one route (or piece) must meet the next within 50 m or the accuracy of both drawings. A gap means cable that is not drawn, so its length and shared risks are incomplete.",
    },
  },
  R208: {
    title: {
      id: "Lokasi tidak dapat ditempatkan di peta",
      en: "A site cannot be placed on the map",
    },
    message: {
      id: ({ site, area }) =>
        `lokasi ${site} tidak mempunyai koordinat, dan tidak ada yang dapat mewakili letaknya di wilayah ${area}`,
      en: ({ site, area }) =>
        `site ${site} has no coordinates, and nothing in area ${area} can stand for its place`,
    },
    help: {
      id: () =>
        "beri position (source dan accuracyM), atau tulis wilayah yang batas atau permukimannya dikenal",
      en: () =>
        "give it a position (source and accuracyM), or an area whose boundary or settlements are known",
    },
    explain: {
      id: "Lokasi tanpa koordinat ditempatkan pada titik wakil wilayahnya, dengan ketelitian yang dinyatakan; titik palsu tidak pernah dibuat. Untuk wilayah ini tidak ada data yang cukup untuk titik wakil. Lokasi itu tetap dihitung, tetapi jarak, panjang, dan latensinya tidak diketahui dan ia tidak muncul di peta.",
      en: "A site without coordinates is placed at a representative point of its area, with a stated accuracy; a false point is never made. For this area there is not enough data for one. The site still counts, but distances, lengths and latencies are unknown and it is not on the map.",
    },
  },
  R209: {
    title: { id: "Batas kecamatan tidak tersedia", en: "No boundary for a kecamatan" },
    message: {
      id: ({ area }) =>
        `batas kecamatan ${area} tidak tersedia, jadi letak lokasi di dalamnya tidak diperiksa`,
      en: ({ area }) =>
        `there is no boundary for the kecamatan ${area}, so the places of its sites were not checked`,
    },
    help: {
      id: () =>
        "periksa kode wilayahnya, atau tambahkan batasnya sebagai GeoJSON beserta sumber dan tanggalnya",
      en: () => "check the area's code, or add its boundary as GeoJSON with source and date",
    },
    explain: {
      id: "Tanpa batas kecamatan Rajut tidak dapat menjawab apakah sebuah lokasi berada di dalamnya: pemeriksaan R201 dan R202 dilewati untuk kecamatan ini. Kecamatan hasil pemekaran sering belum mempunyai batas di data terbuka. Tidak adanya temuan lain untuk kecamatan ini bukan berarti semuanya benar.",
      en: "Without a boundary Rajut cannot tell whether a site lies inside: R201 and R202 are left out for this kecamatan. New kecamatan often have no boundary in open data yet. That there are no other findings here does not mean that all is well.",
    },
  },
  R210: {
    title: {
      id: "Poligon batas bukan wilayah jaringan ini",
      en: "A boundary that is no area of this network",
    },
    message: {
      id: ({ code, name }) =>
        `batas ${polygonName(code, name, "id")} tidak cocok dengan wilayah mana pun di jaringan ini`,
      en: ({ code, name }) =>
        `the boundary ${polygonName(code, name, "en")} matches no area of this network`,
    },
    help: {
      id: () =>
        "samakan kode pada poligon dengan code di daftar areas, atau hapus poligonnya dari berkas",
      en: () =>
        "let the polygon's code equal a code in the list areas, or remove the polygon from the file",
    },
    explain: {
      id: "Poligon batas dipasangkan dengan wilayah lewat kode wilayahnya. Poligon tanpa kode, atau dengan kode yang tidak ada di daftar areas, tidak dipakai untuk apa pun. Sebab yang lazim: berkas batas memuat kabupaten tetangga, atau kodenya dari sebelum pemekaran.",
      en: "Boundaries are matched with areas by their kode wilayah. A polygon without a code, or with one that is not in the list areas, is used for nothing. The usual causes: the file holds a neighbouring regency, or its codes are from before a split.",
    },
  },
  R211: {
    title: { id: "Potongan rute melewati ujung rute", en: "A piece goes beyond the route's end" },
    message: {
      id: ({ route, lengthM, atM }) => {
        const [length, at] = formatMetresApart(lengthM, atM, "id");
        return `rute ${route} panjangnya ${length}, sedangkan potongannya disebut sampai ${at}`;
      },
      en: ({ route, lengthM, atM }) => {
        const [length, at] = formatMetresApart(lengthM, atM, "en");
        return `route ${route} is ${length} long, but a piece of it is given up to ${at}`;
      },
    },
    help: {
      id: ({ lengthM }) =>
        `tulis fromM dan toM antara 0 dan ${Number.isFinite(lengthM) ? Math.floor(lengthM) : "?"}, atau perbaiki gambar rutenya`,
      en: ({ lengthM }) =>
        `write fromM and toM between 0 and ${Number.isFinite(lengthM) ? Math.floor(lengthM) : "?"}, or mend the drawing`,
    },
    explain: {
      id: "Potongan rute disebut dengan jarak dari awal rute dalam meter (fromM, toM). Jarak itu dibandingkan dengan panjang garis di routes.geojson. Bila gambar rute diubah, jarak pada tautan dan risiko yang memakainya perlu diperiksa lagi.",
      en: "A piece of a route is given by distances from its beginning in metres (fromM, toM). They are compared with the length of the line in routes.geojson. When a route is redrawn, the distances in links and risks that use it need another look.",
    },
  },
};

function polygonName(code: string, name: string, lang: Language): string {
  if (code !== "" && name !== "") return `${name} (${code})`;
  return name || code || (lang === "id" ? "tanpa kode dan nama" : "without code and name");
}

// Coordinates are shown as files write them, with a point, so that they can be searched for.
function coordinate(degrees: number): string {
  return Number.isFinite(degrees) ? String(degrees) : "?";
}

function looksSwapped(lon: number, lat: number): boolean {
  return lat >= 94 && lat <= 142 && lon >= -12 && lon <= 7;
}
