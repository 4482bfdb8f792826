import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/**
 * Every `console` block of README and docs is run and must print what is shown. A line that is only
 * `…` stands for any number of lines.
 */
interface Session {
  readonly command: string;
  readonly shown: readonly string[];
}

function sessionsOf(page: string): Session[] {
  const blocks = [...page.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => match[1]!);
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command, ...shown] = part.trimEnd().split("\n");
        return { command: command!, shown };
      }),
  );
}

function outputOf(command: string): string[] {
  const [program, ...args] = command.split(/\s+/);
  expect(program, "only rajut runs in the docs").toBe("rajut");
  let out: string;
  try {
    out = execFileSync(process.execPath, ["bin/rajut.js", ...args], {
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", RAJUT_LANG: "id" },
    });
  } catch (error) {
    // Exit 1 is the answer of a check that found something.
    out = (error as { stdout: string }).stdout;
  }
  return out.trimEnd().split("\n");
}

function find(shown: readonly string[], lines: readonly string[]): string | undefined {
  let at = 0;
  let free = false;
  for (const line of shown) {
    if (line === "…") {
      free = true;
      continue;
    }
    const found = free ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found === -1) return line;
    at = found + 1;
    free = false;
  }
  return free || at >= lines.length ? undefined : lines[at];
}

const pages = ["README.md", ...globSync("docs/*.md")];
const sessions = pages.flatMap((page) =>
  sessionsOf(readFileSync(page, "utf8")).map((session) => [page, session] as const),
);

describe("console blocks", () => {
  it("are there", () => expect(sessions.length).toBeGreaterThan(0));
  it.each(sessions.map(([page, session]) => [page, session.command, session.shown] as const))(
    "%s: %s",
    (_page, command, shown) => {
      expect(find(shown, outputOf(command))).toBeUndefined();
    },
  );
});

describe("README", () => {
  const readme = readFileSync("README.md", "utf8");
  it("promises the two commands", () => {
    expect(readme).toContain("npm ci && npm start");
    expect(readme).toContain("npm ci && npm test");
  });
  it("shows a piece of a real file", () => {
    const shown = /```yaml\n([\s\S]*?)```/.exec(readme)![1]!;
    const files = globSync("topology/dumai/links/*.yaml").map((file) => readFileSync(file, "utf8"));
    expect(files.some((text) => text.includes(shown))).toBe(true);
  });
  it("links only to what is there", () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(globSync(target), target).toHaveLength(1);
  });
});
