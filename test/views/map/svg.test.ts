import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { buildScene } from "../../../src/views/map/scene.ts";
import type { Scene } from "../../../src/views/map/scene-data.ts";
import { paintPng } from "../../../src/views/map/png.ts";
import { paintSvg } from "../../../src/views/map/svg.ts";
import { font, FONT_FILE, mapInput, SMALL } from "./small-network.ts";

const options = { lang: "id", font, classification: "internal" } as const;
const svg = paintSvg(buildScene(mapInput(), options));

/** Names of elements that are opened, in order; throws where tags do not match or a value is not quoted. */
function parseStrictly(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const token =
    /<\?xml[^>]*\?>|<(\/?)([a-zA-Z]+)((?: [a-zA-Z][a-zA-Z0-9:-]*="[^"<>]*")*)(\/?)>|([^<>]+)|[\s\S]/g;
  for (const [whole, closing, name, , selfClosing, text] of xml.matchAll(token)) {
    if (whole.startsWith("<?xml")) continue;
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`bare & in ${text}`);
      continue;
    }
    if (name === undefined) throw new Error(`stray ${whole}`);
    if (closing === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    names.push(name);
    if (selfClosing === "") open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join()}`);
  return names;
}

describe("the SVG of a map", () => {
  it("is well-formed, says what it is and refers to nothing outside", () => {
    const names = new Set(parseStrictly(svg));
    expect(names.has("script")).toBe(false);
    expect(names.has("image")).toBe(false);
    expect(svg).toContain('role="img"');
    expect(svg).toContain('aria-label="Kota Uji. Peta Kota Uji: 11 lokasi dan 7 tautan"');
    expect(svg).toContain("<title>Kantor Camat Barat (kantor camat)</title>");
    expect(svg.match(/(?:href|src|@import|url\((?!#))/g)).toBeNull();
    // The namespace is the only address.
    expect(svg.match(/https?:/g)).toHaveLength(1);
  });

  it("has the same bytes for the same input, and coordinates of one decimal", () => {
    expect(paintSvg(buildScene(mapInput(), options))).toBe(svg);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/<poly(?:line|gon) points="[^"]*\d\.\d{2}[^"]*"/)).toBeNull();
  });

  it("keeps hostile names as text", () => {
    const hostile = `<script>alert("1")</script> & 'x' ]]> --> &amp;`;
    const yaml = SMALL.replaceAll("name: Kantor Camat Barat", `name: ${JSON.stringify(hostile)}`)
      .replace("name: Kota Uji\n", `name: ${JSON.stringify(hostile)}\n`)
      .replace("name: Barat,", `name: ${JSON.stringify(`"><image href='x'/>`)},`)
      .replace("name: Dinas A", "name: مكتب الخدمات العامة");
    const painted = paintSvg(buildScene(mapInput(yaml), options));
    const names = new Set(parseStrictly(painted));
    expect(names.has("script") || names.has("image")).toBe(false);
    expect(painted).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(painted).toContain("مكتب");
    expect(() => paintPng(painted, FONT_FILE)).not.toThrow();
  });

  it("writes out control and direction characters that got past the loader", () => {
    const scene = buildScene(mapInput(), options);
    const spoiled: Scene = { ...scene, title: "a\u0000b\u202ec\u001b[31m\ud800" };
    const painted = paintSvg(spoiled);
    parseStrictly(painted);
    // oxlint-disable-next-line no-control-regex
    expect(painted).not.toMatch(/[\u0000-\u0008\u001b\u202e\ud800]/);
    expect(painted).toContain("a\\u{0}b\\u{202e}c\\u{1b}[31m\\u{d800}");
  });
});

describe("the PNG of a map", () => {
  it("has the size asked for and the same bytes each time", () => {
    const png = paintPng(svg, FONT_FILE, 0.5);
    expect(Array.from(png.slice(0, 8))).toStrictEqual([
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
    ]);
    const header = new DataView(png.buffer, png.byteOffset);
    expect([header.getUint32(16), header.getUint32(20)]).toStrictEqual([800, 566]);
    expect(Buffer.compare(png, paintPng(svg, FONT_FILE, 0.5))).toBe(0);
  });

  it("is drawn with letters", () => {
    const wordless = svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, "");
    expect(
      Buffer.compare(paintPng(svg, FONT_FILE, 0.5), paintPng(wordless, FONT_FILE, 0.5)),
    ).not.toBe(0);
    expect(readFileSync(FONT_FILE).length).toBeLessThan(600_000);
  });
});
