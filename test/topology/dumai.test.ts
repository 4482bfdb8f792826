import { beforeAll, describe, expect, it } from "vitest";
import { openAndCheck, openNetwork, requireNetwork } from "../../src/cli/open-network.ts";
import type { Network } from "../../src/model/network.ts";
import type { CheckReport } from "../../src/pipeline.ts";

/** The real case: what the sources say, and that nothing estimated passes for surveyed. */
let network: Network;
let report: CheckReport;

beforeAll(async () => {
  const opened = await openNetwork("topology/dumai", { options: {}, today: "2030-01-01" });
  network = requireNetwork(opened);
  ({ report } = await openAndCheck({ ...opened, network }));
});

const count = (kind: string) =>
  [...network.sites.values()].filter((site) => site.kind === kind).length;

describe("topology/dumai", () => {
  it.each([
    ["opd", 33],
    ["kecamatan", 7],
    ["kelurahan", 36],
    ["puskesmas", 10],
    ["cctv", 12],
    ["datacentre", 1],
  ])("has as many %s as its sources say: %i", (kind, number) => {
    expect(count(kind)).toBe(number);
  });

  it("gives a source for every name that is not a placeholder", () => {
    for (const { id, name, nameSource } of network.sites.values()) {
      const isPlaceholder = name.endsWith("(nama belum diverifikasi)");
      expect(isPlaceholder || (nameSource ?? "").length > 5, id).toBe(true);
    }
    expect(report.findings.filter(({ code }) => code === "R113")).toEqual([]);
  });

  it("passes no estimate off as surveyed and states every accuracy", () => {
    for (const { id, position, location, building } of network.sites.values()) {
      expect([position, location, building].some((place) => place !== undefined), id).toBe(true);
      if (position === undefined) continue;
      expect(["derived", "estimated"], id).toContain(position.source);
      expect(position.accuracyM, id).toBeGreaterThanOrEqual(500);
      expect(position.basis, id).toBeTruthy();
    }
  });

  it("has files without a fault but the one that is meant", () => {
    const files = report.findings.filter(({ code }) => /^R[012]/.test(code));
    expect(files.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      "R206 cabang-dumai-selatan-3",
    ]);
  });

  it("lets check speak of the weaknesses that its README names", () => {
    const told = new Set(report.findings.map(({ code, subject }) => `${code} ${subject}`));
    for (const weakness of [
      "R301 camat-sungai-sembilan",
      "R301 camat-bukit-kapur",
      "R302 puskesmas-bukit-timah",
      "R306 camat-dumai-barat",
      "R307 penyulang-kota-barat",
      "R501 kontrak-metro-2025",
    ]) {
      expect(told, weakness).toContain(weakness);
    }
  });

  it("is better in October, when the ring of Bukit Kapur is closed", async () => {
    const opened = await openNetwork("topology/dumai", {
      options: { at: "2025-10-01" },
      today: "2030-01-01",
    });
    const later = await openAndCheck({ ...opened, network: requireNetwork(opened) });
    const unmet = (findings: CheckReport["findings"]) =>
      findings.filter(({ code }) => code === "R301").map(({ subject }) => subject);
    expect(unmet(report.findings)).toContain("camat-bukit-kapur");
    expect(unmet(later.report.findings)).not.toContain("camat-bukit-kapur");
  });
});
