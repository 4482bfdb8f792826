import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { render } from "../../src/cli/commands/render.ts";
import { UsageError } from "../../src/cli/command.ts";

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "rajut-render-"));
});
afterAll(() => rmSync(scratch, { recursive: true }));

async function run(
  network: string,
  options: Record<string, string> = {},
  lang: "id" | "en" = "id",
) {
  let [out, err] = ["", ""];
  const exit = await render.run({
    arguments: [network],
    options,
    lang,
    today: "2031-01-01",
    terminal: {
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      colour: { out: false, err: false },
      width: 80,
    },
  });
  return { exit, out, err };
}

function tree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    files
      .filter((file) => file.isFile())
      .map((file) => path.relative(folder, path.join(file.parentPath, file.name)))
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}

const EIGHT = "fixtures/networks/delapan-router";

describe("rajut render", () => {
  test("the same files, byte for byte, when run twice; the second run writes nothing", async () => {
    const folders = ["satu", "dua"].map((name) => path.join(scratch, name));
    for (const out of folders) expect((await run(EIGHT, { out })).exit).toBe(0);
    const [first, second] = folders.map(tree);
    expect(first!.size).toBeGreaterThan(8 * 10);
    expect(first).toEqual(second);
    const again = await run(EIGHT, { out: folders[0]! });
    expect(again.out).toContain(" 0 baru · 0 berubah · 0 dihapus");
  });

  test("no file holds a secret, and every name of one is told", async () => {
    const out = path.join(scratch, "rahasia");
    await run(EIGHT, { out });
    const files = tree(out);
    const told = JSON.parse(files.get("secrets.json")!) as { secrets: string[] };
    const used = [...files.values()].flatMap((text) =>
      [...text.matchAll(/@secret:([^@]+)@/g)].map(([, name]) => name!),
    );
    expect(told.secrets).toEqual([...new Set(used)].sort());
    expect(told.secrets).toContain("wireguard/kantor-c/wg0");
  });

  test("a name that tries to be configuration stays a name", async () => {
    const out = path.join(scratch, "nama");
    await run(EIGHT, { out });
    const hostile = [...tree(out)].filter(
      ([name, text]) =>
        name.startsWith("kantor-b/") && !name.endsWith(".json") && /^\s*\/user add/m.test(text),
    );
    expect(hostile.map(([name]) => name)).toEqual([]);
  });

  test("without a lock nothing is rendered, and the finding says what to run", async () => {
    const network = path.join(scratch, "delapan-router");
    cpSync(EIGHT, network, { recursive: true });
    rmSync(path.join(network, "addresses.lock.yaml"));
    const out = path.join(scratch, "tanpa");
    const { exit, err } = await run(network, { out });
    expect(exit).toBe(1);
    expect(err).toContain("[R602]");
    expect(err).toContain("rajut addresses");
    expect(() => readdirSync(out)).toThrow(/ENOENT/);
  });

  test.each([
    ["a lock that cannot be read", "addresses.lock.yaml", "version: 1\naddresses: [\n"],
    ["a file that cannot be read", "tambahan.yaml", "sites: [\n"],
  ])("%s stops it, and what was rendered before stays", async (_what, file, text) => {
    const network = path.join(scratch, file, "delapan-router");
    cpSync(EIGHT, network, { recursive: true });
    const out = path.join(scratch, file, "out");
    expect((await run(network, { out })).exit).toBe(0);
    const before = tree(out);
    writeFileSync(path.join(network, file), text);
    const { exit, err } = await run(network, { out });
    expect(exit).toBe(1);
    expect(err).toContain(file);
    expect(tree(out)).toEqual(before);
  });

  test("prints one file of one router, and names what there is for an unknown one", async () => {
    const frr = { device: "kantor-c", print: "etc/frr/frr.conf" };
    expect((await run(EIGHT, frr)).out).toContain("router ospf");
    await expect(run(EIGHT, { ...frr, device: "kantor-z" })).rejects.toThrow(/kantor-a/);
    await expect(run(EIGHT, { ...frr, print: "etc/frr/frr.cfg" })).rejects.toThrow(/frr\.conf/);
    await expect(run(EIGHT, { print: "etc/frr/frr.conf" })).rejects.toThrow(UsageError);
  });

  test("what Linux cannot do is told once, with the routers that it concerns", async () => {
    const { err, exit } = await run(EIGHT, { out: path.join(scratch, "en") }, "en");
    expect(exit).toBe(0);
    expect(err.match(/\[R610\]/g)).toHaveLength(1);
  });
});
