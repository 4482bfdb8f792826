import type { Origin } from "../findings/place.ts";

/** A file's text and its path as the user would type it. */
export interface SourceFile {
  readonly path: string;
  /** Path below the network's directory, with forward slashes: `sites/bukit-kapur.csv`. */
  readonly name: string;
  readonly text: string;
}

/** One item of a list as written, before anything is known about its fields, and where it stands. */
export interface Entry {
  readonly value: unknown;
  readonly origin: Origin;
}

/** A network's files as lists of entries: every value still knows its file, line and column. */
export interface Document {
  /** The fields of network.yaml that are not lists. */
  readonly header: Entry | undefined;
  /** By list name: sites, links, …; in order of file name, then place. */
  readonly lists: ReadonlyMap<string, readonly Entry[]>;
  /** Features of routes.geojson. */
  readonly routes: readonly Entry[];
  /** Features of boundaries.geojson. */
  readonly boundaries: readonly Entry[];
}
