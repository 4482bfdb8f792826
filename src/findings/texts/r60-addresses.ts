import { ADDRESS_ROLES, ZONES } from "../../vocabulary.ts";
import type { Language } from "../../text/language.ts";
import { formatCount, formatDecimal, formatRatioPercent } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";
import { counted, wordIn } from "./words.ts";

/** "lurah-a, lurah-b, dan 12 lainnya": the first of many owners. */
const examplesOf = (examples: readonly string[], count: number, lang: Language) => {
  const rest = count - examples.length;
  const listed = examples.join(", ");
  if (rest <= 0) return listed;
  return lang === "id"
    ? `${listed}, dan ${formatCount(rest, lang)} lainnya`
    : `${listed} and ${formatCount(rest, lang)} more`;
};

const useOf = (role: string, zone: string, lang: Language) => {
  const roleWord = wordIn(ADDRESS_ROLES, role, lang);
  return zone === "" ? roleWord : `${roleWord} ${wordIn(ZONES, zone, lang)}`;
};

/** 2^63 prefixes are not counted by anybody; small numbers are. */
const amount = (count: number, lang: Language) =>
  count < 1e9 ? formatCount(count, lang) : `2^${formatDecimal(Math.log2(count), lang, 1)}`;

/** R60: where addresses come from, and who has which. */
export const R60_TEXTS: TextsOf<"R60"> = {
  R601: {
    title: { id: "Tidak ada pool alamat untuk suatu keperluan", en: "No address pool for a use" },
    message: {
      id: ({ role, zone, count, examples }) =>
        `tidak ada pool untuk ${useOf(role, zone, "id")}, yang diperlukan ${examplesOf(examples, count, "id")}`,
      en: ({ role, zone, count, examples }) =>
        `there is no pool for ${useOf(role, zone, "en")}, which ${examplesOf(examples, count, "en")} need`,
    },
    help: {
      id: ({ role, zone }) =>
        zone === ""
          ? `tulis pool dengan role: ${role} di daftar addressPools`
          : `tulis pool dengan role: ${role} dan zone: ${zone} di daftar addressPools, tanpa kinds atau dengan jenis lokasinya`,
      en: ({ role, zone }) =>
        zone === ""
          ? `write a pool with role: ${role} in the list addressPools`
          : `write a pool with role: ${role} and zone: ${zone} in the list addressPools, without kinds or with the kind of the sites`,
    },
    explain: {
      id: "Setiap router, tautan antar-router, terowongan, dan jaringan lokal mengambil alamatnya dari pool dengan peran dan zona yang sesuai. Pool LAN dengan kinds hanya melayani jenis lokasi itu; yang lain mengambil dari pool zona itu tanpa kinds. Satu versi IP sudah cukup: zona yang hanya mempunyai pool IPv4 tidak mendapat IPv6, dan itu tidak dianggap salah.",
      en: "Every router, link between routers, tunnel and local network takes its address from a pool of its role and zone. A LAN pool with kinds serves those kinds only; all others take from the zone's pool without kinds. One IP version is enough: a zone with an IPv4 pool only gets no IPv6, and that is not wrong.",
    },
  },
  R602: {
    title: { id: "Pembagian alamat belum diperbarui", en: "The address lock is out of date" },
    message: {
      id: ({ missing, moved, released, examples }) => {
        const parts = [
          ...(missing > 0 ? [`${formatCount(missing, "id")} belum diberi`] : []),
          ...(moved > 0 ? [`${formatCount(moved, "id")} harus pindah`] : []),
          ...(released > 0 ? [`${formatCount(released, "id")} sudah tidak ada`] : []),
        ];
        const named = examplesOf(examples, missing + moved + released, "id");
        return `addresses.lock.yaml belum sesuai dengan jaringan: ${parts.join(", ")} (${named})`;
      },
      en: ({ missing, moved, released, examples }) => {
        const parts = [
          ...(missing > 0 ? [`${formatCount(missing, "en")} not yet given`] : []),
          ...(moved > 0 ? [`${formatCount(moved, "en")} to be moved`] : []),
          ...(released > 0 ? [`${formatCount(released, "en")} gone`] : []),
        ];
        const named = examplesOf(examples, missing + moved + released, "en");
        return `addresses.lock.yaml does not fit the network: ${parts.join(", ")} (${named})`;
      },
    },
    help: {
      id: () => "jalankan `rajut addresses --write`, lalu simpan addresses.lock.yaml di git",
      en: () => "run `rajut addresses --write`, then commit addresses.lock.yaml",
    },
    explain: {
      id: "Alamat dan nomor yang sudah dibagi disimpan di addresses.lock.yaml supaya tidak berubah ketika jaringan berubah. Yang baru belum mempunyai entri, yang pindah kecamatan memerlukan alamat lain, dan yang dihapus harus ditandai supaya alamatnya disisihkan dulu. Konfigurasi router hanya dibuat dari berkas itu, jadi berkas yang tertinggal berarti router tanpa alamat. `rajut addresses` tanpa --write menunjukkan semua perubahannya.",
      en: "Addresses and numbers once given are kept in addresses.lock.yaml, so that they do not change when the network does. What is new has no entry, what moved to another kecamatan needs another address, and what was removed must be marked so that its address is set aside first. Routers are configured from that file only, so one that lags behind means routers without addresses. `rajut addresses` without --write shows every change.",
    },
  },
  R603: {
    title: { id: "Alamat atau nomor dipegang dua pihak", en: "An address or number held twice" },
    message: {
      id: ({ what, owner, value, other, otherValue, scope }) =>
        what === "number"
          ? `nomor ${value} di ${scope} dipegang ${other} dan ${owner}`
          : `${what === "block" ? "blok " : ""}${value} milik ${owner} beririsan dengan ${otherValue} milik ${other}`,
      en: ({ what, owner, value, other, otherValue, scope }) =>
        what === "number"
          ? `number ${value} of ${scope} is held by ${other} and ${owner}`
          : `${what === "block" ? "block " : ""}${value} of ${owner} overlaps ${otherValue} of ${other}`,
    },
    help: {
      id: () =>
        "jalankan `rajut addresses --write`: yang pertama menurut urutan nama tetap, yang lain mendapat yang baru; bila yang lain sudah terpasang di router, hapus dulu baris yang pertama",
      en: () =>
        "run `rajut addresses --write`: the first in order of name keeps it, the other gets a new one; where the other is already on a router, remove the first one's line before",
    },
    explain: {
      id: "Hal ini terjadi bila dua cabang git sama-sama memberi alamat dan kebetulan memilih tempat yang sama, atau bila berkasnya disunting. Tempat dipilih dari hash nama pemiliknya, sehingga kebetulan itu jarang; nomor porta dibagi dari yang terendah, jadi lebih sering. Yang dibandingkan hanya entri yang sedang dipakai. Rajut tidak tahu mana yang sudah terpasang di router.",
      en: "It happens when two git branches both gave addresses and chose the same place by chance, or when the file was edited. Places are chosen by a hash of the owner's name, so the chance is small; ports are given from the lowest on, so there it is larger. Only entries in use are compared. Rajut does not know which of the two is already on a router.",
    },
  },
  R604: {
    title: { id: "Alamat atau nomor habis", en: "Addresses or numbers have run out" },
    message: {
      id: ({ pools, scope, last, count, examples }) =>
        pools.length === 0
          ? `nomor di ${scope} habis (sampai ${formatCount(last, "id")}): ${examplesOf(examples, count, "id")} tidak mendapat nomor`
          : `pool ${pools.join(", ")} habis: ${examplesOf(examples, count, "id")} tidak mendapat alamat`,
      en: ({ pools, scope, last, count, examples }) =>
        pools.length === 0
          ? `the numbers of ${scope} have run out (up to ${formatCount(last, "en")}): none for ${examplesOf(examples, count, "en")}`
          : `pool ${pools.join(", ")} has run out: no address for ${examplesOf(examples, count, "en")}`,
    },
    help: {
      id: ({ pools }) =>
        pools.length === 0
          ? "bagi perangkat itu menjadi dua lokasi, atau kurangi tautannya"
          : "tambah pool kedua dengan peran dan zona yang sama; melebarkan prefix yang ada juga mempertahankan alamat yang sudah dibagi",
      en: ({ pools }) =>
        pools.length === 0
          ? "cut the device into two sites, or give it fewer links"
          : "add a second pool of the same role and zone; a wider prefix around the old one also keeps what was given",
    },
    explain: {
      id: "Satu kecamatan mengambil blok utuh dari pool, dan blok baru hanya bila bloknya penuh. Bila tidak ada lagi blok bebas, kecamatan yang penuh tidak mendapat alamat walaupun blok kecamatan lain masih longgar, karena alamatnya harus dapat diringkas per kecamatan. Alamat yang disisihkan (addressHoldDays) ikut terhitung terpakai.",
      en: "A kecamatan takes whole blocks of a pool, and a further one only when its own are full. Once no block is free, a full kecamatan gets nothing even where another's block has room, because addresses must be summarisable by kecamatan. Addresses that are set aside (addressHoldDays) count as taken.",
    },
  },
  R605: {
    title: { id: "Pool alamat hampir habis", en: "An address pool is nearly full" },
    message: {
      id: ({ pool, area, taken, total, ratio }) =>
        area === ""
          ? `pool ${pool}: ${amount(taken, "id")} dari ${amount(total, "id")} blok terpakai (${formatRatioPercent(ratio, "id")})`
          : `pool ${pool}: blok ${area} terpakai ${amount(taken, "id")} dari ${amount(total, "id")} (${formatRatioPercent(ratio, "id")}), dan tidak ada blok bebas lagi`,
      en: ({ pool, area, taken, total, ratio }) =>
        area === ""
          ? `pool ${pool}: ${amount(taken, "en")} of ${amount(total, "en")} blocks are taken (${formatRatioPercent(ratio, "en")})`
          : `pool ${pool}: in the blocks of ${area} ${amount(taken, "en")} of ${amount(total, "en")} are taken (${formatRatioPercent(ratio, "en")}), and no block is free`,
    },
    help: {
      id: () =>
        "siapkan pool kedua dengan peran dan zona yang sama sebelum habis; alamat yang sudah dibagi tidak berubah",
      en: () =>
        "prepare a second pool of the same role and zone before it runs out; what was given does not change",
    },
    explain: {
      id: "Diperingatkan mulai 80 % blok sebuah pool terpakai, atau mulai 80 % isi blok satu kecamatan bila pool itu tidak mempunyai blok bebas lagi. Yang disisihkan setelah dihapus ikut terhitung. Bila pool lain dengan peran, zona, dan jenis lokasi yang sama masih longgar, tidak ada peringatan. Rajut tidak tahu rencana penambahan lokasi yang belum ditulis.",
      en: "It warns from 80 % of a pool's blocks on, or from 80 % of what is inside one kecamatan's blocks when the pool has no block left. What is set aside after a removal counts. Where another pool of the same role, zone and kinds has room, there is no warning. Rajut knows nothing of sites that are planned but not written.",
    },
  },
  R606: {
    title: { id: "Rentang pool alamat bermasalah", en: "A questionable range of an address pool" },
    message: {
      id: ({ pool, prefix, problem, other }) =>
        problem === "overlap"
          ? `pool ${pool} (${prefix}) beririsan dengan pool ${other}`
          : problem === "provider"
            ? `pool ${pool} (${prefix}) memuat alamat dari penyedia pada uplink ${other}`
            : `pool ${pool} (${prefix}) bukan rentang privat dan bukan milik jaringan ini`,
      en: ({ pool, prefix, problem, other }) =>
        problem === "overlap"
          ? `pool ${pool} (${prefix}) overlaps pool ${other}`
          : problem === "provider"
            ? `pool ${pool} (${prefix}) holds addresses that the provider of uplink ${other} gave`
            : `pool ${pool} (${prefix}) is neither private nor the network's own`,
    },
    help: {
      id: ({ problem }) =>
        problem === "foreign"
          ? "pakai rentang privat, atau tulis rentang itu di ownPrefixes bila memang milik jaringan ini"
          : "beri salah satunya rentang lain",
      en: ({ problem }) =>
        problem === "foreign"
          ? "use a private range, or write it in ownPrefixes where it is the network's own"
          : "give one of them another range",
    },
    explain: {
      id: "Pool yang beririsan tetap tidak membagi satu alamat dua kali, tetapi angka sisanya menyesatkan dan peringkasannya tumpang tindih. Alamat dari penyedia bukan untuk dibagi ke dalam. Rentang yang bukan privat (RFC 1918, RFC 6598, RFC 4193) dan bukan di ownPrefixes adalah milik orang lain di internet, sehingga layanan mereka tidak terjangkau dari jaringan ini.",
      en: "Pools that overlap still never give one address twice, but their figures mislead and their summaries run into each other. A provider's addresses are not for use inside. A range that is neither private (RFC 1918, RFC 6598, RFC 4193) nor in ownPrefixes is somebody else's on the internet, whose services this network then cannot reach.",
    },
  },
  R607: {
    title: { id: "Alamat di luar poolnya", en: "An address outside its pool" },
    message: {
      id: ({ pool, problem, owner, value, count }) =>
        problem === "unknown-pool"
          ? `pool ${pool} tidak ada, tetapi ${formatCount(count, "id")} entri memakainya, antara lain ${owner} (${value})`
          : `${formatCount(count, "id")} entri di luar rentang pool ${pool}, antara lain ${owner} (${value})`,
      en: ({ pool, problem, owner, value, count }) =>
        problem === "unknown-pool"
          ? `there is no pool ${pool}, but ${counted(count, "entry uses", "entries use")} it, among them ${owner} (${value})`
          : `${counted(count, "entry lies", "entries lie")} outside the range of pool ${pool}, among them ${owner} (${value})`,
    },
    help: {
      id: () =>
        "kembalikan pool itu, atau jalankan `rajut addresses --write`: pemiliknya mendapat alamat baru",
      en: () =>
        "bring the pool back, or run `rajut addresses --write`: the owners get new addresses",
    },
    explain: {
      id: "Sebuah pool dihapus, diganti id-nya, atau rentangnya dipindah, sedangkan addresses.lock.yaml masih memuat alamat darinya. Alamat itu tidak lagi termasuk rencana, sehingga pemiliknya dianggap tidak beralamat. Mengganti id pool berarti memberi alamat baru kepada semua pemiliknya; lebih baik biarkan id-nya.",
      en: "A pool was removed, renamed or given another range while addresses.lock.yaml still has addresses from it. They are no longer part of the plan, so their owners count as without an address. Renaming a pool renumbers everybody in it; better leave its id alone.",
    },
  },
  R608: {
    title: { id: "Panjang prefix pool tidak cocok", en: "Lengths of an address pool do not fit" },
    message: {
      id: ({ pool, field, length, shortest, longest }) =>
        shortest > longest
          ? `pool ${pool}: ${field} ${length} tidak mungkin, karena prefix poolnya /${shortest} sedangkan yang dibagi /${longest}`
          : `pool ${pool}: ${field} ${length} harus antara ${shortest} dan ${longest}`,
      en: ({ pool, field, length, shortest, longest }) =>
        shortest > longest
          ? `pool ${pool}: ${field} ${length} cannot be, since the pool's prefix is /${shortest} and what it gives is /${longest}`
          : `pool ${pool}: ${field} ${length} must be between ${shortest} and ${longest}`,
    },
    help: {
      id: () =>
        "urutkan panjangnya: prefix pool paling pendek, lalu blockLength, lalu yang dibagi (lanLength, atau satu alamat)",
      en: () =>
        "put the lengths in order: the pool's prefix is the shortest, then blockLength, then what is given (lanLength, or one address)",
    },
    explain: {
      id: "Pool dibagi menjadi blok sepanjang blockLength, satu kecamatan satu blok, dan blok dibagi menjadi yang diterima pemiliknya: /32 dan /128 untuk loopback, /31 dan /127 antar-router dan di terowongan, lanLength untuk LAN (paling panjang /30 atau /64). Panjang yang terbalik tidak dapat dibagi. Pool seperti ini tidak memberi alamat baru sampai diperbaiki; yang sudah dibagi tetap.",
      en: "A pool is cut into blocks of blockLength, one a kecamatan, and a block into what its owners get: /32 and /128 for a loopback, /31 and /127 between routers and in tunnels, lanLength for a LAN (at most /30 or /64). Lengths the wrong way round cannot be cut. Such a pool gives nothing new until it is mended; what was given stays.",
    },
  },
};
