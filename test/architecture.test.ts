import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Which folder of src may import which: data flows one way, from files to findings to pictures. A room
 * that is not in the table does not exist.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  graph: [],
  physics: [],
  ip: [],
  geo: ["text"],
  vocabulary: ["text"],
  findings: ["vocabulary", "text"],
  document: ["findings", "text"],
  model: ["document", "findings", "vocabulary", "geo", "ip", "text"],
  network: ["model", "findings", "vocabulary", "graph", "geo", "physics", "text"],
  layer3: ["network", "model", "vocabulary", "graph", "ip", "text"],
  analysis: ["network", "model", "findings", "vocabulary", "graph", "geo", "physics", "text"],
  checks: [
    "layer3",
    "addressing",
    "ip",
    "analysis",
    "network",
    "model",
    "findings",
    "vocabulary",
    "graph",
    "geo",
    "physics",
    "text",
  ],
  addressing: [
    "layer3",
    "network",
    "model",
    "document",
    "findings",
    "vocabulary",
    "graph",
    "ip",
    "text",
  ],
  config: [
    "addressing",
    "layer3",
    "network",
    "model",
    "findings",
    "vocabulary",
    "graph",
    "ip",
    "text",
  ],
  formats: [
    "config",
    "analysis",
    "network",
    "model",
    "findings",
    "vocabulary",
    "geo",
    "ip",
    "text",
  ],
  pipeline: [
    "config",
    "addressing",
    "layer3",
    "checks",
    "analysis",
    "network",
    "model",
    "document",
    "findings",
    "vocabulary",
    "text",
  ],
  secrets: ["config"],
  rollout: ["config", "layer3", "network", "model", "graph", "text"],
  deploy: ["config", "io", "text"],
  pulumi: ["deploy", "rollout", "config", "model", "text"],
  lab: [
    "secrets",
    "config",
    "addressing",
    "layer3",
    "network",
    "model",
    "vocabulary",
    "graph",
    "ip",
    "text",
  ],
  views: [
    "rollout",
    "lab",
    "config",
    "addressing",
    "pipeline",
    "formats",
    "checks",
    "analysis",
    "network",
    "model",
    "findings",
    "vocabulary",
    "graph",
    "geo",
    "text",
  ],
  io: ["document", "findings", "text"],
  cli: [
    "pulumi",
    "config",
    "lab",
    "addressing",
    "io",
    "views",
    "formats",
    "pipeline",
    "checks",
    "analysis",
    "network",
    "model",
    "findings",
    "vocabulary",
    "graph",
    "geo",
    "text",
  ],
};

/** Only these may touch the disk, the clock, the environment or the console. */
const SHELLS = new Set(["io", "cli", "lab", "deploy", "pulumi"]);
/** Built-in modules without effects. */
const PURE_BUILT_INS = new Set(["node:util", "node:crypto"]);
/** Words of the trade that src/graph must not know. */
const TELECOMS = /\b(site|fib(?:re|er)|provider|kecamatan|router|bandwidth|rupiah|uplink)s?\b/i;

const files = globSync("src/**/*.ts").map((file) => file.replaceAll("\\", "/"));
const roomOf = (file: string) => file.split("/")[1]!.replace(/\.ts$/, "");
const importsOf = (text: string) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!);

describe("imports go one way", () => {
  it.each(files)("%s", (file) => {
    const room = roomOf(file);
    const allowed = MAY_IMPORT[room];
    expect(allowed, `src/${room} is not in the table of rooms`).toBeDefined();
    for (const specifier of importsOf(readFileSync(file, "utf8"))) {
      if (!specifier.startsWith(".")) continue;
      const target = path.posix.join(path.posix.dirname(file), specifier);
      if (!target.startsWith("src/")) continue;
      const other = roomOf(target);
      expect(
        other === room || allowed!.includes(other),
        `src/${room} must not import src/${other}: data flows from files to findings to pictures`,
      ).toBe(true);
    }
  });
});

describe("the core is pure", () => {
  it.each(files.filter((file) => !SHELLS.has(roomOf(file))))("%s", (file) => {
    const text = readFileSync(file, "utf8");
    const builtIns = importsOf(text).filter((name) => name.startsWith("node:"));
    expect(builtIns.filter((name) => !PURE_BUILT_INS.has(name))).toEqual([]);
    expect(text).not.toMatch(
      /\bDate\.now\(|new Date\(\)|Math\.random\(|randomBytes|randomUUID|process\.|console\./,
    );
  });
});

describe("heavy and private things stay in their rooms", () => {
  const importers = (name: string) =>
    files.filter((file) =>
      importsOf(readFileSync(file, "utf8")).some(
        (specifier) => specifier === name || specifier.startsWith(`${name}/`),
      ),
    );
  it("Pulumi is imported by src/pulumi and stacks only", () => {
    expect(new Set(importers("@pulumi/pulumi").map(roomOf))).not.toContain("deploy");
  });
  it("of the commands `rajut deploy` alone loads Pulumi, and only once it runs a stack", () => {
    const reaching = files.filter(
      (file) => roomOf(file) === "cli" && /"[./]+\/pulumi\//.test(readFileSync(file, "utf8")),
    );
    expect(reaching.filter((file) => !/\/commands\/deploy\.ts$|\/deploy\//.test(file))).toEqual([]);
    const loading = files.filter(
      (file) =>
        file.startsWith("src/pulumi/automation/") &&
        /^import (?!type)[^;]*"@pulumi\//m.test(readFileSync(file, "utf8")),
    );
    expect(loading).toEqual([]);
  });
  it("Turf is not on the way to `rajut check`", () => {
    expect(importers("@turf/turf").map(roomOf).toSorted()).toEqual(["formats", "geo"]);
    expect(importers("@turf/turf")).not.toContain("src/geo/line.ts");
  });
  it("src/graph knows nothing of telecoms", () => {
    for (const file of files.filter((name) => roomOf(name) === "graph")) {
      expect(readFileSync(file, "utf8"), file).not.toMatch(TELECOMS);
    }
  });
});
