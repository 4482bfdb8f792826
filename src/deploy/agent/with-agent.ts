import { connected } from "../connect.ts";
import type { Connect } from "../host.ts";
import { type Agent, openAgent } from "./agent.ts";

/** Asks a device's agent over a connection of its own. */
export const withAgent = <T>(
  connect: Connect,
  work: (agent: Agent) => Promise<T>,
  { signal, part }: { readonly signal?: AbortSignal; readonly part?: string } = {},
): Promise<T> => connected(connect, async (host) => work(await openAgent(host, signal, part)));
