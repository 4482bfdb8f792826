import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Json } from "../../src/deploy/resources/resource.ts";
import {
  isBag,
  isSecret,
  secret,
  SIGNATURE,
  type WireBag,
} from "../../src/pulumi/provider/values.ts";

/** A resource as the state knows it; secrets in it carry their marks. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  /** Whether a provider has it; a component is none. */
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** `URN::id` of the provider. */
  readonly provider?: string;
  readonly inputs: WireBag;
  readonly outputs: WireBag;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** Read only, and another's. */
  readonly external?: boolean;
  /** Why it is not as asked; then the next run updates it whatever it looks like. */
  readonly initErrors?: readonly string[];
}

interface Contents {
  readonly salt: string;
  readonly resources: readonly Resource[];
}

export const stateFilePath = (stateFolder: string, project: string, stack: string): string =>
  path.join(stateFolder, project, `${stack}.json`);

/** A stack's state: read once, written whole or not at all after every step. */
export class StateFile {
  readonly resources: readonly Resource[];
  readonly #file: string;
  readonly #salt: string;
  readonly #key: Buffer;

  constructor(file: string, passphrase: string) {
    const { salt, resources } = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as Contents)
      : { salt: randomBytes(16).toString("base64"), resources: [] };
    this.#file = file;
    this.#salt = salt;
    this.#key = scryptSync(passphrase, Buffer.from(salt, "base64"), 32);
    this.resources = resources.map((resource) =>
      this.#mapped(resource, (value) => this.#opened(value)),
    );
  }

  write(resources: readonly Resource[]): void {
    const contents: Contents = {
      salt: this.#salt,
      resources: resources.map((resource) =>
        this.#mapped(resource, (value) => this.#sealed(value)),
      ),
    };
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(contents, undefined, 1)}\n`, { flush: true });
    renameSync(temporary, this.#file);
  }

  #mapped(resource: Resource, change: (value: Json) => Json): Resource {
    return {
      ...resource,
      inputs: change(resource.inputs) as WireBag,
      outputs: change(resource.outputs) as WireBag,
    };
  }

  #sealed(value: Json): Json {
    if (!isSecret(value)) return mapped(value, (item) => this.#sealed(item));
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#key, nonce);
    const parts = [cipher.update(JSON.stringify(value.value), "utf8"), cipher.final()];
    const ciphertext = Buffer.concat([nonce, ...parts, cipher.getAuthTag()]).toString("base64");
    const { [SIGNATURE]: mark } = value;
    return { [SIGNATURE]: mark!, ciphertext };
  }

  #opened(value: Json): Json {
    if (
      !isBag(value) ||
      typeof value["ciphertext"] !== "string" ||
      value[SIGNATURE] === undefined
    ) {
      return mapped(value, (item) => this.#opened(item));
    }
    const bytes = Buffer.from(value["ciphertext"], "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.#key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(-16));
    const text =
      decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");
    return secret(JSON.parse(text) as Json);
  }
}

function mapped(value: Json, change: (item: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(change);
  if (!isBag(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item)]));
}
