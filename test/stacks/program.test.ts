import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testEngine, type TestEngine } from "../engine/test-engine.ts";

const folder = mkdtempSync(path.join(tmpdir(), "rajut-program-"));
afterAll(() => rmSync(folder, { recursive: true }));
const deployed = path.join(folder, "deployed");

const stack = (name: string, config: Readonly<Record<string, string>> = {}): TestEngine =>
  testEngine({
    folder: ".",
    stack: name,
    stateFolder: path.join(folder, "state"),
    config: { "rajut:network": "topology/dumai", "rajut:directory": deployed, ...config },
  });

const filesBelow = (root: string): string => {
  const { stdout } = spawnSync(
    "sh",
    ["-c", "find . -type f ! -name files.txt | sort | xargs sha256sum"],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  return stdout;
};
const opsOf = ({ steps }: { steps: readonly { op: string }[] }) => {
  const counts: Record<string, number> = {};
  for (const { op } of steps) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
};

describe("the whole of Dumai as files in a folder", () => {
  const core = stack("dumai-core");
  const edge = stack("dumai-edge");

  it("cannot have an edge before its core", async () => {
    const { ok, diagnostics } = await edge.preview();
    expect(ok).toBe(false);
    expect(diagnostics.map(({ message }) => message).join("\n")).toContain("dumai-core");
  });

  it("goes up, core first, and then has nothing left to do", async () => {
    expect(await core.up()).toMatchObject({
      ok: true,
      outputs: { network: "dumai", day: "2025-02-03", routers: 2, waves: 2 },
    });
    const up = await edge.up();
    expect(up).toMatchObject({
      ok: true,
      outputs: { routers: 100, reach: ["10.72.2.6", "10.72.12.101"] },
    });
    // The stack, its component and the waves, beside the routers and the core's stack.
    expect(opsOf(up)).toEqual({ create: 103, read: 1 });
    expect(opsOf(await edge.up())).toEqual({ same: 103, read: 1 });
  });

  it("gives the same bytes as rajut render", () => {
    const rendered = path.join(folder, "rendered");
    const words = ["bin/rajut.js", "render", "topology/dumai", "--out", rendered];
    expect(spawnSync(process.execPath, words).status).toBe(0);
    rmSync(path.join(rendered, "secrets.json"));
    expect(filesBelow(deployed)).toBe(filesBelow(rendered));
  });

  it("orders the routers in waves, none of which begins before the one before it is done", () => {
    const routers = edge.state().filter(({ type }) => type === "rajut:index:ConfigArtifact");
    const nameOf = (urn: string) => urn.split("::").at(-1)!;
    const after = new Map(
      routers.map(({ urn, dependencies }) => [nameOf(urn), dependencies.map(nameOf)]),
    );
    const canaries = [...after].filter(([, waits]) => waits.length === 0);
    expect(canaries).toHaveLength(1);
    // The POPs that others hang on come after them.
    expect(after.get("pop-dumai-kota")).not.toHaveLength(0);
  });

  it("shows which file was changed by hand, and mends it", async () => {
    const file = path.join(deployed, "lurah-rimba-sekampung/etc/frr/frr.conf");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, `${before}ip route 0.0.0.0/0 192.0.2.1\n`);
    const preview = await edge.preview({ refresh: true });
    const changed = preview.steps.filter(
      ({ op, during }) => op === "update" && during === "program",
    );
    expect(changed.map(({ diff }) => diff)).toEqual([
      [{ path: 'files["etc/frr/frr.conf"]', kind: "update" }],
    ]);
    expect((await edge.up({ refresh: true })).ok).toBe(true);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("changes only the routers that a change in the topology concerns", async () => {
    const network = path.join(folder, "dumai");
    cpSync("topology/dumai", network, { recursive: true });
    const sites = path.join(network, "sites/dumai-kota.csv");
    writeFileSync(
      sites,
      readFileSync(sites, "utf8").replace("Kantor Lurah Rimba Sekampung", "Kantor Lurah Baru"),
    );
    const preview = await stack("dumai-edge", { "rajut:network": network }).preview();
    const { update = 0, create = 0 } = opsOf(preview);
    expect({ ok: preview.ok, update, create }).toEqual({ ok: true, update: 1, create: 0 });
  });
});

describe("a stack that is not set up", () => {
  const errorsOf = async (engine: TestEngine) =>
    (await engine.preview()).diagnostics.map(({ message }) => message).join("\n");

  it.each([
    ["dumai-inti", {}, "has the stacks dumai-core and dumai-edge; this one is dumai-inti"],
    ["dumai-core", { "rajut:target": "ssh" }, "rajut:masterKey: not set; make one with"],
    ["dumai-core", { "rajut:target": "pigeon" }, "rajut:target: "],
    ["dumai-core", { "rajut:rollbackSeconds": "3600" }, "rajut:rollbackSeconds: "],
    ["dumai-core", { "rajut:canaries": '["nobody"]' }, "nobody"],
    ["dumai-core", { "rajut:network": "topology/nowhere" }, "topology/nowhere"],
  ])("%s with %j says so in a line", async (name, config, text) => {
    const said = await errorsOf(stack(name, config));
    expect(said).toContain(text);
    expect(said).not.toContain("    at ");
  });
});
