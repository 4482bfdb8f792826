import * as z from "zod";
import { parseAddress, parsePrefix } from "../../ip/prefix.ts";

const address = z.string().refine((text) => parseAddress(text) !== undefined, "no address");
const prefix = z.string().refine((text) => parsePrefix(text) !== undefined, "no prefix");
const word = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens");
/** Bech32 as age writes the public half of a key. */
const ageRecipient = z.string().regex(/^age1[a-z0-9]{58}$/, "no public key of age");

/**
 * What is to be said of an off-site hub; everything else comes from the network's plan. Nobody has a hub
 * who has not said so.
 */
export const hubSettings = z.strictObject({
  /** The machine's name; no site may have it. */
  name: word.default("hub"),
  /** The address at which the cores find it on the internet; without it the hub can be made, and not yet be joined. */
  endpoint: address.optional(),
  /** UDP; each core has one of its own, counted from here. */
  firstPort: z.int().min(1024).max(65_000).default(51_820),
  /** Its own blocks, outside everything that the plan gives out: an IPv4 one, and an IPv6 one where wanted. */
  blocks: z.array(prefix).min(1).max(2),
  /** Ids of the cores that join it, the preferred one first. Append only: the place in the list is the tunnel's number. */
  cores: z.array(z.string()).min(1),
  /** From where on the internet SSH is let in, beside the managers inside; the deploying machine belongs here. */
  administrators: z.array(prefix).default([]),
  /** Servers of time on the internet: the hub must know the time also while the tunnels are out. */
  ntpServers: z.array(z.string().regex(/^[\w.:-]+$/)).min(1),
  /** Zones that are copied from the network's own name server. */
  dns: z
    .strictObject({
      zones: z.array(z.string().regex(/^(?:[\w-]+\.)+[\w-]+$/, "no name of a zone")).min(1),
      primary: address,
    })
    .optional(),
  /** Where the copies of the configurations are copied to, encrypted for one who is not the hub. */
  bucket: z
    .strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "no name of a bucket"),
      region: word,
      /** Of a service other than AWS; then its two keys are secrets. */
      endpoint: z.url({ protocol: /^https$/ }).optional(),
      recipient: ageRecipient,
    })
    .optional(),
});
export type HubSettings = z.infer<typeof hubSettings>;
