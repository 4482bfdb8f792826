import { describe, expect, test } from "vitest";
import {
  formatCount,
  formatDecimal,
  formatMbps,
  formatMetres,
  formatMetresApart,
  formatRatioPercent,
  formatRupiah,
} from "../../src/text/number.ts";

describe("numbers in Indonesian and English", () => {
  test.each([
    [formatCount(1_240, "id"), "1.240"],
    [formatCount(1_240, "en"), "1,240"],
    [formatCount(999, "id"), "999"],
    [formatCount(1_234_567.6, "id"), "1.234.568"],
    [formatCount(-1_240, "id"), "-1.240"],
    [formatCount(-0.2, "id"), "0"],
    [formatCount(Number.NaN, "id"), "?"],
    [formatCount(Number.POSITIVE_INFINITY, "en"), "∞"],
    [formatCount(1e21, "en"), "1,000,000,000,000,000,000,000"],
    [formatDecimal(1_240.5, "id", 2), "1.240,5"],
    [formatDecimal(0.125, "en", 3), "0.125"],
    [formatMetres(850, "id"), "850 m"],
    [formatMetres(0, "id"), "0 m"],
    [formatMetres(999.4, "id"), "999 m"],
    [formatMetres(999.6, "id"), "1 km"],
    [formatMetres(12_400, "id"), "12,4 km"],
    [formatMetres(12_400, "en"), "12.4 km"],
    [formatMetres(1_234_500, "id"), "1.234,5 km"],
    [formatMbps(1_000, "id"), "1.000 Mbps"],
    [formatMbps(0.5, "en"), "0.5 Mbps"],
    [formatRatioPercent(0.614, "id"), "61,4 %"],
    [formatRatioPercent(1, "en"), "100 %"],
    [formatRupiah(86_800_000, "id"), "Rp 86.800.000"],
    [formatRupiah(2_603_957_000n, "en"), "Rp 2,603,957,000"],
    [formatRupiah(-500, "id"), "-Rp 500"],
    [formatRupiah(-0, "id"), "Rp 0"],
  ])("%s", (written, expected) => {
    expect(written).toBe(expected);
  });

  test("two distances that differ never read alike", () => {
    expect(formatMetresApart(80_010, 80_000, "id")).toEqual(["80,01 km", "80 km"]);
    expect(formatMetresApart(50.4, 50, "en")).toEqual(["50.4 m", "50 m"]);
    expect(formatMetresApart(1_240.4, 1_300, "id")).toEqual(["1,2 km", "1,3 km"]);
    expect(formatMetresApart(7, 7, "id")).toEqual(["7 m", "7 m"]);
  });
});
