import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { addresses } from "../../src/cli/commands/addresses.ts";
import { exportCommand } from "../../src/cli/commands/export.ts";
import { run } from "../analysis/command-run.ts";

const NETWORK = "fixtures/networks/delapan-router";
const work = mkdtempSync(path.join(tmpdir(), "export-"));
const network = path.join(work, "delapan-router");
afterAll(() => rmSync(work, { recursive: true, force: true }));

beforeAll(async () => {
  cpSync(NETWORK, network, { recursive: true });
  rmSync(path.join(network, "addresses.lock.yaml"), { force: true });
});

test("a network whose addresses are not given yet is told how", async () => {
  const { code, err } = await run(exportCommand, ["netlab", network], { out: work });
  expect(code).toBe(1);
  expect(err).toContain("R602");
});

describe("with addresses", () => {
  beforeAll(async () => {
    expect((await run(addresses, [network], { write: true })).code).toBe(0);
  });

  test("containerlab: a topology and its delays, in a folder", async () => {
    const out = path.join(work, "lab");
    const ran = await run(exportCommand, ["containerlab", network], { out }, "en");
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out).toContain("8 of 8 routers; what is not as in the real network:\n- firewall");
    expect(ran.out).toContain(path.join(out, "delapan-router.clab.yml"));
    const { topology } = parse(readFileSync(path.join(out, "delapan-router.clab.yml"), "utf8")) as {
      topology: { nodes: object };
    };
    expect(Object.keys(topology.nodes)).toContain("kantor-a");
    expect(readFileSync(path.join(out, "delapan-router.netem.sh"), "utf8")).toContain("--delay");
  });

  test("a target that ends in .yml is the file", async () => {
    const out = path.join(work, "one", "desa.clab.yml");
    expect((await run(exportCommand, ["containerlab", network], { out })).code).toBe(0);
    expect(existsSync(out)).toBe(true);
    expect(existsSync(path.join(work, "one", "desa.netem.sh"))).toBe(true);
  });

  test("netlab: part of the network, for another device", async () => {
    const out = path.join(work, "part");
    const options = { out, kecamatan: "kec-selatan", platform: "eos" };
    const ran = await run(exportCommand, ["netlab", network], options);
    expect(ran.code).toBe(0);
    const text = readFileSync(path.join(out, "topology.yml"), "utf8");
    const { nodes, defaults } = parse(text) as { nodes: object; defaults: { device: string } };
    expect(defaults.device).toBe("eos");
    expect(Object.keys(nodes)).toContain("kantor-d");
    expect(Object.keys(nodes)).not.toContain("kantor-a");
  });

  test.each([
    ["an unknown tool", ["nonesuch"], {}, "rajut export containerlab|netlab"],
    ["a misspelt kecamatan", ["netlab", network], { kecamatan: "kec-selatn" }, "`kec-selatan`"],
    ["a platform for containerlab", ["containerlab", network], { platform: "eos" }, "--platform"],
  ])("%s is refused", async (_, words, options, said) => {
    const { code, err } = await run(exportCommand, words, { out: work, ...options });
    expect(code).toBe(2);
    expect(err).toContain(said);
  });
});
