import type { ConfigFile, Service, Unsupported } from "../vendor.ts";
import type { FrrNode } from "./syntax/frr-text.ts";
import type { IniSection } from "./syntax/ini-text.ts";
import type { NftItem } from "./syntax/nft-text.ts";

/** What one feature needs on a Linux router: files of its own, and its share of those that several features write. */
export interface Part {
  readonly files: readonly ConfigFile[];
  readonly services: readonly Service[];
  /** Of frr.conf. Blocks of the same head are one. */
  readonly frr: readonly FrrNode[];
  /** Of systemd-networkd's file of an interface. */
  readonly network: readonly NetworkShare[];
  /** Of the ruleset's one table. */
  readonly nft: readonly NftItem[];
  readonly sysctl: readonly SysctlSetting[];
  readonly unsupported: readonly Unsupported[];
}

export interface NetworkShare {
  readonly interface: string;
  readonly sections: readonly IniSection[];
}

export interface SysctlSetting {
  /** With slashes, since names of interfaces hold dots. */
  readonly key: string;
  readonly value: number;
  /** For an interface that is made later, when this is read once more. */
  readonly mayBeMissing?: true;
}

const NOTHING: Part = {
  files: [],
  services: [],
  frr: [],
  network: [],
  nft: [],
  sysctl: [],
  unsupported: [],
};

/** A part of which only some is there. */
export const part = (some: Partial<Part>): Part => ({ ...NOTHING, ...some });

/** All parts as one, in their order. */
export function joined(parts: readonly Part[]): Part {
  return {
    files: parts.flatMap(({ files }) => files),
    services: parts.flatMap(({ services }) => services),
    frr: parts.flatMap(({ frr }) => frr),
    network: parts.flatMap(({ network }) => network),
    nft: parts.flatMap(({ nft }) => nft),
    sysctl: parts.flatMap(({ sysctl }) => sysctl),
    unsupported: parts.flatMap(({ unsupported }) => unsupported),
  };
}
