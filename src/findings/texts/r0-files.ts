import type { Language } from "../../text/language.ts";
import { formatCount } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";
import {
  FORM_WORDS,
  GEOJSON_PROBLEMS,
  LIMIT,
  SYMLINK_TARGETS,
  YAML_PROBLEMS,
  fieldWord,
  knownNames,
  wordIn,
} from "./words.ts";

/** R0: files and their form. */
export const R0_TEXTS: TextsOf<"R0"> = {
  R001: {
    title: { id: "Berkas bukan teks UTF-8", en: "The file is not UTF-8 text" },
    message: {
      id: () => "berkas ini bukan teks UTF-8, jadi isinya tidak dibaca",
      en: () => "this file is not UTF-8 text, so it was not read",
    },
    help: {
      id: () => "buka berkas di editor, lalu simpan ulang dengan pengodean UTF-8",
      en: () => "open the file in an editor and save it again as UTF-8",
    },
    explain: {
      id: "Semua berkas jaringan dibaca sebagai teks UTF-8. Bita yang tidak sah tidak ditebak, sebab tebakan dapat mengubah nama atau angka tanpa ketahuan. Penyebab yang lazim: CSV disimpan Excel dengan pengodean lama, atau berkas lain (gambar, arsip) salah folder. Simpan ulang sebagai UTF-8; di Excel pilih “CSV UTF-8”.",
      en: "Every file of a network is read as UTF-8 text. Invalid bytes are not guessed at, because a guess can change a name or a number unnoticed. The usual causes are a CSV saved by Excel in an old encoding and a file (an image, an archive) in the wrong folder. Save it again as UTF-8; in Excel choose “CSV UTF-8”.",
    },
  },
  R002: {
    title: { id: "Penulisan YAML salah", en: "The YAML is not well-formed" },
    message: {
      id: ({ problem }) => `YAML tidak dapat dibaca di sini: ${yamlProblem(problem, "id")}`,
      en: ({ problem }) => `the YAML cannot be read here: ${yamlProblem(problem, "en")}`,
    },
    help: {
      id: () =>
        "periksa lekukan (spasi, bukan tab), tanda petik, kurung, dan titik dua pada baris ini dan baris sebelumnya",
      en: () =>
        "check the indentation (spaces, not tabs), quotes, brackets and colons of this line and the one before",
    },
    explain: {
      id: "Berkas ditulis dalam YAML 1.2. Satu kesalahan bentuk membuat sisa berkas tidak pasti artinya, jadi berkas itu tidak dipakai; berkas lain tetap diperiksa. Tempat yang ditunjuk adalah tempat pembaca YAML berhenti mengerti: sebabnya sering berada satu baris di atasnya.",
      en: "Files are written in YAML 1.2. One mistake in the form makes the meaning of the rest uncertain, so the file is not used; other files are still checked. The place shown is where the reader stopped understanding: the cause is often one line above.",
    },
  },
  R003: {
    title: { id: "Terlalu banyak salinan alias YAML", en: "Too many copies by YAML aliases" },
    message: {
      id: ({ limit }) =>
        `alias (*nama) di berkas ini menyalin lebih dari ${formatCount(limit, "id")} simpul, atau menunjuk dirinya sendiri`,
      en: ({ limit }) =>
        `the aliases (*name) of this file copy more than ${formatCount(limit, "en")} nodes, or point at themselves`,
    },
    help: {
      id: () => "tulis nilainya langsung, atau pindahkan daftar panjang ke CSV",
      en: () => "write the values out, or move long lists to CSV",
    },
    explain: {
      id: "Alias yang menunjuk alias dapat mengembang menjadi miliaran nilai dari berkas sekecil satu kilobita. Karena itu jumlah simpul yang disalin lewat alias dihitung dan dibatasi. Berkas jaringan yang wajar tidak mendekati batas ini.",
      en: "Aliases that point at aliases can grow from one kilobyte to billions of values. So the nodes copied by aliases are counted and limited. A network's ordinary file comes nowhere near the limit.",
    },
  },
  R004: {
    title: { id: "Susunan terlalu dalam", en: "Nested too deeply" },
    message: {
      id: ({ limit }) => `susunan di sini lebih dalam dari ${formatCount(limit, "id")} tingkat`,
      en: ({ limit }) => `the nesting here is deeper than ${formatCount(limit, "en")} levels`,
    },
    help: {
      id: () =>
        "kurangi tingkat daftar dan pemetaan yang bersarang; periksa kurung yang tidak ditutup",
      en: () => "nest fewer lists and mappings; look for brackets that are never closed",
    },
    explain: {
      id: "Tidak ada entri jaringan yang memerlukan susunan sedalam ini. Batas ini menjaga agar berkas rusak atau berniat buruk tidak menghabiskan memori. Biasanya sebabnya kurung yang tidak ditutup atau berkas yang dibuat program lain.",
      en: "No entry of a network needs nesting this deep. The limit keeps a broken or malicious file from using up memory. The usual cause is a bracket that is never closed, or a file made by another program.",
    },
  },
  R005: {
    title: { id: "Berkas terlalu besar", en: "The file is too large" },
    message: {
      id: ({ sizeBytes, limitBytes }) =>
        `ukuran berkas ${formatCount(sizeBytes, "id")} bita, batasnya ${formatCount(limitBytes, "id")} bita`,
      en: ({ sizeBytes, limitBytes }) =>
        `the file has ${formatCount(sizeBytes, "en")} bytes, the limit is ${formatCount(limitBytes, "en")}`,
    },
    help: {
      id: () => "pecah berkas, misalnya satu berkas per kecamatan; daftar panjang sebaiknya CSV",
      en: () => "split the file, for instance one file a kecamatan; long lists are better as CSV",
    },
    explain: {
      id: "Berkas di atas batas tidak dibaca, supaya pemeriksaan tetap selesai di komputer kantor biasa. YAML besar lambat dibaca; CSV jauh lebih cepat. Nama dan isi berkas bebas dipecah: semua berkas YAML di folder jaringan digabung.",
      en: "Files over the limit are not read, so that a check ends on an ordinary office computer. Large YAML is slow to read; CSV is much faster. Files may be cut freely: all YAML files of the network's folder are joined.",
    },
  },
  R006: {
    title: {
      id: "Folder atau berkas jaringan tidak ada atau tidak dapat dibuka",
      en: "A network's folder or file is missing or unreadable",
    },
    message: {
      id: ({ what, path }) =>
        what === "folder"
          ? `folder jaringan ${path} tidak ada`
          : what === "unreadable"
            ? `${path} ada, tetapi tidak dapat dibuka`
            : `berkas ${path} tidak ada, jadi folder ini bukan folder jaringan`,
      en: ({ what, path }) =>
        what === "folder"
          ? `there is no network folder ${path}`
          : what === "unreadable"
            ? `${path} is there but cannot be opened`
            : `there is no file ${path}, so this folder is not a network's folder`,
    },
    help: {
      id: ({ what }) =>
        what === "folder"
          ? "periksa ejaan folder pada perintah; folder jaringan berada di topology/"
          : what === "unreadable"
            ? "periksa hak akses berkas atau folder itu"
            : "buat network.yaml yang berisi network, name, area, dan core",
      en: ({ what }) =>
        what === "folder"
          ? "check the spelling of the folder in the command; networks are in topology/"
          : what === "unreadable"
            ? "check the permissions of that file or folder"
            : "write a network.yaml with network, name, area and core",
    },
    explain: {
      id: "Satu jaringan adalah satu folder yang memuat network.yaml. Berkas itu menyebut jaringan apa ini (network, name, area) dan lokasi mana intinya (core). Tanpa berkas itu tidak ada yang dapat diperiksa. Berkas lain yang tidak dapat dibuka disebut satu per satu, sebab pemeriksaan tanpa isinya tidak lengkap.",
      en: "A network is one folder that holds network.yaml. That file says what the network is (network, name, area) and which sites are its core (core). Without it nothing can be checked. Other files that cannot be opened are named one by one, because a check without them is incomplete.",
    },
  },
  R007: {
    title: { id: "Bukan berkas biasa", en: "Not a regular file" },
    message: {
      id: ({ found }) =>
        found === "directory"
          ? "ini folder, padahal namanya nama berkas"
          : "ini bukan berkas biasa (misalnya pipa, soket, atau perangkat), jadi tidak dibuka",
      en: ({ found }) =>
        found === "directory"
          ? "this is a folder with the name of a file"
          : "this is not a regular file (a pipe, a socket or a device, say), so it was not opened",
    },
    help: {
      id: () => "ganti dengan berkas biasa atau hapus dari folder jaringan",
      en: () => "replace it by a regular file or take it out of the network's folder",
    },
    explain: {
      id: "Membuka pipa atau perangkat dapat membuat program menunggu selamanya. Rajut hanya membuka berkas biasa dan folder. Berkas lain di folder yang sama tetap diperiksa.",
      en: "Opening a pipe or a device can make a program wait for ever. Rajut opens regular files and folders only. Other files of the same folder are still checked.",
    },
  },
  R008: {
    title: { id: "Tautan simbolik tidak diikuti", en: "A symbolic link is not followed" },
    message: {
      id: ({ target }) => `tautan simbolik ini tidak diikuti: ${SYMLINK_TARGETS[target].id}`,
      en: ({ target }) => `this symbolic link is not followed: ${SYMLINK_TARGETS[target].en}`,
    },
    help: {
      id: ({ target }) =>
        target === "outside"
          ? "salin berkas yang dituju ke dalam folder jaringan, lalu hapus tautan simboliknya"
          : "hapus tautan simbolik ini",
      en: ({ target }) =>
        target === "outside"
          ? "copy the file that it points at into the network's folder and remove the symbolic link"
          : "remove this symbolic link",
    },
    explain: {
      id: "Tautan simbolik yang keluar dari folder jaringan dapat menampilkan isi berkas rahasia komputer yang menjalankan pemeriksaan. Yang berputar tidak pernah selesai. Rajut membandingkan tempat tujuan yang sebenarnya dengan folder jaringan dan menolak yang di luar, yang tidak ada, dan yang berputar.",
      en: "A symbolic link that leaves the network's folder can show secret files of the computer that runs the check. One that runs in a circle never ends. Rajut compares the real target with the network's folder and refuses what is outside, missing or circular.",
    },
  },
  R009: {
    title: { id: "Bentuk CSV salah", en: "The CSV is not well-formed" },
    message: {
      id: ({ problem, expected, found }) =>
        problem === "quote"
          ? "tanda petik di baris ini tidak ditutup, jadi sisa berkas tidak dibaca"
          : problem === "empty-header"
            ? "ada kolom tanpa nama di baris judul"
            : `jumlah kolom baris ini ${formatCount(found ?? Number.NaN, "id")}, baris judul ${formatCount(expected ?? Number.NaN, "id")}`,
      en: ({ problem, expected, found }) =>
        problem === "quote"
          ? "a quote of this row is never closed, so the rest of the file was not read"
          : problem === "empty-header"
            ? "a column has no name in the header row"
            : `this row has ${formatCount(found ?? Number.NaN, "en")} columns, the header has ${formatCount(expected ?? Number.NaN, "en")}`,
    },
    help: {
      id: ({ problem }) =>
        problem === "quote"
          ? 'tutup tanda petiknya; tanda petik di dalam nilai ditulis dua kali ("")'
          : problem === "empty-header"
            ? "beri nama kolom itu atau hapus kolomnya"
            : "apit nilai yang memuat koma dengan tanda petik, atau tambahkan kolom yang kurang",
      en: ({ problem }) =>
        problem === "quote"
          ? 'close the quote; a quote inside a value is written twice ("")'
          : problem === "empty-header"
            ? "name the column or remove it"
            : "put values that hold a comma in quotes, or add the missing columns",
    },
    explain: {
      id: "CSV dibaca menurut RFC 4180: pemisah koma, baris pertama berisi nama kolom, nilai yang memuat koma atau ganti baris diapit tanda petik. Baris dengan jumlah kolom lain tidak ditebak, sebab nilainya dapat bergeser ke kolom yang salah. Excel berbahasa Indonesia sering menulis titik koma: simpan dengan pemisah koma.",
      en: "CSV is read by RFC 4180: commas between values, the first row names the columns, values with a comma or a line break stand in quotes. A row with another number of columns is not guessed at, because its values may have moved to the wrong column. Excel in Indonesian often writes semicolons: save with commas.",
    },
  },
  R010: {
    title: { id: "Nilai tidak sesuai bentuk isiannya", en: "A value does not fit its field" },
    message: {
      id: ({ field, expected, found }) =>
        `${fieldWord(field, "id")}: seharusnya ${expectedWord(expected, "id")}, tertulis ${foundWord(found, "id")}`,
      en: ({ field, expected, found }) =>
        `${fieldWord(field, "en")}: expected ${expectedWord(expected, "en")}, found ${foundWord(found, "en")}`,
    },
    help: {
      id: ({ expected }) => `ganti nilainya dengan ${expectedWord(expected, "id")}`,
      en: ({ expected }) => `write ${expectedWord(expected, "en")} instead`,
    },
    explain: {
      id: "Setiap isian mempunyai bentuk: teks, angka, daftar, atau pemetaan, dan sebagian mempunyai batas. Nilai dengan bentuk lain tidak diubah diam-diam, sebab “008” dan 8 bukan hal yang sama. Semua isian ada di docs/file-format.md. Angka yang harus dibaca sebagai teks, misalnya kode wilayah, ditulis di dalam tanda petik.",
      en: "Every field has a form: text, number, list or mapping, and some have limits. A value of another form is never converted in silence, because “008” and 8 are not the same. All fields are in docs/file-format.md. A number that is meant as text, such as a kode wilayah, goes in quotes.",
    },
  },
  R011: {
    title: { id: "Isian wajib tidak ada", en: "A required field is missing" },
    message: {
      id: ({ field }) => `${fieldWord(field, "id")} wajib ada, tetapi tidak ditulis`,
      en: ({ field }) => `${fieldWord(field, "en")} is required but missing`,
    },
    help: {
      id: ({ field }) => `tambahkan ${fieldWord(field, "id")} pada entri ini`,
      en: ({ field }) => `add ${fieldWord(field, "en")} to this entry`,
    },
    explain: {
      id: "Tanpa isian ini entri tidak mempunyai arti yang pasti. Rajut tidak mengisi nilai karangan. Jika nilainya memang belum diketahui, pakai bentuk yang menyatakannya, misalnya location untuk lokasi tanpa koordinat.",
      en: "Without this field the entry has no definite meaning. Rajut does not make values up. If the value is really unknown, use the form that says so, such as location for a site without coordinates.",
    },
  },
  R012: {
    title: { id: "Nama isian tidak dikenal", en: "Unknown field" },
    message: {
      id: ({ field }) => `${fieldWord(field, "id")} tidak dikenal di sini`,
      en: ({ field }) => `${fieldWord(field, "en")} is not known here`,
    },
    help: {
      id: ({ nearest, known }) =>
        knownNames(nearest, known, "id") || "periksa ejaannya atau hapus isian itu",
      en: ({ nearest, known }) =>
        knownNames(nearest, known, "en") || "check the spelling or remove the field",
    },
    explain: {
      id: "Isian yang tidak dikenal ditolak dan tidak diabaikan: salah ketik satu huruf (misalnya rateMbp) akan membuat nilai itu hilang tanpa kabar. Huruf besar dan kecil dibedakan. Untuk catatan bebas pakai komentar YAML (#) atau isian remark.",
      en: "Unknown fields are refused, not ignored: one letter missed (rateMbp, say) would lose the value without a word. Upper and lower case differ. For free remarks use YAML comments (#) or the field remark.",
    },
  },
  R013: {
    title: { id: "Nilai bukan salah satu pilihan", en: "Not one of the choices" },
    message: {
      id: ({ field, found }) => `${fieldWord(field, "id")}: "${found}" bukan pilihan yang dikenal`,
      en: ({ field, found }) => `${fieldWord(field, "en")}: "${found}" is not one of the choices`,
    },
    help: {
      id: ({ nearest, known }) => knownNames(nearest, known, "id") || "periksa ejaannya",
      en: ({ nearest, known }) => knownNames(nearest, known, "en") || "check the spelling",
    },
    explain: {
      id: "Isian ini hanya menerima kata dari satu daftar, misalnya jenis lokasi, media, atau status. Daftar itu sama di berkas, perintah, dan peta. Kata ditulis persis, huruf besar dan kecil dibedakan.",
      en: "This field takes words of one list only, such as site kinds, media or statuses. The list is the same in files, commands and maps. Words are written exactly; upper and lower case differ.",
    },
  },
  R014: {
    title: { id: "Nama isian terlarang", en: "Forbidden field name" },
    message: {
      id: ({ key }) => `nama isian ${key} tidak boleh dipakai`,
      en: ({ key }) => `the field name ${key} may not be used`,
    },
    help: {
      id: () => "hapus isian itu",
      en: () => "remove the field",
    },
    explain: {
      id: "Nama seperti `__proto__`, `constructor`, dan `prototype` mempunyai arti khusus di dalam program dan dikenal sebagai jalan serangan. Data jaringan tidak pernah memerlukannya, jadi nama itu ditolak.",
      en: "Names such as `__proto__`, `constructor` and `prototype` mean something special inside programs and are a known way to attack them. Network data never need them, so they are refused.",
    },
  },
  R015: {
    title: { id: "Isian ditulis dua kali", en: "A field is written twice" },
    message: {
      id: ({ key }) => `isian ${key} sudah ditulis sebelumnya di tempat yang sama`,
      en: ({ key }) => `the field ${key} was already written in the same place`,
    },
    help: {
      id: () => "hapus salah satu, atau gabungkan nilainya",
      en: () => "remove one of them, or join their values",
    },
    explain: {
      id: "Bila satu isian ditulis dua kali, pembaca YAML, JSON, dan CSV yang berbeda memilih nilai yang berbeda. Rajut tidak memilih: keduanya ditunjukkan supaya Anda yang memutuskan.",
      en: "When a field is written twice, different readers of YAML, JSON and CSV pick different values. Rajut does not pick: it shows it to you to decide.",
    },
  },
  R016: {
    title: { id: "Angka tidak dapat dibaca", en: "Not a readable number" },
    message: {
      id: ({ field, found }) =>
        `${fieldWord(field, "id")}: "${found}" bukan angka yang dapat dibaca`,
      en: ({ field, found }) => `${fieldWord(field, "en")}: "${found}" is not a readable number`,
    },
    help: {
      id: () =>
        "tulis angka dengan titik desimal dan tanpa pemisah ribuan, misalnya 101.45 atau 12500",
      en: () =>
        "write numbers with a decimal point and without thousands separators: 101.45 or 12500",
    },
    explain: {
      id: "Di dalam berkas, desimal ditulis dengan titik (101.45) dan ribuan tanpa pemisah (12500). “101,45” atau “12.500” dapat berarti dua hal, dan salah baca menggeser lokasi puluhan kilometer atau mengubah harga seribu kali. Nilai tak hingga, nilai bukan bilangan, dan bilangan heksadesimal juga ditolak.",
      en: "In files, decimals have a point (101.45) and thousands no separator (12500). “101,45” or “12.500” can mean two things, and a wrong reading moves a site by tens of kilometres or a price by a thousand times. Infinity, not-a-number and hexadecimal numbers are refused too.",
    },
  },
  R017: {
    title: { id: "Karakter tak terlihat di dalam teks", en: "An invisible character in a text" },
    message: {
      id: ({ field, codePoint }) =>
        `${fieldWord(field, "id")} memuat karakter ${codePoint} yang tak terlihat atau mengubah arah tulisan`,
      en: ({ field, codePoint }) =>
        `${fieldWord(field, "en")} holds the character ${codePoint}, which is invisible or turns the direction of writing`,
    },
    help: {
      id: () => "hapus karakter itu; biasanya terbawa saat menyalin dari Word, PDF, atau laman web",
      en: () =>
        "remove the character; it usually comes along when copying from Word, PDF or a web page",
    },
    explain: {
      id: "Karakter kendali, karakter berlebar nol, dan pengubah arah membuat dua nama tampak sama padahal berbeda, atau membuat teks di layar berbeda dari yang diproses (Trojan Source, CVE-2021-42574). Nama di dalam berkas jaringan tidak memerlukannya. Pemeriksaan ini menyebut karakter pertama yang ditemukan.",
      en: "Control characters, zero-width characters and direction changes make two names look alike that differ, or make the screen differ from what is processed (Trojan Source, CVE-2021-42574). Names in a network's files do not need them. The check names the first one found.",
    },
  },
  R018: {
    title: { id: "Berkas tidak dipakai", en: "The file is not used" },
    message: {
      id: ({ path }) => `berkas ${path} bukan bagian dari jaringan, jadi tidak dibaca`,
      en: ({ path }) => `the file ${path} is not part of the network, so it was not read`,
    },
    help: {
      id: () =>
        "jika isinya data jaringan, ganti nama atau foldernya: .yaml untuk daftar apa pun, sites.csv atau sites/*.csv untuk satu daftar, routes.geojson untuk rute; jika tidak, pindahkan",
      en: () =>
        "if it holds network data, rename or move it: .yaml for any list, sites.csv or sites/*.csv for one list, routes.geojson for routes; otherwise move it away",
    },
    explain: {
      id: "Rajut membaca YAML, CSV yang namanya menyebut satu daftar, dan GeoJSON yang dikenal. Berkas lain tidak mengganggu, tetapi disebut supaya berkas yang salah nama tidak hilang dari pemeriksaan tanpa diketahui.",
      en: "Rajut reads YAML, CSV whose name says one list, and the GeoJSON files it knows. Other files do no harm, but they are named so that a misnamed file is not lost from the check unnoticed.",
    },
  },
  R019: {
    title: { id: "GeoJSON tidak dapat dipakai", en: "The GeoJSON cannot be used" },
    message: {
      id: ({ problem }) =>
        `GeoJSON tidak dapat dipakai: ${wordIn(GEOJSON_PROBLEMS, problem, "id")}`,
      en: ({ problem }) => `the GeoJSON cannot be used: ${wordIn(GEOJSON_PROBLEMS, problem, "en")}`,
    },
    help: {
      id: () => "ekspor ulang dari QGIS sebagai GeoJSON (RFC 7946), sistem koordinat EPSG:4326",
      en: () => "export it again from QGIS as GeoJSON (RFC 7946) in EPSG:4326",
    },
    explain: {
      id: "Rute digambar di GeoJSON menurut RFC 7946: satu FeatureCollection, koordinat [bujur, lintang] dalam WGS 84. Rute berupa garis, batas wilayah berupa poligon. Yang bentuknya lain tidak dipakai, sehingga jalur terpisah atau letak lokasi tidak dapat dibuktikan.",
      en: "Routes are drawn in GeoJSON by RFC 7946: one FeatureCollection, coordinates [longitude, latitude] in WGS 84. Routes are lines, boundaries are polygons. What has another form is not used, so separate paths or the place of a site cannot be proven.",
    },
  },
  R020: {
    title: { id: "Tanggal tidak ada di kalender", en: "Not a day of the calendar" },
    message: {
      id: ({ field, found }) => `${fieldWord(field, "id")}: "${found}" bukan tanggal yang ada`,
      en: ({ field, found }) => `${fieldWord(field, "en")}: "${found}" is not a day that exists`,
    },
    help: {
      id: () => "tulis tahun-bulan-hari, misalnya 2025-01-20",
      en: () => "write year-month-day, for example 2025-01-20",
    },
    explain: {
      id: "Tanggal ditulis menurut ISO 8601: empat angka tahun, dua bulan, dua hari. “20/1/2025” dapat dibaca dua cara, dan 30 Februari tidak ada; keduanya ditolak dan tidak ditebak.",
      en: "Dates are written by ISO 8601: four digits of year, two of month, two of day. “1/2/2025” can be read two ways and 30 February does not exist; both are refused, not guessed.",
    },
  },
  R021: {
    title: {
      id: "Id jaringan berbeda dari nama foldernya",
      en: "The network's id differs from its folder",
    },
    message: {
      id: ({ network, folder }) => `id jaringan ${network}, sedangkan foldernya bernama ${folder}`,
      en: ({ network, folder }) =>
        `the network's id is ${network}, but its folder is named ${folder}`,
    },
    help: {
      id: ({ folder }) => `tulis network: ${folder}, atau ganti nama foldernya`,
      en: ({ folder }) => `write network: ${folder}, or rename the folder`,
    },
    explain: {
      id: "Perintah menyebut jaringan dengan nama foldernya, sedangkan nama perangkat dan keluaran memakai id di network.yaml. Bila keduanya berbeda, biasanya folder jaringan lain disalin dan network.yaml lupa diubah. Yang dibandingkan isian network dengan nama folder tempat network.yaml berada.",
      en: "Commands name a network by its folder, while device names and outputs use the id in network.yaml. When they differ, another network's folder was usually copied and network.yaml left as it was. The field network is compared with the name of the folder that holds network.yaml.",
    },
  },
  R022: {
    title: {
      id: "Isian entri tidak cocok satu sama lain",
      en: "Fields of an entry do not fit together",
    },
    message: {
      id: ({ field, reason }) =>
        field === "" ? reason.id : `${fieldWord(field, "id")}: ${reason.id}`,
      en: ({ field, reason }) =>
        field === "" ? reason.en : `${fieldWord(field, "en")}: ${reason.en}`,
    },
    help: {
      id: () => "ubah entri ini sehingga syarat tersebut terpenuhi",
      en: () => "change this entry so that the condition holds",
    },
    explain: {
      id: "Sebagian syarat menyangkut beberapa isian sekaligus, misalnya tepat satu dari position, location, atau building. Syarat yang dilanggar disebut di dalam pesan. Setiap isian bisa saja benar sendiri-sendiri; gabungannya yang tidak mungkin.",
      en: "Some conditions concern several fields at once, such as exactly one of position, location or building. The message says which condition is broken. Each field may be right on its own; it is the combination that cannot be.",
    },
  },
};

function yamlProblem(problem: string, lang: Language): string {
  return wordIn(YAML_PROBLEMS, problem, lang);
}

/** What was expected: a form's name, or a limit such as `≤ 180` with its unit. */
function expectedWord(expected: string, lang: Language): string {
  const word = wordIn(FORM_WORDS, expected, lang);
  if (word !== expected) return word;
  const limit = LIMIT.exec(expected);
  if (limit === null) return expected;
  const [, sign, bound, unit] = limit;
  const unitWord =
    unit === undefined ? "" : lang === "en" ? unit : unit === " items" ? " butir" : " karakter";
  return lang === "id"
    ? `nilai ${sign} ${bound}${unitWord}`
    : `a value ${sign} ${bound}${unitWord}`;
}

/** What was found: a form has a word, a value is quoted. */
function foundWord(found: string, lang: Language): string {
  return Object.hasOwn(FORM_WORDS, found) ? wordIn(FORM_WORDS, found, lang) : `"${found}"`;
}
