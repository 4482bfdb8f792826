import { formatCount } from "../../text/number.ts";
import type { TextsOf } from "./finding-text.ts";
import { counted, mediumWord } from "./words.ts";

/** R5: contracts, and waivers of findings. */
export const R5_TEXTS: TextsOf<"R5"> = {
  R501: {
    title: { id: "Kontrak segera berakhir", en: "A contract ends soon" },
    message: {
      id: ({ contract, until, days, threshold }) =>
        `kontrak ${contract} berakhir ${until}, ${formatCount(days, "id")} hari lagi (T-${threshold})`,
      en: ({ contract, until, days, threshold }) =>
        `contract ${contract} ends on ${until}, in ${counted(days, "day")} (T-${threshold})`,
    },
    help: {
      id: ({ threshold }) =>
        threshold === 30
          ? "pastikan perpanjangan atau penggantinya sudah ditandatangani, lalu tulis di successor"
          : "mulai proses perpanjangan atau pengadaan, lalu tulis kontrak penggantinya di successor",
      en: ({ threshold }) =>
        threshold === 30
          ? "make sure that the renewal or its successor is signed, then write it in successor"
          : "begin the renewal or procurement, then write the contract that follows in successor",
    },
    explain: {
      id: "Kontrak tanpa penerus diingatkan tiga kali: 90, 60, dan 30 hari sebelum berakhir, dihitung dari tanggal pemeriksaan. Pengadaan memerlukan waktu, dan layanan yang terputus karena administrasi sama akibatnya dengan kabel putus. Rajut tidak tahu pembicaraan yang sedang berjalan; ia hanya membaca until dan successor.",
      en: "A contract without a successor is named three times: 90, 60 and 30 days before it ends, counted from the date of the check. Procurement takes time, and a service cut by paperwork is as dead as one cut by a digger. Rajut knows nothing of talks under way; it reads until and successor.",
    },
  },
  R502: {
    title: {
      id: "Ada sela antara kontrak dan penggantinya",
      en: "A gap between a contract and the next",
    },
    message: {
      id: ({ contract, next, until, from, days }) =>
        `kontrak ${contract} berakhir ${until}, penggantinya ${next} mulai ${from}: ${formatCount(days, "id")} hari tanpa kontrak`,
      en: ({ contract, next, until, from, days }) =>
        `contract ${contract} ends on ${until}, its successor ${next} begins on ${from}: ${counted(days, "day")} without a contract`,
    },
    help: {
      id: () =>
        "majukan awal kontrak pengganti, perpanjang kontrak lama, atau sepakati layanan sementara secara tertulis",
      en: () =>
        "let the successor begin earlier, prolong the old one, or agree in writing on service in between",
    },
    explain: {
      id: "Kontrak pengganti harus mulai paling lambat sehari setelah kontrak lama berakhir. Sela paling sering terjadi pada bulan Januari, di antara dua tahun anggaran. Selama sela itu penyedia boleh memutus layanan, dan pembayarannya tidak mempunyai dasar.",
      en: "The next contract must begin no later than the day after the old one ends. Gaps are most common in January, between two budget years. During the gap the provider may cut the service, and paying for it has no basis.",
    },
  },
  R503: {
    title: { id: "Kontrak sudah berakhir", en: "A contract has ended" },
    message: {
      id: ({ contract, until, days }) =>
        `kontrak ${contract} sudah berakhir ${until}, ${formatCount(days, "id")} hari yang lalu, tetapi masih dipakai`,
      en: ({ contract, until, days }) =>
        `contract ${contract} ended on ${until}, ${counted(days, "day")} ago, but is still in use`,
    },
    help: {
      id: () =>
        "tulis kontrak pengganti (successor), atau beri tautan dan uplink yang memakainya until yang sama",
      en: () =>
        "write the contract that follows (successor), or give the links and uplinks that use it the same until",
    },
    explain: {
      id: "Tautan atau uplink yang beroperasi menyebut kontrak yang sudah lewat tanggalnya pada tanggal pemeriksaan, dan tidak ada penerus yang berlaku. Mungkin layanannya memang berjalan tanpa dasar, mungkin berkasnya yang belum diperbarui; Rajut tidak dapat membedakannya.",
      en: "A link or uplink in operation names a contract that is past its date on the day of the check, and no successor holds. Either the service runs without a basis or the file is out of date; Rajut cannot tell which.",
    },
  },
  R504: {
    title: { id: "Tautan sewa tanpa kontrak", en: "A rented link without a contract" },
    message: {
      id: ({ link, medium }) =>
        `tautan ${link} (${mediumWord(medium, "id")}) tidak menyebut kontrak`,
      en: ({ link, medium }) => `link ${link} (${mediumWord(medium, "en")}) names no contract`,
    },
    help: {
      id: () => "tulis kontraknya di daftar contracts dan sebut id-nya di isian contract",
      en: () => "write the contract in the list contracts and name its id in the field contract",
    },
    explain: {
      id: "Layanan dari penyedia berjalan atas dasar kontrak: di sanalah masa berlaku, SLA, dan nomor sirkuitnya. Tanpa kontrak di berkas, tidak ada yang mengingatkan sebelum layanan berakhir. Layanan tanpa biaya (CSR, BAKTI) pun mempunyai surat atau perjanjian yang dapat ditulis.",
      en: "A provider's service rests on a contract: it holds the period, the SLA and the circuit number. Without it in the files nothing warns before the service ends. Even free service (CSR, BAKTI) has a letter or an agreement that can be written down.",
    },
  },
  R505: {
    title: {
      id: "Penyedia kontrak dan tautan berbeda",
      en: "Contract and link name different providers",
    },
    message: {
      id: ({ contract, provider, link, linkProvider }) =>
        `kontrak ${contract} dengan penyedia ${provider}, sedangkan tautan ${link} menyebut penyedia ${linkProvider}`,
      en: ({ contract, provider, link, linkProvider }) =>
        `contract ${contract} is with provider ${provider}, but link ${link} names provider ${linkProvider}`,
    },
    help: {
      id: () => "perbaiki isian contract atau provider pada tautan itu",
      en: () => "mend the field contract or provider of that link",
    },
    explain: {
      id: "Penyedia pada tautan menentukan risiko bersamanya; penyedia pada kontrak menentukan siapa yang dibayar dan dihubungi. Keduanya harus sama. Bila penyedia kontrak menyewa dari pihak lain, tulis pihak yang berkontrak sebagai penyedia dan jaringan pihak lain sebagai risiko bersama.",
      en: "The provider of a link decides its shared risks; that of the contract decides who is paid and called. They must be the same. When the contracted provider rents from another, write the contracted one as provider and the other's network as a shared risk.",
    },
  },
  R506: {
    title: {
      id: "Kontrak habis bersama tahun anggaran",
      en: "A contract ends with the budget year",
    },
    message: {
      id: ({ contract, until }) =>
        `kontrak ${contract} berakhir ${until} dan belum mempunyai penerus`,
      en: ({ contract, until }) => `contract ${contract} ends on ${until} and has no successor yet`,
    },
    help: {
      id: () =>
        "rencanakan pengadaannya agar kontrak baru berlaku sejak hari berikutnya; tulis di successor",
      en: () =>
        "plan its procurement so that the next holds from the day after; write it in successor",
    },
    explain: {
      id: "Kontrak yang berakhir bersama tahun anggaran mudah meninggalkan bulan Januari tanpa layanan, karena kontrak baru menunggu anggaran disahkan. Catatan ini muncul lebih awal daripada pengingat T-90 supaya sempat direncanakan, misalnya dengan pengadaan dini. Rajut tidak tahu rencana yang belum ditulis di berkas.",
      en: "A contract that ends with the budget year easily leaves January without service, because the next waits for the budget. This note comes earlier than the reminder at T-90 so that there is time to plan, for instance by early procurement. Rajut does not know plans that are not in the files.",
    },
  },
  R510: {
    title: { id: "Keringanan sudah lewat tanggalnya", en: "A waiver is past its date" },
    message: {
      id: ({ code, subject, owner, until }) =>
        `keringanan ${code} untuk ${subject} (penanggung jawab: ${owner}) berakhir ${until}`,
      en: ({ code, subject, owner, until }) =>
        `the waiver of ${code} for ${subject} (owner: ${owner}) ended on ${until}`,
    },
    help: {
      id: ({ code }) =>
        `selesaikan ${code}-nya, atau perbarui until setelah disetujui penanggung jawabnya`,
      en: ({ code }) => `mend ${code}, or set a new until once its owner agrees`,
    },
    explain: {
      id: "Keringanan menyembunyikan satu temuan sampai tanggal tertentu, dengan nama orang yang menanggungnya. Setelah tanggal itu temuannya muncul kembali, dan keringanan yang lewat disebut supaya ada yang memutuskan lagi. Keringanan tidak pernah berlaku selamanya.",
      en: "A waiver hides one finding until a date, with the name of who answers for it. After that date the finding returns, and the waiver is named so that somebody decides again. No waiver lasts for ever.",
    },
  },
  R511: {
    title: { id: "Keringanan tidak diperlukan lagi", en: "A waiver is no longer needed" },
    message: {
      id: ({ code, subject }) =>
        `tidak ada temuan ${code} untuk ${subject}, jadi keringanan ini tidak berguna`,
      en: ({ code, subject }) =>
        `there is no finding ${code} for ${subject}, so this waiver does nothing`,
    },
    help: {
      id: () => "hapus keringanannya, atau periksa ejaan code dan subject",
      en: () => "remove the waiver, or check the spelling of code and subject",
    },
    explain: {
      id: "Keringanan dicocokkan dengan kode dan pokok temuan, persis sama. Bila tidak ada temuan yang cocok, masalahnya sudah selesai atau ejaannya salah. Keringanan yang tertinggal dapat menyembunyikan masalah baru di kemudian hari, jadi sebaiknya dihapus.",
      en: "A waiver is matched by the finding's code and subject, exactly. When nothing matches, the problem is solved or the spelling is wrong. A waiver left behind can hide a new problem later, so it is better removed.",
    },
  },
};
