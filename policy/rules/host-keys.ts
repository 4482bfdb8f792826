import { everyValue, isBag, type Resource, UNKNOWN, type Value } from "../properties.ts";

const KEY =
  /^(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-\S+) [A-Za-z0-9+/]+={0,2}(?: |$)/;

/** Devices, and machines on the way to them, that would be trusted without knowing their key. O(values). */
export function missingHostKeys({ properties }: Resource): string[] {
  return [...everyValue(properties)].flatMap(({ value }) => {
    if (!isBag(value) || value["kind"] !== "ssh") return [];
    const { jump } = value;
    return [...ofLogin(value), ...(jump !== undefined && isBag(jump) ? ofLogin(jump) : [])];
  });
}

function ofLogin(login: { readonly [name: string]: Value }): string[] {
  const { host, hostKeys } = login;
  if (hostKeys === UNKNOWN) return [];
  const name = typeof host === "string" ? host : "a host not known yet";
  if (!Array.isArray(hostKeys) || hostKeys.length === 0) return [`${name} has no host key`];
  return (hostKeys as readonly Value[])
    .filter((key) => key !== UNKNOWN && !(typeof key === "string" && KEY.test(key)))
    .map(() => `${name} has a host key that is none`);
}
