import type { Json } from "../../deploy/resources/resource.ts";
import { Struct, type StructOf } from "./protocol.ts";

/**
 * Values as they travel: JSON in which an object with a signature is something else, and one string
 * stands for what is not known yet (pulumi/pulumi, sdk/go/common/resource/properties.go).
 */
export type WireBag = Readonly<Record<string, Json>>;

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** What a configuration cannot hold, by signature. */
const REFUSED: Readonly<Record<string, string>> = {
  c44067f5952c0a294b673a41bacd8c17: "an asset",
  "0def7320c3a5731c473e5ecbe6d01bc7": "an archive",
  "5cf8f73096256a8f31e491e813e4eb8e": "a resource",
  d0e6a833031e9bbcd3f4e8bde6ca49a4: "an output that was not waited for",
};

export const isBag = (value: Json | undefined): value is WireBag =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

export const isSecret = (value: Json | undefined): value is WireBag & { readonly value: Json } =>
  isBag(value) && value[SIGNATURE] === SECRET && value["value"] !== undefined;

/** The value marked as secret; once is enough. */
export const secret = (value: Json): Json =>
  isSecret(value) ? value : { [SIGNATURE]: SECRET, value };

/** The value without marks of secrecy, at any depth. */
export function plain(value: Json): Json {
  if (isSecret(value)) return plain(value.value);
  if (isList(value)) return value.map(plain);
  return isBag(value) ? mapBag(value, plain) : value;
}

/** `plain` of every property. */
export const plainBag = (bag: WireBag): WireBag => mapBag(bag, plain);

/** Whether the value or something in it is not known yet. */
export function hasUnknown(value: Json): boolean {
  if (value === UNKNOWN) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isBag(value) && Object.values(value).some(hasUnknown);
}

/** What the value or something in it is that no configuration can hold; undefined where all is plain. */
export function refused(value: Json): string | undefined {
  const parts = isList(value) ? value : isBag(value) ? Object.values(value) : [];
  const signature = isBag(value) ? value[SIGNATURE] : undefined;
  const own = typeof signature === "string" ? REFUSED[signature] : undefined;
  return own ?? parts.map(refused).find((found) => found !== undefined);
}

/** The value marked as secret wherever one of the others is, at the same place. */
export function sealedLike(value: Json, others: readonly (Json | undefined)[]): Json {
  if (others.some(isSecret)) return secret(value);
  if (isList(value)) {
    return value.map((item, i) =>
      sealedLike(
        item,
        others.map((other) => (isList(other) ? other[i] : undefined)),
      ),
    );
  }
  if (!isBag(value) || isSecret(value)) return value;
  return mapBag(value, (item, name) =>
    sealedLike(
      item,
      others.map((other) => (isBag(other) ? other[name] : undefined)),
    ),
  );
}

/** The bag with the named properties marked as secret. */
export const sealedNames = (bag: WireBag, names: readonly string[]): WireBag =>
  mapBag(bag, (value, name) => (names.includes(name) ? secret(value) : value));

/** A message's values; an absent message is an empty bag. */
export const fromStruct = (struct: StructOf | undefined): WireBag => struct?.toJavaScript() ?? {};

export const toStruct = (bag: object): StructOf =>
  Struct.fromJavaScript(
    withoutUndefined(bag as Json) as Parameters<typeof Struct.fromJavaScript>[0],
  );

/** JSON knows no `undefined`, TypeScript's optional properties do. */
function withoutUndefined(value: Json): Json {
  if (isList(value)) return value.map(withoutUndefined);
  if (!isBag(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, withoutUndefined(item)]),
  );
}

function mapBag(bag: WireBag, change: (value: Json, name: string) => Json): WireBag {
  return Object.fromEntries(
    Object.entries(bag).map(([name, value]) => [name, change(value, name)]),
  );
}
