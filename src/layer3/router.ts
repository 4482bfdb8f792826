import type { AreaId, SiteId } from "../model/ids.ts";
import type { Link, Site } from "../model/network.ts";

/** A site that routes. */
export interface Router {
  readonly site: Site;
  /** The kecamatan whose blocks its addresses come from. */
  readonly area: AreaId;
  readonly isCore: boolean;
}

/** A link between two routers. */
export interface RoutedLink {
  readonly link: Link;
  readonly ends: readonly [SiteId, SiteId];
  /** One way. */
  readonly delayUs: number;
  /** True where the provider routes in between, so that only a tunnel makes the two ends neighbours. */
  readonly tunnelled: boolean;
}

/** A line of the whole network to the internet. */
export interface RoutedUplink {
  readonly link: Link;
  readonly router: SiteId;
  readonly role: "primary" | "secondary";
}
