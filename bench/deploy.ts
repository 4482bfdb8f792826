/**
 * What Rajut costs in `preview` and `up`: folders of configuration, each with thirty files, beside a program
 * that declares nothing, in one run. The engine is the tests' double; with `pulumi` on the PATH the real one
 * follows. Figures are of one machine in one hour: compare the rows with each other.
 *
 * npm run bench:deploy
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { testEngine } from "../test/engine/test-engine.ts";

const COUNTS = [0, 10, 100];
const PROGRAM = path.join(import.meta.dirname, "deploy-program");
const OPERATIONS = ["preview", "up", "up again", "refresh"] as const;
type Operation = (typeof OPERATIONS)[number];
type Engine = (operation: Operation) => Promise<void> | void;

const folder = mkdtempSync(path.join(tmpdir(), "rajut-bench-deploy-"));
try {
  await table("the tests' double", double);
  if (spawnSync("pulumi", ["version"]).status === 0) await table("pulumi", realCli);
} finally {
  rmSync(folder, { recursive: true });
}

async function table(name: string, engineOf: (count: number) => Engine): Promise<void> {
  const seconds = new Map<number, number[]>();
  for (const count of COUNTS) {
    const engine = engineOf(count);
    const row: number[] = [];
    for (const operation of OPERATIONS) {
      const start = performance.now();
      await engine(operation);
      row.push((performance.now() - start) / 1000);
    }
    seconds.set(count, row);
  }
  console.log(`\n${name}: seconds (times the program that does nothing)`);
  console.log(["resources".padEnd(10), ...OPERATIONS.map((one) => one.padStart(16))].join(""));
  for (const [count, row] of seconds) {
    const cells = row.map((value, i) => {
      const ratio = value / seconds.get(0)![i]!;
      return `${value.toFixed(1)} (${ratio.toFixed(1)})`.padStart(16);
    });
    console.log([`${count}`.padEnd(10), ...cells].join(""));
  }
}

function double(count: number): Engine {
  const engine = testEngine({
    folder: PROGRAM,
    stack: `n${count}`,
    stateFolder: path.join(folder, "double"),
    config: { "bench:count": `${count}`, "bench:folder": path.join(folder, `double-${count}`) },
  });
  return async (operation) => {
    const result = await (operation === "up again" ? engine.up() : engine[operation]());
    if (!result.ok) throw new Error(result.stdout + JSON.stringify(result.diagnostics));
  };
}

function realCli(count: number): Engine {
  const home = path.join(folder, "home");
  const state = path.join(folder, "state");
  for (const one of [home, state]) mkdirSync(one, { recursive: true });
  const stack = `n${count}`;
  const configFile = path.join(folder, `${stack}.yaml`);
  const pulumi = (...words: readonly string[]) => {
    const isInit = words[0] === "stack";
    const all = [
      ...words,
      "--stack",
      stack,
      "--non-interactive",
      ...(isInit ? [] : ["--config-file", configFile]),
    ];
    const { status, stdout, stderr } = spawnSync("pulumi", all, {
      cwd: PROGRAM,
      encoding: "utf8",
      env: {
        ...process.env,
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    });
    if (status !== 0) throw new Error(stdout + stderr);
  };
  pulumi("stack", "init");
  pulumi("config", "set", "bench:count", `${count}`);
  pulumi("config", "set", "bench:folder", path.join(folder, `real-${count}`));
  return (operation) => {
    if (operation === "preview") pulumi("preview");
    else pulumi(operation === "up again" ? "up" : operation, "--yes", "--skip-preview");
  };
}
