import type { DesiredState } from "./desired-state.ts";
import type { IpVersion } from "../ip/prefix.ts";
import { bareAddress } from "../ip/prefix.ts";
import { versionOf } from "./vendors/plain-values.ts";

/** A router's own address of an IP version; undefined where it has none. */
export const loopbackOf = ({ interfaces }: DesiredState, version: IpVersion): string | undefined =>
  interfaces
    .filter(({ kind }) => kind === "loopback")
    .flatMap(({ addresses }) => addresses.map(bareAddress))
    .find((address) => versionOf(address) === version);

/** By address, whose it is: every address of every router. */
export const ownersOf = (states: readonly DesiredState[]): Map<string, string> =>
  new Map(
    states.flatMap(({ device, interfaces }) =>
      interfaces.flatMap(({ addresses }) =>
        addresses.map((address) => [bareAddress(address), device] as const),
      ),
    ),
  );
