import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/cli/commands/check.ts";
import { CODES } from "../../src/findings/codes.ts";

/**
 * One planted fault a fixture: `fixtures/findings/<CODE>[-<case>]/contoh` is laid over the clean
 * network `fixtures/findings/base/contoh`, and `expected.txt` is all that `rajut check` prints then.
 * A case that ends in `-bersih` is the rule's near miss, where it must keep silent. `UPDATE=1` rewrites.
 */
const FIXTURES = path.resolve("fixtures/findings");
const NETWORK = "contoh";
const CASES = readdirSync(FIXTURES).filter((name) => name !== "base");

/** Codes that no check gives: R610 is told by `rajut render` (test/cli/render.test.ts). */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["R610"]);

/** What git cannot keep, or nobody would want to read: bytes, size, pipes, links, what is missing. */
const PREPARE: Readonly<Record<string, (folder: string) => void>> = {
  R001: (folder) =>
    writeFileSync(
      `${folder}/kasus.yaml`,
      Buffer.concat([Buffer.from("# Caf"), Buffer.from([0xe9, 0x0a])]),
    ),
  R005: (folder) => writeFileSync(`${folder}/kasus.yaml`, "# terlalu panjang\n".repeat(300_000)),
  "R006-berkas": (folder) => rmSync(`${folder}/network.yaml`),
  "R006-folder": (folder) => rmSync(folder, { recursive: true }),
  "R007-folder": (folder) => mkdirSync(`${folder}/kasus.csv`),
  "R007-pipa": (folder) => execFileSync("mkfifo", [`${folder}/kasus.yaml`]),
  "R008-luar": (folder) => symlinkSync("/etc/hostname", `${folder}/kasus.yaml`),
  "R008-hilang": (folder) => symlinkSync("tidak-ada.yaml", `${folder}/kasus.yaml`),
  "R008-lingkar": (folder) => symlinkSync(".", `${folder}/kasus`),
  "R008-lingkar-sendiri": (folder) => symlinkSync("kasus.yaml", `${folder}/kasus.yaml`),
};

const home = process.cwd();
let place: string;
beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), "rajut-faults-"));
});
afterAll(() => {
  process.chdir(home);
  rmSync(place, { recursive: true });
});

/** What `rajut check contoh` prints for a fixture, read where the fixture's own path does not show. */
async function printed(name: string): Promise<string> {
  const folder = path.join(place, name);
  cpSync(path.join(FIXTURES, "base"), folder, { recursive: true });
  const overlay = path.join(FIXTURES, name, NETWORK);
  if (existsSync(overlay)) cpSync(overlay, path.join(folder, NETWORK), { recursive: true });
  PREPARE[name]?.(path.join(folder, NETWORK));
  process.chdir(folder);
  let text = "";
  await check.run({
    arguments: [NETWORK],
    options: {},
    lang: "id",
    // Nothing may depend on it: the base states the day that it describes.
    today: "2031-01-01",
    terminal: {
      out: (part) => void (text += part),
      err: () => undefined,
      colour: { out: false, err: false },
      width: 80,
    },
  });
  process.chdir(home);
  return text;
}

const isClean = (text: string) => text.startsWith("tidak ada temuan\n");

describe("planted faults", () => {
  test("the network without a fault has no finding at all", async () => {
    expect(await printed("base")).toSatisfy(isClean);
  });

  test.each(CASES)("%s", async (name) => {
    const text = await printed(name);
    const file = path.join(FIXTURES, name, "expected.txt");
    if (process.env["UPDATE"] === "1") writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
    if (name.endsWith("-bersih")) expect(text).toSatisfy(isClean);
    else expect(text).toContain(`[${name.slice(0, 4)}]`);
  });

  test("every code has a fault of its own, or a test where it is told", () => {
    const planted = new Set(
      CASES.filter((name) => !name.endsWith("-bersih")).map((name) => name.slice(0, 4)),
    );
    expect(CODES.filter((code) => !planted.has(code) && !TOLD_ELSEWHERE.has(code))).toEqual([]);
  });
});
