import { CORE_INTERFACE } from "./hub.ts";

/** Names of the secrets that a hub and the network share; their forms are `secretForm`'s. */
export const hubKey = (hub: string, core: string): string => `wireguard/${hub}/${core}`;
export const coreKey = (core: string): string => `wireguard/${core}/${CORE_INTERFACE}`;
export const pairKey = (hub: string, core: string): string => `wireguard-pair/${hub}/${core}`;
/** By which the routers know who takes their backups. */
export const hostKey = (hub: string): string => `ssh-host/${hub}`;
export const tsigKey = (hub: string): string => `tsig/${hub}`;
/** Of a bucket elsewhere than at AWS: the name of the key, and the key. */
export const bucketKeys = (hub: string) =>
  ({ id: `bucket/${hub}/id`, key: `bucket/${hub}/key` }) as const;
