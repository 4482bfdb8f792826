import * as z from "zod";
import type { ResourceKind } from "../../deploy/resources/resource.ts";
import { deploySettings } from "../../deploy/settings.ts";
import { compareText } from "../../text/order.ts";

/**
 * The package's schema in Pulumi's language, from the kinds' own schemas
 * (https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/).
 */
export function packageSchema(
  name: string,
  version: string,
  kinds: readonly ResourceKind[],
): object {
  const types = new Map<string, object>();
  const token = (type: string) => `${name}:index:${type}`;
  const properties = (schema: z.ZodObject, prefix: string) =>
    objectType(jsonSchema(schema), { types, token, name: prefix });
  const config = properties(deploySettings, "Settings");
  const resources = kinds.map((kind) => {
    const inputs = properties(kind.inputs, kind.name);
    const marked = Object.fromEntries(
      Object.entries(inputs.properties).map(([property, spec]) => [
        property,
        kind.secret.includes(property) ? { ...spec, secret: true } : spec,
      ]),
    );
    const computed = kind.computed.map((property) => [
      property,
      kind.secret.includes(property) ? { ...ANY, secret: true } : ANY,
    ]);
    const resource = {
      inputProperties: marked,
      requiredInputs: inputs.required,
      properties: { ...marked, ...Object.fromEntries(computed) },
      required: [...inputs.required, ...kind.computed],
    };
    return [token(kind.name), resource] as const;
  });
  return {
    name,
    version,
    config: { variables: config.properties },
    provider: { inputProperties: config.properties },
    types: Object.fromEntries([...types].sort(([a], [b]) => compareText(a, b))),
    resources: Object.fromEntries(resources),
  };
}

const ANY = { $ref: "pulumi.json#/Any" } as const;

const PLAIN_TYPES: ReadonlySet<string> = new Set(["string", "integer", "number", "boolean"]);

/** What `z.toJSONSchema` writes, as far as it is read here. */
interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

interface Naming {
  /** Object types found so far, by token. */
  readonly types: Map<string, object>;
  readonly token: (type: string) => string;
  /** Of the type being described; those inside it are named after it. */
  readonly name: string;
}

const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

function objectType(schema: JsonSchema, naming: Naming) {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const inner = { ...naming, name: naming.name + name[0]!.toUpperCase() + name.slice(1) };
    return [name, typeOf(property, inner)] as const;
  });
  return { properties: Object.fromEntries(properties), required: schema.required ?? [] };
}

function typeOf(schema: JsonSchema, naming: Naming): object {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) {
    return {
      oneOf: choices.map((choice, i) =>
        typeOf(choice, { ...naming, name: `${naming.name}${i + 1}` }),
      ),
    };
  }
  if (schema.type === "array") {
    return { type: "array", items: schema.items ? typeOf(schema.items, naming) : ANY };
  }
  if (schema.type === "object") return objectOrMap(schema, naming);
  return PLAIN_TYPES.has(schema.type ?? "") ? { type: schema.type } : ANY;
}

function objectOrMap(schema: JsonSchema, naming: Naming): object {
  if (schema.properties === undefined) {
    const values = schema.additionalProperties;
    const type = typeof values === "object" ? typeOf(values, naming) : ANY;
    return { type: "object", additionalProperties: type };
  }
  const token = naming.token(naming.name);
  naming.types.set(token, { type: "object", ...objectType(schema, naming) });
  return { $ref: `#/types/${token}` };
}
