/** What a router's renderer gave: files by path below `/`, and the units that Debian would start. */
export interface RouterFiles {
  readonly files: readonly RouterFile[];
  /** Names of systemd units: `frr.service`. */
  readonly services: readonly string[];
}

export interface RouterFile {
  /** Without a leading slash: `etc/frr/frr.conf`. */
  readonly path: string;
  readonly content: string;
  /** Permissions; 0644 where undefined. */
  readonly mode?: number | undefined;
}
