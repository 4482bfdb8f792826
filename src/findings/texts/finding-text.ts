import type { Language, Text } from "../../text/language.ts";
import type { Code, FindingArgs } from "../codes.ts";

/** Everything that is said about one code, in every language. */
export interface FindingText<C extends Code> {
  /** The rule in one short line. */
  readonly title: Text;
  /** What is wrong here, with the numbers. Values in `args` have been made safe to show. */
  readonly message: Readonly<Record<Language, (args: FindingArgs[C]) => string>>;
  /** What to do. */
  readonly help: Readonly<Record<Language, (args: FindingArgs[C]) => string>>;
  /** Why the rule exists, what exactly is compared, what it cannot know. */
  readonly explain: Text;
}

/** The texts of one range of codes; a missing code does not compile. */
export type TextsOf<Range extends string> = {
  readonly [C in Code as C extends `${Range}${string}` ? C : never]: FindingText<C>;
};
