import { describe, expect, it, test } from "vitest";
import type { Files } from "../../src/config/config-changes.ts";
import { VENDORS } from "../../src/config/vendors/vendors.ts";
import type { DeviceRollout } from "../../src/rollout/device-rollout.ts";
import { LANGUAGES } from "../../src/text/language.ts";
import {
  deployPlanText,
  type DeployPlanOptions,
  type DevicePlan,
} from "../../src/views/deploy-plan-text.ts";
import { exampleState } from "../config/vendors/example-states.ts";

const OPTIONS: DeployPlanOptions = { lang: "id", width: 100, colour: false, full: false };

const filesOf = (name: "core" | "edge"): Files =>
  Object.fromEntries(
    VENDORS.linux.render(exampleState(name)).files.map(({ path, content }) => [path, content]),
  );

const rollout = (wave: number, more: Partial<DeviceRollout> = {}): DeviceRollout => ({
  wave,
  waves: 4,
  kind: "ordinary",
  neverWith: [],
  atRisk: [{ site: "lurah-laut", seconds: 13 }],
  paths: 1,
  ...more,
});

const textOf = (plans: readonly DevicePlan[], options: Partial<DeployPlanOptions> = {}) =>
  deployPlanText(plans, VENDORS.linux, { ...OPTIONS, ...options });

const edge = filesOf("edge");
const FRR = "etc/frr/frr.conf";
const slower = { ...edge, [FRR]: edge[FRR]!.replace(/ip ospf cost \d+/, "ip ospf cost 999") };

describe("a plan of four devices", () => {
  const plans: DevicePlan[] = [
    {
      device: "pusat",
      before: { ...filesOf("core"), "etc/chrony/chrony.conf": "server 10.0.0.1\n" },
      after: filesOf("core"),
      rollout: rollout(4, { kind: "core" }),
    },
    {
      device: "menara",
      before: edge,
      after: slower,
      rollout: rollout(2, {
        atRisk: ["menara", "lurah-laut", "lurah-darat"].map((site) => ({ site, seconds: 21 })),
      }),
    },
    {
      device: "lurah-laut",
      before: undefined,
      after: filesOf("edge"),
      rollout: rollout(1, { kind: "canary", paths: 0 }),
    },
    { device: "tetap", before: edge, after: edge, rollout: rollout(3) },
    { device: "tutup", before: edge, after: undefined, rollout: undefined },
  ];
  test.each(LANGUAGES)("reads like this in %s", async (lang) => {
    const text = textOf(plans, { lang, rollbackSeconds: 120 });
    await expect(text).toMatchFileSnapshot(`deploy-plan.${lang}.txt`);
  });
  it("has no line with spaces at its end", () => {
    expect(
      textOf(plans)
        .split("\n")
        .filter((line) => line !== line.trimEnd()),
    ).toEqual([]);
  });
});

it("says in one line that nothing changes", () => {
  const same = { device: "tetap", before: edge, after: edge, rollout: rollout(1) };
  expect(textOf([same])).toBe("Rencana: 1 tetap\n");
  expect(textOf([], { lang: "en" })).toBe("Plan: 0 unchanged\n");
});

describe("differences of files", () => {
  const plan = (before: string, after: string): DevicePlan => ({
    device: "menara",
    before: { "etc/x": before },
    after: { "etc/x": after },
    rollout: undefined,
  });
  const many = Array.from({ length: 500 }, (_, i) => `baris ${i}\n`).join("");

  it("are cut with a count, and whole when asked for", () => {
    const cut = textOf([plan("", many)]);
    expect(cut).toContain("… 463 baris perbedaan lagi; semuanya: --full");
    expect(cut).not.toContain("baris 499");
    const full = textOf([plan("", many)], { full: true });
    expect(full).toContain("+baris 499");
    expect(full).not.toContain("--full");
  });

  it("of new devices are shown only when asked for", () => {
    const fresh = {
      device: "baru",
      before: undefined,
      after: { "etc/x": "a\n" },
      rollout: undefined,
    };
    expect(textOf([fresh])).not.toContain("+a");
    expect(textOf([fresh], { full: true })).toContain(
      "--- /dev/null\n  +++ etc/x\n  @@ -0,0 +1,1 @@\n  +a",
    );
  });

  it("keep tokens of secrets as tokens", () => {
    expect(textOf([plan("password @secret:a/b@\n", "password @secret:a/c@\n")])).toContain(
      "-password @secret:a/b@",
    );
  });

  it.each(["\u001b[2J", "\u009b31m", "\u202e", "\u0007", "\r"])(
    "let no %j reach the terminal",
    (hostile) => {
      const text = textOf([
        {
          device: `x${hostile}`,
          before: { [`etc/${hostile}`]: "a" },
          after: {
            [`etc/${hostile}`]: `b${hostile}`,
            [`etc/systemd/network/50-${hostile}.network`]: `Address=${hostile}`,
          },
          rollout: rollout(1, { atRisk: [{ site: hostile, seconds: 1 }] }),
        },
      ]);
      expect(text).not.toContain(hostile);
      expect(text).toMatch(/\\u\{/);
    },
  );
});

it("is coloured only when asked, and then says the same", () => {
  const plans = [{ device: "menara", before: edge, after: slower, rollout: rollout(1) }];
  const coloured = textOf(plans, { colour: true });
  expect(coloured).toContain("\u001b[");
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(textOf(plans));
});
