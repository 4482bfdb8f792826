import type { Text } from "../../text/language.ts";
import type { ConfigChanges, Files } from "../config-changes.ts";
import type { DesiredState, Feature } from "../desired-state.ts";

/** A kind of router: how its configuration is written. One folder and one line in `vendors.ts` each. */
export interface Vendor {
  readonly name: string;
  /** Deterministic, without effects; throws only on a state that no derivation may make. */
  render(state: DesiredState): Rendered;
  /** What differs between two sets of rendered files of one router, for people. */
  changes(before: Files, after: Files): ConfigChanges;
}

/** What a vendor is asked to render: every part of the state, its interfaces, and the router itself. */
export type RenderedFeature = Feature | "interfaces" | "device" | "bfd";

/** Everything that one router needs, and what of its state could not be had. */
export interface Rendered {
  /** In order of path. */
  readonly files: readonly ConfigFile[];
  /** In the order in which they are started. */
  readonly services: readonly Service[];
  readonly unsupported: readonly Unsupported[];
}

export interface ConfigFile {
  /** From the root of the router's file system, without the first slash. */
  readonly path: string;
  /** UTF-8; secrets are tokens (`src/config/secrets.ts`). */
  readonly content: string;
  /** Permission bits: 0o600 where a secret will stand. */
  readonly mode: number;
  readonly proof: Proof;
  /** A program that reads the file, named last, without applying it; exit code 0 is good. */
  readonly check: readonly string[] | undefined;
}

/** What proved a file of this kind: it is run, in the lab or by the renderer's own tests; a checker reads it; or nothing did. */
export const PROOFS = {
  executed: "proved by execution",
  linted: "linted",
  unverified: "rendered, not verified",
} as const;
export type Proof = keyof typeof PROOFS;

export interface Service {
  /** Of systemd: `frr.service`, `wg-quick@wg0.service`. */
  readonly unit: string;
  /** The Debian package that brings it. */
  readonly package: string;
  /** Paths of the files that it reads; when one of them changes, `reload` is due. */
  readonly files: readonly string[];
  /** Makes it take its changed files, cutting as little as it can. */
  readonly reload: readonly string[];
  /** Of its files those whose change `reload` does not bring about, and what is due in its stead. */
  readonly restart?:
    | { readonly files: readonly string[]; readonly run: readonly string[] }
    | undefined;
}

/** Something that the state asks for and this vendor cannot do; never dropped in silence. */
export interface Unsupported {
  readonly feature: RenderedFeature;
  readonly detail: Text;
}
