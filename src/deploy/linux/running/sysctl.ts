import type { Answers, Files } from "../question.ts";
import {
  extra,
  lastLine,
  missing,
  unknown,
  type Difference,
  type RunningPart,
} from "./difference.ts";

const UNIT = "systemd-sysctl.service";
const ASKED = "sysctl";
const FILE = /^etc\/sysctl\.d\/[^/]+\.conf$/;

interface Setting {
  /** Under `/proc/sys/`. */
  readonly path: string;
  readonly value: string;
  /** Nobody minds where there is no such setting: its interface comes and goes. */
  readonly isOptional: boolean;
}

/** Settings of the kernel, as it has them now. */
export const sysctl: RunningPart = {
  questions: (files) => {
    const paths = settingsOf(files).map(({ path }) => `/proc/sys/${path}`);
    // With each value its path; those that are not there are left out, and the code says so.
    return paths.length === 0
      ? []
      : [{ name: ASKED, words: ["grep", "-sH", "", ...paths], timeoutS: 15 }];
  },
  differences,
};

function differences(files: Files, answers: Answers): Difference[] {
  const settings = settingsOf(files);
  if (settings.length === 0) return [];
  const answer = answers.get(ASKED);
  if (answer === undefined || answer.stdout === "") return [unknown(UNIT, lastLine(answer))];
  const running = new Map(
    Array.from(answer.stdout.matchAll(/^\/proc\/sys\/([^:\n]+):(.*)$/gm), ([, path, value]) => [
      path,
      spaced(value!),
    ]),
  );
  return settings.flatMap(({ path, value, isOptional }) => {
    const now = running.get(path);
    if (now === value || (now === undefined && isOptional)) return [];
    return [
      missing(UNIT, `${path} = ${value}`),
      ...(now === undefined ? [] : [extra(UNIT, `${path} = ${now}`)]),
    ];
  });
}

/** The last line counts where a setting stands twice, as for systemd-sysctl. */
function settingsOf(files: Files): Setting[] {
  const settings = new Map<string, Setting>();
  for (const [, content] of [...files].filter(([path]) => FILE.test(path))) {
    for (const [, sign, key, value] of content.matchAll(/^(-?)([^#;=\s][^=\s]*)\s*=(.*)$/gm)) {
      const path = withSlashes(key!);
      settings.set(path, { path, value: spaced(value!), isOptional: sign === "-" });
    }
  }
  return [...settings.values()];
}

/** `net.ipv4.ip_forward` and `net/ipv4/ip_forward` are the same; whichever comes first parts the words. */
const withSlashes = (key: string): string =>
  /^[^/]*\./.test(key) ? key.replace(/[./]/g, (sign) => (sign === "." ? "/" : ".")) : key;

const spaced = (value: string): string => value.trim().replace(/\s+/g, " ");
