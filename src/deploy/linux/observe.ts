import type { Agent } from "../agent/agent.ts";
import { type DeviceFiles, modeText } from "../device-files.ts";
import { maskedFile, maskedText } from "../secrets-mask.ts";
import { runningDifferences, runningQuestions } from "./running-state.ts";

/** What a router shows of its configuration, without secrets. */
export interface Observed {
  /** Undefined where nobody manages it. */
  readonly generation: number | undefined;
  readonly owner: string | undefined;
  /** Of its last confirmed configuration. */
  readonly services: DeviceFiles["services"];
  /** By path, those asked for and those that are managed; tokens stand where an untouched line has a secret. */
  readonly files: Readonly<Record<string, string>>;
  /** By path, four octal digits. */
  readonly modes: Readonly<Record<string, string>>;
  /** What runs otherwise than the files on the router say, by unit. */
  readonly byHand: Readonly<Record<string, string>>;
}

/**
 * A router beside what is expected of it. Files that are not there are left out; one that is no text, or
 * no file, shows as a line that says so.
 */
export async function observe(agent: Agent, expected: DeviceFiles): Promise<Observed> {
  const paths = new Set(Object.keys(expected.files));
  const managed = (await agent.read([])).generation?.manifest ?? [];
  for (const { path } of managed) paths.add(path);
  const { files: found, generation } = await agent.read([...paths].sort());
  const contents = new Map(
    found.flatMap(({ path, content }) => (content === undefined ? [] : [[path, content] as const])),
  );
  const outputs = await agent.run(runningQuestions(contents));
  const answers = new Map(outputs.map((output) => [output.name, output]));
  const present = found.filter(({ kind }) => kind !== "absent");
  return {
    generation: generation?.number,
    owner: generation?.owner,
    services: generation?.services ?? [],
    files: Object.fromEntries(
      present.map(({ path, kind, content }) => [
        path,
        content === undefined
          ? `(${kind === "file" ? "not text" : "not a file"})\n`
          : maskedFile(path, content, expected.files[path], expected),
      ]),
    ),
    modes: Object.fromEntries(present.map(({ path, mode }) => [path, modeText(mode ?? 0)])),
    byHand: Object.fromEntries(
      [...runningDifferences(contents, answers)].map(([unit, lines]) => [
        unit,
        maskedText(lines.join("\n"), expected),
      ]),
    ),
  };
}
