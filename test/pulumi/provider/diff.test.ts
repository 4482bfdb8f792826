import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesOf } from "../../../src/pulumi/provider/diff.ts";
import { propertyPathText } from "../../../src/pulumi/provider/property-path.ts";
import { plainBag, secret, UNKNOWN, type WireBag } from "../../../src/pulumi/provider/values.ts";
import { exampleKind } from "./example-kind.ts";

const diff = (state: WireBag, news: WireBag, ignored: string[] = []) =>
  changesOf(exampleKind, state, news, ignored).map(
    ({ path, kind, replaces }) => `${kind} ${propertyPathText(path)}${replaces ? " replaces" : ""}`,
  );

const inputs = fc.record(
  {
    place: fc.string(),
    files: fc.dictionary(
      fc.string().filter((name) => name !== "__proto__"),
      fc.string(),
    ),
    way: fc.record({ host: fc.string(), ports: fc.array(fc.nat()) }),
    key: fc.string().map(secret),
    wave: fc.nat(),
  },
  { requiredKeys: ["place"] },
) as fc.Arbitrary<WireBag>;

describe("a plan", () => {
  it("is empty exactly where nothing but order differs", () => {
    fc.assert(
      fc.property(inputs, inputs, (state, news) => {
        const { wave: _, ...old } = plainBag(state);
        const { wave: __, ...now } = plainBag(news);
        const same = JSON.stringify(sorted(old)) === JSON.stringify(sorted(now));
        expect(diff(state, news).length === 0).toBe(same);
        expect(diff(state, { ...state, wave: 99 })).toEqual([]);
      }),
    );
  });

  it("turns round when the two change places", () => {
    const turned = { add: "delete", delete: "add", update: "update" } as const;
    fc.assert(
      fc.property(inputs, inputs, (state, news) => {
        const there = changesOf(exampleKind, state, news);
        const back = changesOf(exampleKind, news, state);
        expect(back.map(({ path, kind }) => [path, turned[kind]])).toEqual(
          there.map(({ path, kind }) => [path, kind]),
        );
      }),
    );
  });

  it("does not depend on the order of names", () => {
    const files = { "etc/b": "1", "etc/a": "1" };
    const other = { "etc/a": "2", "etc/b": "2" };
    expect(diff({ place: "a", files }, { place: "a", files: other })).toEqual([
      'update files["etc/a"]',
      'update files["etc/b"]',
    ]);
  });

  it("compares with the state, whose outputs are no inputs", () => {
    expect(diff({ place: "a", serial: "7" }, { place: "a" })).toEqual([]);
    expect(diff({ place: "a" }, { place: "b" })).toEqual(["update place replaces"]);
  });

  it("takes what is not known for a change", () => {
    expect(
      diff({ place: "a", way: { host: "h" } }, { place: "a", way: { host: UNKNOWN } }),
    ).toEqual(["update way.host"]);
  });

  it("stops at secrets: names inside them tell of them", () => {
    const state = { place: "a", key: secret({ "bgp/natuna": "1" }) };
    expect(diff(state, { place: "a", key: secret({ "bgp/natuna": "2" }) })).toEqual(["update key"]);
    expect(diff(state, state)).toEqual([]);
  });

  it("changes what becomes secret, and not what no longer is", () => {
    expect(diff({ place: "a", key: "k" }, { place: "a", key: secret("k") })).toEqual([
      "update key",
    ]);
    expect(diff({ place: "a", key: secret("k") }, { place: "a", key: "k" })).toEqual([]);
  });

  it("leaves out what is to be ignored", () => {
    const [state, news] = [
      { place: "a", files: { x: "1", y: "1" } },
      { place: "b", files: { x: "2" } },
    ];
    expect(diff(state, news, ['files["x"]'])).toEqual(["update place replaces", "delete files.y"]);
    expect(diff(state, news, ["files[*]", "place"])).toEqual([]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, sorted(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
