import type { Code, FindingArgs } from "../../src/findings/codes.ts";

/** Arguments of every code, at least one each, and one for each branch of a text. */
export const SAMPLES: { readonly [C in Code]: readonly [FindingArgs[C], ...FindingArgs[C][]] } = {
  R001: [{}],
  R002: [{ problem: "bad indentation of a mapping entry" }, { problem: "SOMETHING_NEW" }],
  R003: [{ limit: 10000 }],
  R004: [{ limit: 64 }],
  R005: [{ sizeBytes: 80_000_000, limitBytes: 67_108_864 }],
  R006: [
    { what: "folder", path: "topology/dumay" },
    { what: "unreadable", path: "sites.csv" },
    { what: "network-file", path: "topology/dumai/network.yaml" },
  ],
  R007: [{ found: "directory" }, { found: "special" }],
  R008: [{ target: "outside" }, { target: "missing" }, { target: "loop" }],
  R009: [
    { problem: "quote" },
    { problem: "columns", expected: 5, found: 4 },
    { problem: "empty-header" },
  ],
  R010: [
    { field: "position.lon", expected: "number", found: "list" },
    { field: "name", expected: "≤ 200 characters", found: "panjang" },
    { field: "", expected: "mapping", found: "null" },
    { field: "cableEntries", expected: "> 0", found: "-1" },
    { field: "via", expected: "≥ 1 items", found: "list" },
  ],
  R011: [{ field: "kind" }],
  R012: [
    { field: "rateMbp", nearest: "rateMbps", known: ["id", "rateMbps"] },
    { field: "zzz", known: [] },
  ],
  R013: [
    {
      field: "kind",
      found: "puskemas",
      nearest: "puskesmas",
      known: ["opd", "kecamatan", "puskesmas"],
    },
  ],
  R014: [{ key: "__proto__" }],
  R015: [{ key: "name" }],
  R016: [{ field: "position.lon", found: "101,45" }],
  R017: [{ field: "name", codePoint: "U+202E" }],
  R018: [{ path: "catatan.docx" }],
  R019: [
    { problem: "syntax" },
    { problem: "not-a-feature-collection" },
    { problem: "not-a-line" },
    { problem: "not-a-polygon" },
  ],
  R020: [{ field: "until", found: "2025-02-30" }],
  R021: [{ network: "dumai", folder: "natuna" }],
  R022: [
    { field: "", reason: { id: "tepat satu", en: "exactly one" } },
    {
      field: "paths",
      reason: { id: "tanpa jalur tidak ada inti kedua", en: "no path, no second core" },
    },
  ],
  R101: [
    {
      entity: "site",
      id: "kel-lubuk-gaun",
      nearest: "kel-lubuk-gaung",
      known: Array.from({ length: 15 }, (_, index) => `kel-${index}`),
    },
    { entity: "provider", id: "isp-x", known: [] },
  ],
  R102: [{ entity: "link", id: "ring-utara-3" }],
  R103: [
    { id: "Kantor A", problem: "form" },
    { id: "a".repeat(70), problem: "length" },
    { id: "kel-1472041001", problem: "area-code" },
    { id: "internet", problem: "reserved" },
  ],
  R104: [{ code: "14.7" }],
  R105: [{ code: "14.71.04", parent: "14.72" }],
  R106: [{ code: "14.72.04", found: "Sei Sembilan", official: "Sungai Sembilan" }],
  R107: [
    { area: "14.72.04", level: "kelurahan", parentLevel: "regency" },
    { area: "14.72", level: "desa", parentLevel: "" },
  ],
  R108: [{ from: "2025-03-01", until: "2025-02-01" }],
  R109: [
    { subject: "ring-utara-3", date: "2025-01-01", other: "kontrak-1", otherFrom: "2025-02-01" },
    { subject: "ring-utara-3", date: "2026-01-01", other: "kontrak-1", otherUntil: "2025-12-31" },
    {
      subject: "ring-utara-3",
      date: "2026-01-01",
      other: "kontrak-1",
      otherFrom: "2025-01-01",
      otherUntil: "2025-12-31",
    },
  ],
  R110: [{ link: "ring-utara-3", site: "kec-sungai-sembilan" }],
  R111: [{ link: "ring-utara-3", other: "ring-utara-4", medium: "fiber" }],
  R112: [{ site: "kel-lubuk-gaung" }],
  R113: [{ site: "opd-07", name: "Dinas Pertanian" }],
  R114: [
    {
      subject: "ring-utara-3",
      status: "operational",
      other: "jl-putri-tujuh",
      otherStatus: "planned",
    },
  ],
  R115: [
    { site: "kel-lubuk-gaung", kind: "kelurahan", area: "sungai-sembilan", level: "kecamatan" },
  ],
  R201: [
    { site: "kel-lubuk-gaung", area: "lubuk-gaung", distanceM: 12_400, found: "bangsal-aceh" },
    { site: "kel-lubuk-gaung", area: "lubuk-gaung", distanceM: 850 },
  ],
  R202: [{ site: "kel-lubuk-gaung", area: "lubuk-gaung", distanceM: 40, accuracyM: 500 }],
  R203: [
    { subject: "pop-a", lon: 1.66, lat: 101.44 },
    { subject: "pop-b", lon: 10.144, lat: 1.66 },
  ],
  R204: [{ subject: "kel-lubuk-gaung", distanceM: 312_000, limitM: 100_000 }],
  R205: [
    {
      link: "ring-utara-3",
      route: "jl-putri-tujuh",
      site: "kec-sungai-sembilan",
      gapM: 82.4,
      toleranceM: 50,
    },
  ],
  R206: [{ link: "ring-utara-3", statedM: 12_400, drawnM: 9_870 }],
  R207: [{ link: "ring-utara-3", route: "jl-putri-tujuh", nextRoute: "jl-sudirman", gapM: 230 }],
  R208: [{ site: "kel-lubuk-gaung", area: "lubuk-gaung" }],
  R209: [{ area: "lubuk-gaung" }],
  R210: [
    { code: "14.72.04", name: "Sungai Sembilan" },
    { code: "", name: "" },
  ],
  R211: [{ route: "jl-putri-tujuh", lengthM: 1_240.4, atM: 1_300 }],
  R301: [
    {
      site: "kec-sungai-sembilan",
      kind: "kecamatan",
      needed: 2,
      cause: "single-point",
      sharedWith: ["ring-utara-3"],
    },
    { site: "kec-a", kind: "kecamatan", needed: 1, cause: "no-path", sharedWith: [] },
    {
      site: "pkm-a",
      kind: "puskesmas",
      needed: 2,
      cause: "no-disjoint-pair",
      sharedWith: ["jembatan-dumai", "tiang-sudirman"],
    },
  ],
  R302: [
    { site: "kec-a", kind: "kecamatan", needed: 2, links: ["sewa-1", "sewa-2"], risks: [] },
    { site: "kec-a", kind: "kecamatan", needed: 1, links: [], risks: [] },
  ],
  R303: [
    { site: "kec-a", kind: "kecamatan", cause: "no-path", sharedWith: [] },
    { site: "kec-a", kind: "kecamatan", cause: "single-point", sharedWith: ["site:dc"] },
  ],
  R304: [{ site: "kec-a", kind: "kecamatan", links: ["sewa-1"], risks: [] }],
  R305: [
    { site: "kec-a", kind: "kecamatan", cause: "single-point", sharedWith: ["provider:isp-a"] },
  ],
  R306: [{ site: "kec-a", kind: "kecamatan", links: ["sewa-1"], risks: [] }],
  R307: [
    { what: "risk", id: "jembatan-dumai", served: 7, byKind: { puskesmas: 2, kelurahan: 5 } },
    { what: "link", id: "ring-utara-3", served: 1, byKind: { kelurahan: 1 } },
  ],
  R308: [{ site: "kec-a", kind: "kecamatan" }],
  R309: [{ site: "kec-a", kind: "kecamatan" }],
  R310: [
    { kind: "wifi", sites: 12 },
    { kind: "tps", sites: 1 },
  ],
  R401: [
    { link: "panjang-1", medium: "fiber", lengthM: 80_010, limitM: 80_000, straight: false },
    { link: "radio-1", medium: "microwave", lengthM: 74_000, limitM: 60_000, straight: true },
    { link: "hp-1", medium: "mobile", lengthM: 40_000, limitM: 35_000, straight: false },
  ],
  R402: [{ pool: "sat-1", direction: "down", cirMbps: 1_250, capacityMbps: 1_000 }],
  R403: [{ pool: "sat-1", direction: "up", pirMbps: 4_000.5, allowedMbps: 2_000 }],
  R404: [{ link: "sat-a", pool: "leo-1", from: "2023-01-01", availableFrom: "2024-05-19" }],
  R405: [{ site: "pkm-a", kind: "puskesmas", rateMbps: 10, neededMbps: 50 }],
  R501: [
    { contract: "kontrak-1", until: "2025-12-31", days: 88, threshold: 90 },
    { contract: "kontrak-1", until: "2025-12-31", days: 1, threshold: 30 },
  ],
  R502: [
    { contract: "kontrak-1", next: "kontrak-2", until: "2025-12-31", from: "2026-02-01", days: 31 },
  ],
  R503: [{ contract: "kontrak-1", until: "2024-12-31", days: 20 }],
  R504: [{ link: "sewa-1", medium: "leased-line" }],
  R505: [{ contract: "kontrak-1", provider: "isp-a", link: "sewa-1", linkProvider: "isp-b" }],
  R506: [{ contract: "kontrak-1", until: "2025-12-31" }],
  R510: [
    { code: "R301", subject: "kec-a", owner: "Kepala Bidang Infrastruktur", until: "2025-06-30" },
  ],
  R511: [{ code: "R301", subject: "kec-a" }],
};
