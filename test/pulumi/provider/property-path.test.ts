import fc from "fast-check";
import { expect, it } from "vitest";
import {
  isWithin,
  parsePropertyPath,
  propertyPathText,
} from "../../../src/pulumi/provider/property-path.ts";

it("writes paths as Pulumi does", () => {
  expect(propertyPathText(["files", "etc/frr/frr.conf"])).toBe('files["etc/frr/frr.conf"]');
  expect(propertyPathText(["transport", "jump", "host"])).toBe("transport.jump.host");
  expect(propertyPathText(["cores", 2, "a b"])).toBe('cores[2]["a b"]');
  expect(propertyPathText(["files", 'a"b'])).toBe('files["a\\"b"]');
});

it("reads back what it wrote", () => {
  // Pulumi's paths cannot say a backslash before the end of a name or before a quote.
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes("\\"));
  const path = fc.tuple(fc.constant("files"), fc.array(fc.oneof(name, fc.nat(99))));
  fc.assert(
    fc.property(path, ([first, rest]) => {
      const whole = [first, ...rest];
      expect(parsePropertyPath(propertyPathText(whole))).toEqual(whole);
    }),
  );
});

it("knows what is no path, and what is inside of one", () => {
  expect(parsePropertyPath('files["a')).toBeUndefined();
  expect(isWithin(["files", "a"], parsePropertyPath("files[*]")!)).toBe(true);
  expect(isWithin(["files", "a"], ["files"])).toBe(true);
  expect(isWithin(["files"], ["files", "a"])).toBe(false);
});
