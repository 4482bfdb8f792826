import { expect, it } from "vitest";
import { resourceKinds } from "../../../src/deploy/resources/resources.ts";
import { packageSchema } from "../../../src/pulumi/provider/schema.ts";
import { exampleKind } from "./example-kind.ts";

it("describes a kind in Pulumi's language", () => {
  const schema = packageSchema("rajut", "0.1.0", [exampleKind]) as {
    types: Record<string, unknown>;
    resources: Record<string, unknown>;
  };
  expect(schema.types["rajut:index:ExampleWay"]).toEqual({
    type: "object",
    properties: { host: { type: "string" }, ports: { type: "array", items: { type: "integer" } } },
    required: ["host", "ports"],
  });
  expect(schema.resources["rajut:index:Example"]).toMatchObject({
    inputProperties: {
      files: { type: "object", additionalProperties: { type: "string" } },
      key: { type: "string", secret: true },
      way: { $ref: "#/types/rajut:index:ExampleWay" },
    },
    requiredInputs: ["place"],
  });
});

it("refers to no type that it does not describe", () => {
  const schema = packageSchema("rajut", "0.1.0", resourceKinds) as { types: object };
  const references = JSON.stringify(schema).matchAll(/"#\/types\/([^"]+)"/g);
  for (const [, token] of references) expect(schema.types).toHaveProperty([token!]);
  expect(JSON.stringify(packageSchema("rajut", "0.1.0", resourceKinds))).toBe(
    JSON.stringify(schema),
  );
});
