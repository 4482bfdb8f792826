import type { DesiredState, Interface } from "../../desired-state.ts";

type Role = Interface["role"];

/** To other routers of the network. */
export const INSIDE: readonly Role[] = ["transit", "tunnel"];
/** To others' networks. */
export const OUTSIDE: readonly Role[] = ["wan", "line", "underlay"];

/** Names of the router's interfaces of these roles, in its order. */
export const interfacesOf = ({ interfaces }: DesiredState, roles: readonly Role[]): string[] =>
  interfaces.filter(({ role }) => roles.includes(role)).map(({ name }) => name);
