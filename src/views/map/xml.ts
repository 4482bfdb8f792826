import { visible } from "../../text/safe.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text as it may stand in XML, between tags or inside quotes; hidden and control characters are written out. */
export function escapeXml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/**
 * An element with its attributes in the order given; undefined ones are left out. Values are escaped,
 * children are markup already.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children?: string,
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  return children === undefined || children === ""
    ? `<${name}${written}/>`
    : `<${name}${written}>${children}</${name}>`;
}
