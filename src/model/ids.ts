/**
 * Branded identifiers: strings at run time, distinct for the compiler. Only this file makes them.
 * An id never holds a kode wilayah, because codes change when areas are split (pemekaran).
 */

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type AreaId = Id<"area">;
export type BuildingId = Id<"building">;
export type SiteId = Id<"site">;
export type LinkId = Id<"link">;
export type RouteId = Id<"route">;
export type RiskId = Id<"risk">;
export type PoolId = Id<"pool">;
export type ProviderId = Id<"provider">;
export type ContractId = Id<"contract">;
export type ContactId = Id<"contact">;
export type ServiceId = Id<"service">;
export type AddressPoolId = Id<"address-pool">;

/** Lower-case words joined by single hyphens, at most 64 characters: safe as a file name, in a shell and in every router. */
export const ID_PATTERN = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
export const ID_LENGTH_MAX = 64;

/** A kode wilayah with its dots, as the official table writes it: 14, 14.72, 14.72.04, 14.72.04.1001. */
export const AREA_CODE_PATTERN = /^\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.[12]\d{3})?)?)?$/;

/**
 * True when the id carries a kode wilayah of the regency: its digits followed by at least two more.
 * A school's NPSN or a serial number of the same length is something else and may stay.
 */
export function holdsAreaCode(id: string, regencyCode: string): boolean {
  const digits = regencyCode.replaceAll(".", "");
  return (id.replaceAll("-", "").match(/\d{6,}/g) ?? []).some((run) => run.startsWith(digits));
}

/** True when the text may be used as an id. */
export function isId(text: string): boolean {
  return text.length <= ID_LENGTH_MAX && ID_PATTERN.test(text);
}

export const areaId = (text: string): AreaId => text as AreaId;
export const buildingId = (text: string): BuildingId => text as BuildingId;
export const siteId = (text: string): SiteId => text as SiteId;
export const linkId = (text: string): LinkId => text as LinkId;
export const routeId = (text: string): RouteId => text as RouteId;
export const riskId = (text: string): RiskId => text as RiskId;
export const poolId = (text: string): PoolId => text as PoolId;
export const providerId = (text: string): ProviderId => text as ProviderId;
export const contractId = (text: string): ContractId => text as ContractId;
export const contactId = (text: string): ContactId => text as ContactId;
export const addressPoolId = (text: string): AddressPoolId => text as AddressPoolId;
