import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { SourceFile } from "../../src/document/entry.ts";
import { type Finding, inOrder } from "../../src/findings/finding.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import type { Network } from "../../src/model/network.ts";
import { load } from "../../src/pipeline.ts";

const TODAY = "2025-02-03" as Day;
const options = { seed: 20_261_124, numRuns: 20 };
const at = (text: string) => ({ at: text as Day, today: TODAY });

let dumai: readonly SourceFile[];
beforeAll(async () => {
  dumai = readNetwork("topology/dumai").files;
});

/** A network without the places at which it was written, which differ when lines are moved. */
const content = (network: Network | undefined) =>
  JSON.stringify(network, (key, value: unknown) => {
    if (key === "origin") return undefined;
    return value instanceof Map ? [...(value as Map<string, unknown>)] : value;
  });

/** Findings without their places. */
const said = (findings: readonly Finding[]) =>
  findings.map(({ code, subject, args }) => JSON.stringify([code, subject, args])).sort();

/** Two entries that are wrong, so that there is something to be found in any order. */
const WRONG: SourceFile = {
  path: "topology/dumai/salah.yaml",
  name: "salah.yaml",
  text: "links:\n  - { id: salah-1, ends: [tidak-ada, pusat-data], medium: fiber }\n  - { id: salah-2, ends: [pusat-data, juga-tidak], medium: radio }\n",
};

function fileOrder<T>(items: readonly T[]) {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

describe("the network does not depend on the order in which it is written", () => {
  test("of files", () => {
    const files = [...dumai, WRONG];
    const expected = load(files, { today: TODAY });
    expect(expected.findings.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fileOrder(files), (shuffled) => {
        const found = load(shuffled, { today: TODAY });
        expect(inOrder(found.findings).map(({ code, place }) => [code, place])).toEqual(
          inOrder(expected.findings).map(({ code, place }) => [code, place]),
        );
        expect(content({ ...found.network!, standards: [], waivers: [] })).toBe(
          content({ ...expected.network!, standards: [], waivers: [] }),
        );
      }),
      options,
    );
  });

  test("of rows and of entries in a list", () => {
    const expected = load([...dumai, WRONG], { today: TODAY });
    const reversed = dumai.map((file): SourceFile => {
      if (file.name.endsWith(".csv")) {
        const [header, ...rows] = file.text.trimEnd().split("\n");
        return { ...file, text: [header, ...rows.toReversed()].join("\n") };
      }
      // Links only, and files of one list only: standards and waivers are kept in their order.
      if (!file.name.startsWith("links/")) return file;
      if ((file.text.match(/^\w+:/gm) ?? []).length !== 1) return file;
      const [head, ...entries] = file.text.split(/^(?= {2}- )/m);
      return { ...file, text: `${head}${entries.toReversed().join("")}` };
    });
    const found = load([...reversed, WRONG], { today: TODAY });
    expect(said(found.findings)).toEqual(said(expected.findings));
    expect(content(found.network)).toBe(content(expected.network));
  });
});

describe("time", () => {
  const file = (name: string, text: string): SourceFile => ({ path: `contoh/${name}`, name, text });
  const day = (number: number) =>
    new Date(Date.UTC(2025, 0, 1) + number * 86_400_000).toISOString().slice(0, 10);
  const files = (
    entities: readonly { from?: number | undefined; until?: number | undefined }[],
  ) => [
    file("network.yaml", 'network: contoh\nname: C\narea: "14.72"\ncore: [inti]\n'),
    file(
      "isi.yaml",
      stringify({
        areas: [{ id: "kec", level: "kecamatan", code: "14.72.01", name: "K" }],
        sites: ["inti", "a"].map((id) => ({
          id,
          name: id,
          kind: "opd",
          area: "kec",
          location: { area: "kec" },
        })),
        links: entities.map(({ from, until }, i) => ({
          id: `tautan-${i}`,
          ends: ["inti", "a"],
          medium: "microwave",
          ...(from !== undefined && { from: day(from) }),
          ...(until !== undefined && { until: day(until) }),
        })),
      }),
    ),
  ];

  test("a link is there from its first day to its last, and on no other", () => {
    const number = fc.option(fc.nat(700), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.record({ from: number, until: number }), { maxLength: 8 }),
        fc.nat(700),
        (periods, today) => {
          const valid = periods.filter(
            ({ from, until }) => from === undefined || until === undefined || from <= until,
          );
          const { network, findings } = load(files(valid), at(day(today)));
          expect(findings).toEqual([]);
          const expected = valid.flatMap(({ from, until }, i) =>
            (from ?? 0) <= today && today <= (until ?? 700) ? [`tautan-${i}`] : [],
          );
          expect([...network!.links.keys()]).toEqual(expected);
        },
      ),
      { ...options, numRuns: 200 },
    );
  });

  test("what is known of a link with only a beginning never goes away again", () => {
    fc.assert(
      fc.property(fc.nat(700), fc.array(fc.nat(700), { minLength: 2 }), (from, days) => {
        const seen = days
          .toSorted((a, b) => a - b)
          .map((today) => load(files([{ from }]), at(day(today))).network!.links.size);
        expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      }),
      { ...options, numRuns: 50 },
    );
  });

  test("what is planned counts from the day that it says, and never without one", () => {
    const planned = (from: string) =>
      files([]).map((one) =>
        one.name === "isi.yaml"
          ? {
              ...one,
              text: `${one.text.replace("links: []\n", "")}links: [{ id: t, ends: [inti, a], medium: microwave, status: planned${from} }]\n`,
            }
          : one,
      );
    const inService = (from: string, today: string) =>
      load(planned(from), at(today)).network!.links.get("t" as never)?.inService;
    expect(inService("", "2025-06-01")).toBe(false);
    expect(inService(', from: "2025-05-01"', "2025-04-30")).toBeUndefined();
    expect(inService(', from: "2025-05-01"', "2025-05-01")).toBe(true);
  });
});

describe("ids", () => {
  test("a chain's hop and a link of the same id are told apart from nothing", () => {
    const files = [...dumai];
    const chain: SourceFile = {
      path: "topology/dumai/rantai.yaml",
      name: "rantai.yaml",
      text: "chains: [{ id: inti, start: pusat-data, hops: [{ to: pop-dumai-kota }] }]\n",
    };
    const { findings } = load([...files, chain], { today: TODAY });
    expect(findings.map(({ code, subject }) => [code, subject])).toEqual([["R102", "inti-1"]]);
  });

  test("a provider whose contact is unknown is still the provider of its links", () => {
    const files = dumai.map((file) =>
      file.name === "network.yaml"
        ? { ...file, text: file.text.replace("contact: noc-isp-a", "contact: noc-isp-x") }
        : file,
    );
    const { network, findings } = load(files, { today: TODAY });
    expect(findings.map(({ code }) => code)).toEqual(["R101"]);
    expect(network!.providers.get("isp-a" as never)).toMatchObject({ contact: undefined });
  });
});
