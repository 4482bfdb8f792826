import { finding } from "../findings/finding.ts";
import type { Rule } from "./rule.ts";

/** What a name says that nobody has read anywhere yet. */
const PLACEHOLDER = /\(nama belum (?:diverifikasi|dipastikan)\)$/;

/** R113: a site's name must say where it was read, or that it is a placeholder. O(sites). */
export const names: Rule = ({ index: { network } }) =>
  Array.from(network.sites.values())
    .filter(({ name, nameSource }) => nameSource === undefined && !PLACEHOLDER.test(name))
    .map(({ id, name, origin }) => finding("R113", origin.at(["name"]), id, { site: id, name }));
