import type { Text } from "../text/language.ts";
import type { Command } from "./command.ts";

interface Listed {
  readonly summary: Text;
  load(): Promise<Command>;
}

/** Every command; each is loaded only when it is called, so that none pays for another's imports. */
export const COMMANDS = {
  overview: {
    summary: {
      id: "periksa, analisis, peta, dan ringkasan sekaligus ke out/",
      en: "check, analysis, map and summary at once into out/",
    },
    load: async () => (await import("./commands/overview.ts")).overview,
  },
  check: {
    summary: {
      id: "periksa berkas dan ketahanan jaringan",
      en: "check a network's files and resilience",
    },
    load: async () => (await import("./commands/check.ts")).check,
  },
  show: {
    summary: {
      id: "ringkasan, atau satu lokasi, tautan, rute, penyedia",
      en: "summary, or one site, link, route, provider",
    },
    load: async () => (await import("./commands/show.ts")).show,
  },
  path: {
    summary: {
      id: "jalur antara dua lokasi: terpendek, k terpendek, sepasang terpisah",
      en: "paths between two sites: shortest, k shortest, disjoint pair",
    },
    load: async () => (await import("./commands/path.ts")).path,
  },
  fail: {
    summary: {
      id: "siapa yang terputus bila sesuatu rusak",
      en: "who is cut off when something fails",
    },
    load: async () => (await import("./commands/fail.ts")).fail,
  },
  addresses: {
    summary: {
      id: "pembagian alamat per pool dan kecamatan; tulis addresses.lock.yaml",
      en: "addresses by pool and kecamatan; write addresses.lock.yaml",
    },
    load: async () => (await import("./commands/addresses.ts")).addresses,
  },
  map: {
    summary: { id: "gambar peta jaringan", en: "draw the network's map" },
    load: async () => (await import("./commands/map.ts")).map,
  },
  render: {
    summary: {
      id: "tulis konfigurasi setiap router",
      en: "write the configuration of every router",
    },
    load: async () => (await import("./commands/render.ts")).render,
  },
  deploy: {
    summary: {
      id: "pasang konfigurasi ke router dengan Pulumi, lebih dulu rencananya",
      en: "bring the configuration to the routers by Pulumi, the plan first",
    },
    load: async () => (await import("./commands/deploy.ts")).deploy,
  },
  import: {
    summary: {
      id: "ambil data dari luar, misalnya batas wilayah",
      en: "take in outside data, such as boundaries",
    },
    load: async () => (await import("./commands/import.ts")).importCommand,
  },
  export: {
    summary: {
      id: "lab untuk containerlab atau netlab",
      en: "a lab for containerlab or netlab",
    },
    load: async () => (await import("./commands/export.ts")).exportCommand,
  },
  lab: {
    summary: {
      id: "jalankan router sungguhan di mesin ini dan uji jaringannya",
      en: "run real routers on this machine and test the network",
    },
    load: async () => (await import("./commands/lab.ts")).lab,
  },
  explain: {
    summary: { id: "jelaskan sebuah kode temuan", en: "explain a finding's code" },
    load: async () => (await import("./commands/explain.ts")).explain,
  },
} as const satisfies Record<string, Listed>;
