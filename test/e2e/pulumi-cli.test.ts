import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPulumi } from "../../src/pulumi/automation/find-pulumi.ts";

/**
 * The whole of it with the real Pulumi: its engine, its file backend, its policy packs and the Automation
 * API, none of which the test engine has. Target is a folder, so that it runs wherever the CLI is.
 */
const pulumi = await findPulumi(process.env["PATH"]);
const why = pulumi === undefined ? " (skipped: no pulumi)" : "";

const ROOT = process.cwd();
const DEVICE = "pusat-data";
const FILE = `out/dumai/deploy/${DEVICE}/etc/frr/frr.conf`;
let place: string;

const environment = () => ({
  ...process.env,
  RAJUT_LANG: "en",
  NO_COLOR: "1",
  PULUMI_HOME: path.join(place, "pulumi-home"),
  PULUMI_BACKEND_URL: "",
  PULUMI_CONFIG_PASSPHRASE: "only for this test",
});

/** A command in the copy of the project; nobody sits at its terminal. */
function run(command: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: place,
    encoding: "utf8",
    input: "",
    env: { ...environment(), ...env },
  });
  return { status, stdout, stderr, text: stdout + stderr };
}
const rajut = (...args: string[]) =>
  run(process.execPath, [path.join(place, "bin/rajut.js"), ...args]);
const core = (action: string, ...args: string[]) =>
  rajut("deploy", action, "topology/dumai", "--stack", "core", ...args);

const inPlace = (name: string) => path.join(place, name);
const deployed = () => readFileSync(inPlace(FILE), "utf8");

beforeAll(() => {
  if (pulumi === undefined) return;
  place = mkdtempSync(path.join(tmpdir(), "rajut-pulumi-"));
  for (const name of [
    "bin",
    "src",
    "stacks",
    "policy",
    "topology",
    "fixtures/networks/delapan-router",
    "package.json",
    "Pulumi.yaml",
  ]) {
    if (existsSync(name)) cpSync(name, inPlace(name), { recursive: true });
  }
  rmSync(inPlace("stacks/config"), { recursive: true, force: true });
  mkdirSync(inPlace("stacks/config"));
  symlinkSync(path.join(ROOT, "node_modules"), inPlace("node_modules"));
});
afterAll(() => {
  if (pulumi !== undefined) rmSync(place, { recursive: true, force: true });
});

