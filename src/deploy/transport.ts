import * as z from "zod";

/**
 * How a device is reached, as plain data that is stored in Pulumi's state: no secret is in it, and no
 * path that only one machine has (paths are relative to the project, or begin with `~/`).
 */
const login = z.strictObject({
  /** Address or name. */
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  user: z.string().min(1),
  /** The host's public keys as in known_hosts, `ssh-ed25519 AAAA…`; one of them must be shown. None: refused. */
  hostKeys: z.array(z.string()),
  /** A private key's file; undefined: the keys of the SSH agent (SSH_AUTH_SOCK). */
  keyFile: z.string().optional(),
});

export const sshTransport = login.extend({
  kind: z.literal("ssh"),
  /** Whether root's rights are taken by `sudo -n`. */
  sudo: z.boolean(),
  /** The machine through which the way goes, first. */
  jump: login.optional(),
});

export const localTransport = z.strictObject({
  kind: z.literal("local"),
  /** Words put before every command, such as `nsenter …`: a device in namespaces of this machine. */
  enter: z.array(z.string()),
});

export const transport = z.discriminatedUnion("kind", [sshTransport, localTransport]);

export type Login = z.infer<typeof login>;
export type SshTransport = z.infer<typeof sshTransport>;
export type LocalTransport = z.infer<typeof localTransport>;
export type Transport = z.infer<typeof transport>;
