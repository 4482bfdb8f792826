import { expect, it } from "vitest";
import { Places } from "../../../src/pulumi/provider/places.ts";

it("gives a place to one, with all that is in it", () => {
  const places = new Places();
  expect(places.claim("A", "/out/dumai", "one")).toBeUndefined();
  expect(places.claim("A", "/out/dumai", "one")).toBeUndefined();
  expect(places.claim("A", "/out/dumai/", "two")).toBe("one");
  expect(places.claim("A", "/out/dumai/etc", "two")).toBe("one");
  expect(places.claim("A", "/out", "two")).toBe("one");
  expect(places.claim("A", "/out/dumai-2", "two")).toBeUndefined();
  expect(places.claim("B", "/out/dumai", "three")).toBeUndefined();
});

it("knows who is now where another was", () => {
  const places = new Places();
  places.claim("A", "natuna", "new");
  expect(places.otherAt("A", "natuna", "old")).toBe("new");
  expect(places.otherAt("A", "natuna", "new")).toBeUndefined();
});
