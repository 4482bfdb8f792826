import type { z } from "zod";
import * as entities from "./entities.ts";

/**
 * The lists that a network's files may hold. Any YAML file may hold any of them, so that files can
 * stay small and be cut by kecamatan; CSV files hold the one list that their folder or name says.
 */
export const COLLECTIONS = {
  areas: entities.area,
  buildings: entities.building,
  sites: entities.site,
  links: entities.link,
  uplinks: entities.uplink,
  chains: entities.chain,
  addressPools: entities.addressPool,
  risks: entities.risk,
  pools: entities.pool,
  providers: entities.provider,
  contracts: entities.contract,
  contacts: entities.contact,
  services: entities.service,
  standards: entities.standard,
  waivers: entities.waiver,
} as const satisfies Record<string, z.ZodType>;

export type CollectionName = keyof typeof COLLECTIONS;
/** An entry of a collection, as written and checked on its own. */
export type EntryOf<C extends CollectionName> = z.output<(typeof COLLECTIONS)[C]>;
export type Header = z.output<typeof entities.header>;
export type RouteProperties = z.output<typeof entities.routeProperties>;
export type Position = NonNullable<EntryOf<"sites">["position"]>;
