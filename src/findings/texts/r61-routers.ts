import { SERVICE_ROLES, UPLINK_ROLES } from "../../vocabulary.ts";
import type { Language } from "../../text/language.ts";
import { formatCount } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";
import { counted, FLATTENED_REASONS, LIST_MAX, wordIn } from "./words.ts";

const some = (ids: readonly string[], lang: Language) => {
  const rest = ids.length - LIST_MAX;
  const listed = ids.slice(0, LIST_MAX).join(", ");
  return rest <= 0
    ? listed
    : `${listed} ${lang === "id" ? "dan" : "and"} ${formatCount(rest, lang)} ${lang === "id" ? "lainnya" : "more"}`;
};
const rolesIn = (roles: readonly string[], lang: Language) =>
  roles.map((role) => wordIn(SERVICE_ROLES, role, lang)).join(", ");

/** R61: what routers can and cannot be made to do with what the files say. */
export const R61_TEXTS: TextsOf<"R61"> = {
  R610: {
    title: {
      id: "Ada yang tidak dapat dikonfigurasi pada perangkat ini",
      en: "Something that a kind of router cannot be configured for",
    },
    message: {
      id: ({ devices, vendor, feature, reason }) =>
        `konfigurasi ${vendor} tidak memuat seluruh ${feature}: ${reason.id} (${formatCount(devices.length, "id")} router: ${some(devices, "id")})`,
      en: ({ devices, vendor, feature, reason }) =>
        `the ${vendor} configuration does not carry all of ${feature}: ${reason.en} (${counted(devices.length, "router")}: ${some(devices, "en")})`,
    },
    help: {
      id: () =>
        "terima akibatnya, konfigurasikan bagian itu dengan tangan, atau pakai perangkat lain",
      en: () => "accept what follows, configure that part by hand, or use another kind of router",
    },
    explain: {
      id: "Keadaan yang diturunkan dari topologi tidak mengenal merek. Bila sebuah merek tidak dapat, atau belum dapat, menuliskan salah satu bagiannya, bagian itu disebut di sini dan tidak hilang diam-diam. Berkas lain perangkat itu tetap ditulis.",
      en: "What is derived from the topology knows no vendor. Where a vendor cannot write one part of it, or cannot yet, that part is named here and never dropped in silence. The device's other files are written all the same.",
    },
  },
  R611: {
    title: { id: "Alamat uplink belum diketahui", en: "An uplink without addresses" },
    message: {
      id: ({ uplink }) =>
        `uplink ${uplink} tidak menyebut wan (alamat dari penyedia), jadi tidak dapat dikonfigurasi`,
      en: ({ uplink }) =>
        `uplink ${uplink} states no wan (the provider's addresses), so it cannot be configured`,
    },
    help: {
      id: () => "minta alamat dan gateway kepada penyedia, lalu tulis wan: { address, gateway }",
      en: () => "ask the provider for address and gateway, then write wan: { address, gateway }",
    },
    explain: {
      id: "Tanpa alamat dari penyedia, router inti tidak dapat memakai uplink itu: tidak ada rute bawaan, NAT, atau pintu masuk terowongan lewat sana. Ketahanan di `rajut check` tetap menghitungnya sebagai jalur, karena kabelnya ada.",
      en: "Without the provider's addresses the core router cannot use the uplink: no default route, no NAT, no entrance for tunnels. `rajut check` still counts it as a path, since the cable is there.",
    },
  },
  R612: {
    title: { id: "Alamat contoh dipakai", en: "Addresses that are for examples only" },
    message: {
      id: ({ subject, addresses }) =>
        `${subject} memakai alamat dari rentang contoh: ${some(addresses, "id")}`,
      en: ({ subject, addresses }) =>
        `${subject} uses addresses from the ranges for examples: ${some(addresses, "en")}`,
    },
    help: {
      id: () => "ganti dengan alamat yang sebenarnya sebelum konfigurasi dipasang",
      en: () => "replace them with the real ones before the configuration is deployed",
    },
    explain: {
      id: "192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 (RFC 5737) dan 2001:db8::/32 (RFC 3849) hanya untuk contoh dan tidak dirutekan di internet. Konfigurasi dapat disusun dan diuji dengannya, tetapi tidak dapat dipakai.",
      en: "192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 (RFC 5737) and 2001:db8::/32 (RFC 3849) are for examples and are routed nowhere. A configuration can be made and proved with them, but not used.",
    },
  },
  R613: {
    title: {
      id: "Bagian jaringan ini tidak dapat menjadi area OSPF sendiri",
      en: "A part that cannot be an OSPF area of its own",
    },
    message: {
      id: ({ kecamatan, routers, why }) =>
        `${formatCount(routers.length, "id")} router di ${kecamatan} masuk area tulang punggung: ${wordIn(FLATTENED_REASONS, why, "id")} (${some(routers, "id")})`,
      en: ({ kecamatan, routers, why }) =>
        `${counted(routers.length, "router")} in ${kecamatan} lie in the backbone area: ${wordIn(FLATTENED_REASONS, why, "en")} (${some(routers, "en")})`,
    },
    help: {
      id: () =>
        "tidak ada yang rusak; bila area tersendiri diinginkan, beri bagian itu dua sambungan serat ke PoP yang saling terhubung dua jalur",
      en: () =>
        "nothing is broken; for an area of its own, give it two fibre connections to PoPs that are themselves joined twice over",
    },
    explain: {
      id: "Area OSPF memperkecil akibat satu gangguan, tetapi memakai jalur di dalam area sebelum jalur lain, berapa pun ongkosnya (RFC 2328 §11). Bagian yang dengan area tersendiri akan memakai gelombang mikro atau satelit sebelum serat dimasukkan ke tulang punggung. Untuk jaringan kabupaten ini tidak memberatkan router.",
      en: "An OSPF area keeps the effect of one failure small, but it takes a path inside an area before any other whatever it costs (RFC 2328 §11). A part that would use microwave or satellite before fibre is taken into the backbone. At the size of a regency that is no burden.",
    },
  },
  R614: {
    title: { id: "Uplink tanpa sasaran pemeriksaan", en: "An uplink without check targets" },
    message: {
      id: ({ uplink }) =>
        `uplink ${uplink} tidak menyebut checks: hanya gateway penyedia yang dapat diperiksa`,
      en: ({ uplink }) =>
        `uplink ${uplink} states no checks: only the provider's gateway can be asked`,
    },
    help: {
      id: () =>
        "tulis dua alamat di luar penyedia yang menjawab ping, misalnya resolver publik, di checks",
      en: () =>
        "write two addresses beyond the provider that answer a ping, such as public resolvers, in checks",
    },
    explain: {
      id: "Gangguan yang paling sering terjadi ada di belakang gateway penyedia: gateway menjawab, internet tidak. Tanpa sasaran di luar, router tetap memakai uplink yang mati itu dan tidak pindah ke uplink cadangan.",
      en: "The most common outage lies behind the provider's gateway: the gateway answers, the internet does not. Without a target beyond it the router keeps using the dead uplink and never changes to the other.",
    },
  },
  R615: {
    title: { id: "Layanan untuk router belum ada", en: "Services that routers need are missing" },
    message: {
      id: ({ roles }) => `tidak ada layanan dengan peran ${rolesIn(roles, "id")}`,
      en: ({ roles }) => `no service has the role ${rolesIn(roles, "en")}`,
    },
    help: {
      id: () => "tambahkan di services: { id, name, site, zone: management, role }",
      en: () => "add it under services: { id, name, site, zone: management, role }",
    },
    explain: {
      id: "Router mengambil waktu, nama, dan alamat untuk kantor dari layanan jaringan, mengirim catatan dan salinan konfigurasi ke sana, dan bertanya di sana siapa yang boleh masuk. Peran yang tidak dipegang layanan mana pun tidak dikonfigurasi.",
      en: "Routers take time, names and the offices' addresses from services of the network, send logs and copies of their configuration there, and ask there who may log in. A role that no service has is not configured.",
    },
  },
  R616: {
    title: { id: "BGP tidak lengkap", en: "BGP that is not complete" },
    message: {
      id: ({ subject, problem }) =>
        problem === "no-asn"
          ? `${subject} menyebut peerAsn, tetapi jaringan tidak mempunyai asn`
          : `jaringan ${subject} mempunyai asn dan uplink dengan peerAsn, tetapi tidak ada ownPrefixes untuk diumumkan`,
      en: ({ subject, problem }) =>
        problem === "no-asn"
          ? `${subject} states a peerAsn, but the network has no asn`
          : `network ${subject} has an asn and an uplink with a peerAsn, but no ownPrefixes to announce`,
    },
    help: {
      id: () =>
        "tulis asn dan ownPrefixes di network.yaml (dari IDNIC), atau hapus peerAsn bila tidak memakai BGP",
      en: () =>
        "write asn and ownPrefixes in network.yaml (from the registry), or drop peerAsn where there is no BGP",
    },
    explain: {
      id: "Pertukaran rute dengan penyedia memerlukan nomor AS sendiri dan awalan yang boleh diumumkan. Kebanyakan kabupaten tidak memilikinya; dua penyedia lalu berarti dua pool NAT dan pemeriksaan, tanpa BGP.",
      en: "Exchanging routes with a provider takes an AS of one's own and prefixes that may be announced. Most regencies have neither; two providers then mean two NAT pools and checks, without BGP.",
    },
  },
  R617: {
    title: {
      id: "Kamera, Wi-Fi, atau kabinet tanpa router",
      en: "A camera, access point or cabinet without a router",
    },
    message: {
      id: ({ site }) => `${site} tidak terhubung ke router mana pun, jadi tidak mendapat alamat`,
      en: ({ site }) => `${site} is joined to no router, so it gets no address`,
    },
    help: {
      id: () => "sambungkan rantainya ke kantor atau PoP yang beroperasi",
      en: () => "join its chain to an office or PoP that is in service",
    },
    explain: {
      id: "Kamera, titik Wi-Fi, dan kabinet hanya meneruskan; alamat dan zonanya datang dari router di ujung kabelnya. Rantai yang tidak berujung di router tidak dapat dikonfigurasi.",
      en: "Cameras, access points and cabinets only switch; their addresses and their zone come from the router at the end of their cable. A chain that ends at no router cannot be configured.",
    },
  },
  R618: {
    title: {
      id: "Terowongan tanpa pintu masuk di inti",
      en: "A tunnel without an entrance at the core",
    },
    message: {
      id: ({ link }) =>
        `${link} membawa terowongan (tunnel: true), tetapi tidak ada inti dengan uplink yang alamatnya diketahui`,
      en: ({ link }) =>
        `${link} carries a tunnel (tunnel: true), but no core has an uplink whose address is known`,
    },
    help: {
      id: () => "beri sebuah inti uplink primary atau secondary dengan wan",
      en: () => "give a core a primary or secondary uplink with wan",
    },
    explain: {
      id: "Lokasi dengan 4G atau satelit sendiri membuka terowongan ke alamat publik inti. Tanpa alamat itu terowongannya tidak dapat dibuat, walaupun `rajut fail` menghitungnya sebagai jalur.",
      en: "A site with its own 4G or satellite opens a tunnel to a core's public address. Without that address it cannot be made, although `rajut fail` counts it as a path.",
    },
  },
  R619: {
    title: { id: "Uplink ini belum dikonfigurasi", en: "An uplink that is not configured yet" },
    message: {
      id: ({ uplink, role }) =>
        `uplink ${uplink} (${wordIn(UPLINK_ROLES, role, "id")}) tidak masuk konfigurasi router`,
      en: ({ uplink, role }) =>
        `uplink ${uplink} (${wordIn(UPLINK_ROLES, role, "en")}) is in no router's configuration`,
    },
    help: {
      id: () => "konfigurasikan sambungan itu dengan tangan sesuai petunjuk pengelolanya",
      en: () => "configure that connection by hand as its operator says",
    },
    explain: {
      id: "Sambungan ke JIP nasional dan ke provinsi memakai ketentuan pengelolanya (alamat, VPN, daftar awalan), yang belum ada di model. Rajut menghitungnya sebagai jalur, tetapi tidak menulis konfigurasinya.",
      en: "Connections to the national JIP and the province follow their operator's terms (addresses, VPN, lists of prefixes), which are not in the model yet. Rajut counts them as paths and writes no configuration for them.",
    },
  },
};