describe.skipIf(pulumi === undefined)(`the real pulumi CLI${why}`, () => {
  it("shows the plan by router and touches nothing", () => {
    const { status, stdout } = core("preview");
    expect(status).toBe(0);
    expect(stdout).toContain(DEVICE);
    expect(stdout).toContain("2 new");
    expect(existsSync(inPlace("out/dumai/deploy"))).toBe(false);
  });

  it("a look leaves nothing behind: no stack, no configuration; where there is none nothing else makes one", () => {
    expect(readdirSync(inPlace("stacks/config"))).toEqual([]);
    for (const words of [["refresh"], ["unlock", "--confirm", "dumai"]]) {
      const { status, stderr } = core(...(words as [string, ...string[]]));
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: "rajut: there is no stack dumai-core yet; nothing was changed.\n",
      });
    }
    expect(readdirSync(inPlace("stacks/config"))).toEqual([]);
  });

  it("keeps its state for its owner alone, out of the repository", () => {
    expect(statSync(inPlace(".pulumi-state")).mode & 0o777).toBe(0o700);
    expect(readFileSync(inPlace(".pulumi-state/.gitignore"), "utf8")).toBe("*\n");
  });

  it("up writes the bytes that render writes", () => {
    expect(core("up", "--yes").status).toBe(0);
    expect(rajut("render", "topology/dumai", "--out", "rendered").status).toBe(0);
    const files = readdirSync(inPlace(`rendered/${DEVICE}`), { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(inPlace(`rendered/${DEVICE}/${name}`)).isFile())
      .sort();
    expect(files.length).toBeGreaterThan(20);
    for (const name of files) {
      expect(readFileSync(inPlace(`out/dumai/deploy/${DEVICE}/${name}`), "utf8"), name).toBe(
        readFileSync(inPlace(`rendered/${DEVICE}/${name}`), "utf8"),
      );
    }
  });

  it("a second up has nothing to do, and nothing has drifted", () => {
    const again = core("up", "--yes");
    expect(again).toMatchObject({ status: 0, stdout: "dumai-core: nothing changed\n" });
    expect(core("preview", "--refresh", "--expect-no-changes")).toMatchObject({ status: 0 });
  });

  it("a change by hand is shown without being touched, told by refresh, and taken back by up", () => {
    const good = deployed();
    appendFileSync(inPlace(FILE), "! by hand\n");
    const shown = core("preview", "--refresh", "--expect-no-changes");
    expect(shown.status).toBe(3);
    expect(shown.stdout).toContain("-! by hand");
    expect(deployed()).toContain("! by hand");
    const refreshed = core("refresh");
    expect(refreshed.status).toBe(0);
    expect(refreshed.stdout).toContain(`~ ${DEVICE} (ConfigArtifact)`);
    expect(core("up", "--yes").stdout).toContain("1 changed");
    expect(deployed()).toBe(good);
  });

  it("a kept plan is carried out once, and refused when files or state have changed", () => {
    const good = deployed();
    appendFileSync(inPlace(FILE), "! again\n");
    expect(core("refresh").status).toBe(0);
    expect(core("preview", "--out-plan", "plan.json").status).toBe(0);
    expect(statSync(inPlace("plan.json")).mode & 0o077).toBe(0);

    const notes = inPlace("topology/dumai/notes.txt");
    writeFileSync(notes, "something else\n");
    const stale = core("up", "--plan", "plan.json");
    expect(stale.status).toBe(1);
    expect(stale.stderr).toContain("the network's files or the stacks' configuration have changed");
    expect(deployed()).toContain("! again");
    rmSync(notes);

    expect(core("up", "--plan", "plan.json")).toMatchObject({ status: 0 });
    expect(deployed()).toBe(good);
    const spent = core("up", "--plan", "plan.json");
    expect(spent.status).toBe(1);
    expect(spent.stderr).toContain("the state has changed");
  });

  it("the project's policy pack stops an up before anything is written", () => {
    renameSync(inPlace("policy"), inPlace("policy-of-the-project"));
    mkdirSync(inPlace("policy"));
    writeFileSync(inPlace("policy/PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(
      inPlace("policy/package.json"),
      JSON.stringify({ name: "no-folders", version: "1.0.0", main: "index.js" }),
    );
    writeFileSync(
      inPlace("policy/index.js"),
      `const { PolicyPack } = require("@pulumi/policy");
      new PolicyPack("no-folders", { policies: [{ name: "no-folders", description: "no folders",
        enforcementLevel: "mandatory", validateResource: ({ type }, report) => {
          if (type === "rajut:index:ConfigArtifact") report("a folder is no router"); } }] });`,
    );
    appendFileSync(inPlace(FILE), "! by hand\n");
    const { status, stderr } = core("up", "--yes", "--refresh");
    rmSync(inPlace("policy"), { recursive: true });
    renameSync(inPlace("policy-of-the-project"), inPlace("policy"));
    expect(status).toBe(1);
    expect(stderr).toContain("policy: ");
    expect(stderr).toContain("a folder is no router");
    expect(deployed()).toContain("! by hand");
    expect(core("up", "--yes", "--refresh").status).toBe(0);
  });

  it("a lock of a dead process says whose it is, and is opened by unlock", () => {
    const { pid } = spawnSync("true");
    const folder = inPlace(".pulumi-state/.pulumi/locks/organization/rajut/dumai-core");
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, "5f0bfa3c-3f43-4f4a-9d47-000000000000.json"),
      JSON.stringify({
        pid,
        username: "teknisi",
        hostname: hostname(),
        timestamp: "2026-01-02T03:04:05Z",
      }),
    );
    const locked = core("up", "--yes");
    expect(locked.status).toBe(1);
    expect(locked.stderr).toContain(
      `teknisi@${hostname()} (pid ${pid}) since 2026-01-02T03:04:05Z`,
    );
    expect(locked.stderr).toContain("that process is dead");
    expect(locked.stderr).toContain("rajut deploy unlock topology/dumai --stack core");
    expect(core("unlock", "--confirm", "dumai").status).toBe(0);
    expect(core("up", "--yes").status).toBe(0);
  });

  it("a lock whose holder lives on this machine is not opened, unless somebody insists", () => {
    const folder = inPlace(".pulumi-state/.pulumi/locks/organization/rajut/dumai-core");
    const file = path.join(folder, "5f0bfa3c-3f43-4f4a-9d47-000000000001.json");
    const { pid } = process;
    const timestamp = new Date().toISOString();
    writeFileSync(
      file,
      JSON.stringify({ pid, username: "teknisi", hostname: hostname(), timestamp }),
    );
    const refused = core("unlock", "--confirm", "dumai");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`held by teknisi (pid ${pid}) since ${timestamp}`);
    expect(existsSync(file)).toBe(true);
    expect(core("unlock", "--confirm", "dumai", "--force").status).toBe(0);
    expect(existsSync(file)).toBe(false);
  });

  it("the wrong passphrase is one clear line", () => {
    const { status, stderr } = run(
      process.execPath,
      [inPlace("bin/rajut.js"), "deploy", "preview", "topology/dumai", "--stack", "core"],
      { PULUMI_CONFIG_PASSPHRASE: "another" },
    );
    expect(status).toBe(1);
    expect(stderr).toContain("wrong passphrase; nothing was changed");
  });

  it("the edge reads the core's outputs", () => {
    const { status, stdout } = rajut("deploy", "preview", "--stack", "edge", "--format", "json");
    expect(status).toBe(0);
    const [edge] = (JSON.parse(stdout) as { stacks: { steps: { op: string }[] }[] }).stacks;
    expect(edge!.steps.length).toBeGreaterThan(50);
    expect(new Set(edge!.steps.map(({ op }) => op))).toEqual(new Set(["create"]));
  });

  it("Ctrl-C lets what is in work come to an end, begins nothing more, and leaves no lock", async () => {
    const slow = inPlace("slow");
    mkdirSync(slow);
    // A host whose every command waits: it is in work until it is given up.
    writeFileSync(path.join(slow, "host"), `#!/bin/sh\n: > ${slow}/asked\nexec sleep 1000\n`, {
      mode: 0o755,
    });
    writeFileSync(
      path.join(slow, "Pulumi.yaml"),
      "name: rajut\nruntime: { name: nodejs, options: { typescript: false } }\nplugins: { providers: [{ name: rajut, path: ../bin }] }\n",
    );
    writeFileSync(path.join(slow, "package.json"), '{"type":"module","main":"index.ts"}');
    writeFileSync(
      path.join(slow, "index.ts"),
      `import { HostFile } from "../src/pulumi/resources/host-file.ts";
      const file = (path: string) => ({ network: "dumai", host: "lambat", path, mode: "0644",
        content: "x", secrets: {}, publicKeys: {}, rollbackSeconds: 30,
        transport: { kind: "local" as const, enter: [${JSON.stringify(path.join(slow, "host"))}] } });
      const first = new HostFile("first", file("tmp/rajut-first"));
      new HostFile("second", file("tmp/rajut-second"), { dependsOn: first });`,
    );
    const child = spawn(
      process.execPath,
      [inPlace("bin/rajut.js"), "deploy", "up", "../topology/dumai", "--stack", "core", "--yes"],
      { cwd: slow, env: environment(), stdio: ["ignore", "ignore", "pipe"] },
    );
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const closed = once(child, "close");
    while (!existsSync(path.join(slow, "asked")) && child.exitCode === null) await sleep(50);
    child.kill("SIGINT");
    expect((await closed)[0], stderr).toBe(1);
    expect(stderr).toContain("begun first");
    expect(stderr).toContain("stopping once what is in work");
    expect(stderr).toContain("dumai-core: stopped");
    expect(stderr).not.toContain("second");
    const locks = path.join(slow, ".pulumi-state/.pulumi/locks");
    const left = existsSync(locks) ? readdirSync(locks, { recursive: true, encoding: "utf8" }) : [];
    expect(left.filter((name) => name.endsWith(".json"))).toEqual([]);
  });

  it("destroy wants the network's name, and then takes out what is not protected", () => {
    expect(core("destroy", "--confirm", "duri").status).toBe(2);
    expect(existsSync(inPlace(FILE))).toBe(true);
    expect(core("destroy", "--confirm", "dumai").status).toBe(0);
    expect(existsSync(inPlace(FILE))).toBe(false);
  });
});

