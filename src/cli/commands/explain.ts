import { type Code, CODES } from "../../findings/codes.ts";
import { explainPage } from "../../views/explain.ts";
import { type Command, type ExitCode, UsageError } from "../command.ts";
import { nearest } from "../../text/nearest.ts";

/** `rajut explain CODE`: why a rule is there, what it compares, what to do. */
export const explain: Command = {
  usage: "CODE",
  examples: ["rajut explain R301", "rajut explain R205 --lang en"],
  options: {},
  async run({ arguments: [asked], lang, terminal }): Promise<ExitCode> {
    const code = asked?.toUpperCase() ?? "";
    if (!CODES.includes(code as Code)) {
      const near = nearest(code, CODES).nearest;
      const list = CODES.join(", ");
      throw new UsageError({
        id: `kode \`${code}\` tidak dikenal${near ? `; maksudnya ${near}?` : ""} Yang ada: ${list}`,
        en: `unknown code \`${code}\`${near ? `; did you mean ${near}?` : ""} Known: ${list}`,
      });
    }
    terminal.out(explainPage(code as Code, lang));
    return 0;
  },
};
