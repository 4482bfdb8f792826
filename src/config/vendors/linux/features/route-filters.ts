import { ofVersion, prefixText } from "../../plain-values.ts";
import { type FrrBlock, frrBlock, frrLine } from "../syntax/frr-text.ts";

const IP = { 4: "ip", 6: "ipv6" } as const;
/** The steps in which FRR itself would number the entries. */
const STEP = 5;

/** The prefix lists of a name, one a version asked for, which let through exactly these prefixes, be they none. */
export function prefixLists(
  name: string,
  prefixes: readonly string[],
  versions: Iterable<4 | 6> = [4, 6],
): string[] {
  return [...versions].flatMap((version) => {
    const say = (...words: (string | number)[]) =>
      frrLine(IP[version], "prefix-list", name, "seq", ...words);
    const own = ofVersion(prefixes, version);
    // FRR takes a list without entries for one that lets everything through.
    if (own.length === 0) return [say(STEP, "deny any")];
    return own.map((prefix, i) => say(STEP * (i + 1), "permit", prefixText(prefix)));
  });
}

/** A route-map that lets through what the prefix lists of a name do, one entry a version asked for. */
export function routeMap(
  name: string,
  list: string,
  versions: Iterable<4 | 6>,
  sets: readonly string[],
): FrrBlock[] {
  return [...versions].map((version, i) =>
    frrBlock(frrLine("route-map", name, "permit", 10 * (i + 1)), [
      frrLine("match", IP[version], "address prefix-list", list),
      ...sets,
    ]),
  );
}