describe.skipIf(pulumi === undefined)(`both stacks of a network, with the real CLI${why}`, () => {
  const network = "fixtures/networks/delapan-router";
  const both = (action: string, ...args: string[]) => rajut("deploy", action, network, ...args);
  /** Which stacks were told of, in order. */
  const told = (text: string) =>
    [...text.matchAll(/^delapan-router-(core|edge): /gm)].map(([, part]) => part);
  const planned = () => both("preview", "--out-plan", "both.json");

  it("the first kept plan of both is carried out, core first", () => {
    expect(planned().status).toBe(0);
    const up = both("up", "--plan", "both.json");
    expect(up).toMatchObject({ status: 0 });
    expect(told(up.stdout)).toEqual(["core", "edge"]);
    expect(readdirSync(inPlace("out/delapan-router/deploy"))).toHaveLength(8);
  });

  it("later changes go from the edge to the core; a look leaves the configuration as it was", () => {
    const config = () =>
      readdirSync(inPlace("stacks/config")).map((name) =>
        readFileSync(inPlace(`stacks/config/${name}`), "utf8"),
      );
    const before = config();
    const file = inPlace(`${network}/network.yaml`);
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace("name: Simpul,", "name: S,").replace("name: Inti Utara,", "name: U,"),
    );
    expect(told(both("preview").stdout)).toEqual(["edge", "core"]);
    expect(config()).toEqual(before);
    const up = both("up", "--yes");
    expect(up).toMatchObject({ status: 0 });
    expect(told(up.stdout)).toEqual(["edge", "core"]);
  });

  it("are taken out edge first; a plan whose core turns out otherwise stops before the edge", () => {
    expect(told(both("destroy", "--confirm", "delapan-router").stdout)).toEqual(["edge", "core"]);
    expect(planned().status).toBe(0);
    const kept = JSON.parse(readFileSync(inPlace("both.json"), "utf8")) as {
      stacks: { name: string; plan: { resourcePlans: Record<string, { state: object }> } }[];
    };
    const core = kept.stacks.find(({ name }) => name === "delapan-router-core")!;
    for (const [urn, plan] of Object.entries(core.plan.resourcePlans)) {
      if (urn.includes("pulumi:pulumi:Stack")) Object.assign(plan.state, { reach: ["10.9.9.9"] });
    }
    writeFileSync(inPlace("both.json"), JSON.stringify(kept));
    const up = both("up", "--plan", "both.json");
    expect(up.status).toBe(1);
    expect(told(up.stdout)).toEqual(["core"]);
    expect(up.stderr).toContain("delapan-router-edge was not touched");
    expect(readdirSync(inPlace("out/delapan-router/deploy")).sort()).toEqual([
      "inti-selatan",
      "inti-utara",
    ]);
  });
});
