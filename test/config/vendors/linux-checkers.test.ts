import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { desiredStates } from "../desired-states.ts";
import { EXAMPLES, exampleState } from "./example-states.ts";
import { isolated, lacking, layOut, missing } from "./real-tools.ts";

/** Routers with hostile names, the same in every run. */
const SAMPLES = 12;
const routers: (readonly [string, DesiredState])[] = [
  ...EXAMPLES.map((name) => [name, exampleState(name)] as const),
  ...fc
    .sample(desiredStates, { numRuns: SAMPLES, seed: 4 })
    .map((state, i) => [`sample ${i}`, state] as const),
];

/** What a checker wants beside the file: where it writes, and interfaces that are there. */
const PREPARE: Readonly<Record<string, string>> = {
  sshd: "mkdir -p /run/sshd",
  keepalived:
    "for i in $(grep -oP '^  interface \\K.*' \"$FILE\"); do ip link add $i type veth peer name p$i 2>/dev/null || :; done",
  "systemd-analyze": [
    'mkdir -p /run/units "$FOLDER/usr/local"',
    'mount --bind "$FOLDER/usr/local" /usr/local',
    'cp "$FOLDER"/etc/systemd/system/* /run/units',
    'FILE=/run/units/$(basename "$FILE" | sed s/@/@x/)',
    '[ -e "$FILE" ] || cp "/run/units/$(basename "$FILE" | sed s/@x/@/)" "$FILE"',
  ].join("\n"),
  "wg-quick": 'cp "$FILE" /run/wg9.conf; FILE=/run/wg9.conf',
};

const TOOLS = [
  "vtysh",
  "nft",
  "keepalived",
  "dnsmasq",
  "chronyd",
  "rsyslogd",
  "sshd",
  "shellcheck",
  "systemd-analyze",
  "wg-quick",
  "radvd",
  "sh",
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "rajut-rendered-"));
  for (const [name, state] of routers) layOut(path.join(folder, name), linux.render(state).files);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(TOOLS)("checked by", (tool) => {
  const lacks = missing(tool, "root", "isolation");
  const skipped = lacking(tool, lacks);
  test.skipIf(lacks.length > 0).each(routers)(`${skipped}: %s`, (name, state) => {
    for (const file of linux.render(state).files) {
      if (file.check?.[0] !== tool) continue;
      const { code, output } = isolated(
        [
          `FOLDER='${path.join(folder, name)}'`,
          `FILE="$FOLDER/${file.path}"`,
          PREPARE[tool] ?? "",
          `${file.check.join(" ")} "$FILE" 2>&1`,
        ].join("\n"),
      );
      expect(code, `${file.path}: ${output}`).toBe(0);
      if (tool === "systemd-analyze") expect(output).toBe("");
    }
  });
});

test("every checker that a file names is tried", () => {
  const named = routers.flatMap(([, state]) =>
    linux.render(state).files.flatMap(({ check }) => check?.[0] ?? []),
  );
  expect(new Set(named)).toEqual(new Set(TOOLS));
});
