import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  publicKeyToken,
  secretForm,
  secretNames,
  secretToken,
  withoutTokens,
  withSecrets,
} from "../../src/config/secrets.ts";
import { linux } from "../../src/config/vendors/linux/linux.ts";
import { fixtureStates } from "./fixture-states.ts";

const lookup = (values: Readonly<Record<string, string>>) => ({
  secret: (name: string) => values[name],
  publicKey: (name: string) => values[`public ${name}`],
});

describe("tokens of secrets", () => {
  const content = `key ${secretToken({ secret: "ospf/inti-1" })} and ${publicKeyToken({ publicKeyOf: "wireguard/a/wg0" })}\n`;

  test("are named in order, each once", () => {
    expect(secretNames([{ content }, { content }, { content: "@secret:a@" }])).toEqual({
      secrets: ["a", "ospf/inti-1"],
      publicKeys: ["wireguard/a/wg0"],
    });
  });

  test("are replaced by their values", () => {
    const values = { "ospf/inti-1": "k3y", "public wireguard/a/wg0": "abc+/=" };
    expect(withSecrets(content, lookup(values))).toEqual({
      content: "key k3y and abc+/=\n",
      missing: [],
      unusable: [],
    });
  });

  test("stay where a value is missing, and are told", () => {
    const { content: left, missing } = withSecrets(content, lookup({}));
    expect([left, missing]).toEqual([content, ["ospf/inti-1", "wireguard/a/wg0"]]);
  });

  test.each(["a b", 'a"b', "a\nb", "a#b", "a;b", "$(x)", "", "@secret:b@"])(
    "refuse the value %j within a line",
    (value) => {
      const { content: left, unusable } = withSecrets(
        "x @secret:a@\n",
        lookup({ a: value, b: "c" }),
      );
      expect([left, unusable]).toEqual(["x @secret:a@\n", ["a"]]);
    },
  );

  test("of a host key stand for one word, and take no value that brings its own type or a comment", () => {
    const line = `10.0.0.1 ssh-ed25519 ${publicKeyToken({ publicKeyOf: "ssh-host/cadangan" })}\n`;
    const key = "AAAAC3NzaC1lZDI1NTE5AAAAIPlUiUy7qOpFHkRr4zQ2IRdXqgdwAy+0H6JnLvKSZ0Rb";
    const filled = (value: string) =>
      withSecrets(line, lookup({ "public ssh-host/cadangan": value }));
    expect(filled(key).content).toBe(`10.0.0.1 ssh-ed25519 ${key}\n`);
    for (const value of [
      `ssh-ed25519 ${key}`,
      `${key} root@server`,
      `${key}\n* ssh-ed25519 ${key}`,
      `${key}\n`,
    ]) {
      expect(filled(value)).toEqual({
        content: line,
        missing: [],
        unusable: ["ssh-host/cadangan"],
      });
    }
  });

  test("take a value of several lines where the token is the whole line", () => {
    const key = "-----BEGIN KEY-----\nabc\n-----END KEY-----";
    expect(withSecrets("@secret:a@\n", lookup({ a: key })).content).toBe(`${key}\n`);
  });

  test("have names of ids and slashes only", () => {
    expect(() => secretToken({ secret: "a@ b" })).toThrow(RangeError);
  });

  test("are not made by any name from the files", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("@", "secret:", "publickey:", "a", "/b", "\n")),
        (words) => {
          const names = secretNames([{ content: withoutTokens(words.join("")) }]);
          expect(names).toEqual({ secrets: [], publicKeys: [] });
        },
      ),
    );
  });
});

describe("the form of a secret", () => {
  test("is known of every secret that the derivation names", () => {
    const names = ["delapan-router", "dengan-asn"].flatMap((name) =>
      [...fixtureStates(name).states.values()].flatMap(
        (state) => secretNames(linux.render(state).files).secrets,
      ),
    );
    const kinds = new Map(names.map((name) => [name.split("/")[0], secretForm(name).kind]));
    expect(Object.fromEntries(kinds)).toEqual({
      backup: "ssh-key",
      bgp: "text",
      ospf: "text",
      radius: "text",
      snmp: "text",
      wireguard: "wireguard-key",
      "wireguard-pair": "wireguard-key",
    });
  });

  test("keeps OSPF's keys within what FRR does not cut off, and is no guess", () => {
    expect(secretForm("ospf/inti-1")).toEqual({ kind: "text", lengthMax: 16 });
    expect(() => secretForm("kopi/susu")).toThrow(RangeError);
    expect(() => secretForm("constructor/x")).toThrow(RangeError);
  });
});
