import { describe, expect, it } from "vitest";
import { checkInputs, failurePath } from "../../../src/pulumi/provider/check.ts";
import { secret, UNKNOWN, type WireBag } from "../../../src/pulumi/provider/values.ts";
import { exampleKind } from "./example-kind.ts";

const failuresOf = (news: WireBag) =>
  checkInputs(exampleKind, news).failures.map(
    (failure) => `${failurePath(failure)}: ${failure.reason}`,
  );

describe("what is wrong", () => {
  it("is named by its path", () => {
    expect(
      failuresOf({ place: 1, files: { "usr/x": "", "etc/a b": 2 }, way: { host: "h" } }),
    ).toEqual([
      "place: Invalid input: expected string, received number",
      'files["usr/x"]: Invalid string: must start with "etc/"',
      'files["etc/a b"]: Invalid input: expected string, received number',
      "way.ports: Invalid input: expected array, received undefined",
    ]);
  });

  it("is told of several properties together", () => {
    expect(failuresOf({ place: "a", modes: { "etc/x": 1 } })).toEqual([
      'modes["etc/x"]: no such file',
    ]);
  });

  it("is a property that does not exist, at any depth", () => {
    expect(failuresOf({ place: "a", plaice: "b", way: { host: "h", ports: [], post: 1 } })).toEqual(
      ["way.post: no such property", "plaice: no such property"],
    );
  });

  it("is shown without what would reach into a terminal", () => {
    const [failure] = failuresOf({ place: "a", files: { "\u001b[2Jx": "" } });
    expect(failure).toContain("\\u{1b}");
    expect(failure).not.toContain("\u001b");
  });

  it("is an asset or another thing that no file can hold", () => {
    const asset = {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      text: "x",
    };
    expect(failuresOf({ place: "a", files: { "etc/a": asset } })).toEqual([
      "files: cannot be an asset",
    ]);
  });
});

describe("what is not known yet", () => {
  it.each([
    { place: UNKNOWN },
    { place: "a", files: UNKNOWN },
    { place: "a", files: { "etc/a": UNKNOWN } },
    { place: "a", way: { host: UNKNOWN, ports: [UNKNOWN, 2] } },
    { place: "a", key: secret(UNKNOWN) },
    // Whether the file is there is not known either.
    { place: "a", files: UNKNOWN, modes: { "etc/x": 1 } },
  ] as WireBag[])("is no failure and stays unknown: %j", (news) => {
    const { inputs, failures } = checkInputs(exampleKind, news);
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject(news);
    expect(inputs["retries"]).toBe(3);
  });

  it("hides no other failure", () => {
    expect(failuresOf({ place: 1, files: { "etc/a": UNKNOWN, "etc/b": 3 } })).toEqual([
      "place: Invalid input: expected string, received number",
      'files["etc/b"]: Invalid input: expected string, received number',
    ]);
  });
});

describe("secrets", () => {
  it("are those of the kind and those of the program, at any depth", () => {
    const { inputs } = checkInputs(exampleKind, {
      place: "a",
      key: "k",
      files: { "etc/a": secret("b"), "etc/c": "d" },
    });
    expect(inputs).toEqual({
      place: "a",
      key: secret("k"),
      files: { "etc/a": secret("b"), "etc/c": "d" },
      retries: 3,
    });
  });
});
