import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hubOf } from "../../../src/config/hub/hub.ts";
import { renderHub } from "../../../src/config/hub/render-hub.ts";
import { isolated, lacking, layOut, missing } from "../vendors/real-tools.ts";
import { fullSettings, regency } from "./hub-fixture.ts";

const hub = hubOf(fullSettings(), regency());
const files = renderHub(hub).flatMap((part) => part.files);

/** What a checker wants beside the file. */
const PREPARE: Readonly<Record<string, string>> = {
  sshd: "mkdir -p /run/sshd; ssh-keygen -q -t ed25519 -N '' -f /run/key; mkdir -p /etc/ssh; [ -e /etc/ssh/ssh_host_ed25519_key ] || { mount -t tmpfs ssh /etc/ssh; cp /run/key /etc/ssh/ssh_host_ed25519_key; }",
  "systemd-analyze": [
    'mkdir -p /run/units "$FOLDER/usr/local"',
    'mount --bind "$FOLDER/usr/local" /usr/local',
    'cp "$FOLDER"/etc/systemd/system/* /run/units',
    'FILE=/run/units/$(basename "$FILE")',
  ].join("\n"),
  "wg-quick": 'cp "$FILE" /run/wg9.conf; FILE=/run/wg9.conf',
};

const TOOLS = [
  "vtysh",
  "nft",
  "chronyd",
  "sshd",
  "shellcheck",
  "systemd-analyze",
  "wg-quick",
  "nsd-checkconf",
  "promtool",
  "prometheus-blackbox-exporter",
  "sh",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rajut-hub-"));
  layOut(
    folder,
    files,
    () => "GOEzVZcpzhKzZQ2Hx0FBJ1oSF0aYkXUtq2y7b1cC2nE=",
    () => "GOEzVZcpzhKzZQ2Hx0FBJ1oSF0aYkXUtq2y7b1cC2nE=",
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const checkedBy = (tool: string) => files.filter(({ check }) => check?.[0] === tool);

describe.each(TOOLS)("the hub is checked by", (tool) => {
  const lacks = missing(tool, "root", "isolation");
  test.skipIf(lacks.length > 0).each(checkedBy(tool))(
    `${lacking(tool, lacks)}: $path`,
    ({ path: name, check }) => {
      const { code, output } = isolated(
        [
          `FOLDER='${folder}'`,
          `FILE="$FOLDER/${name}"`,
          PREPARE[tool] ?? "",
          `${check!.join(" ")} "$FILE" 2>&1`,
        ].join("\n"),
      );
      expect(code, output).toBe(0);
      if (tool === "systemd-analyze") expect(output).toBe("");
    },
  );
});

test("every checker that a file of the hub names is tried", () => {
  expect(new Set(files.flatMap(({ check }) => check?.[0] ?? []))).toEqual(new Set(TOOLS));
});

const RULES = "etc/prometheus/rajut.rules.yml";
const lacks = missing("promtool", "root", "isolation");
describe("the hub's alerts", () => {
  /** Prometheus plays ten minutes in which the routers with these names answered nothing. */
  const firing = (silent: readonly string[], known = hub.routers) => {
    const series = known.map(
      ({ device, area, siteKind }) =>
        `      - { series: 'probe_success{job="rajut-ipv4",router="${device}",area="${area}",kind="${siteKind}"}', values: '${silent.includes(device) ? 0 : 1}x40' }`,
    );
    const script = [
      `cat >/run/test.yml <<'YAML'`,
      `rule_files: ["${folder}/${RULES}"]`,
      "evaluation_interval: 30s",
      "tests:",
      "  - interval: 30s",
      "    input_series:",
      ...series,
      "    promql_expr_test:",
      '      - expr: count by (alertname, router) (ALERTS{alertstate="firing"})',
      "        eval_time: 20m",
      "        exp_samples: []",
      "YAML",
      "promtool test rules /run/test.yml 2>&1 || :",
    ].join("\n");
    const got = isolated(script).output;
    return [...got.matchAll(/alertname="(\w+)"(?:, router="([\w-]+)")?/g)].map(
      ([, name, router]) => (router === undefined ? name : `${name} ${router}`),
    );
  };

  test.skipIf(lacks.length > 0)(`${lacking("a quiet network", lacks)}: nobody is woken`, () => {
    expect(firing([])).toEqual([]);
  });
  test.skipIf(lacks.length > 0)(`${lacking("one router silent", lacks)}: it is named`, () => {
    expect(firing(["simpul"])).toContain("RouterUnreachable simpul");
  });
  test.skipIf(lacks.length > 0)(
    `${lacking("all silent", lacks)}: one alert, not one a router`,
    () => {
      expect(firing(hub.routers.map(({ device }) => device))).toEqual(["NetworkUnreachable"]);
    },
  );
  test.skipIf(lacks.length > 0)(
    `${lacking("a router that nobody watches", lacks)}: missed by the plan's number`,
    () => {
      expect(firing([], hub.routers.slice(1))).toEqual(["FewerRoutersThanPlanned"]);
    },
  );
});
