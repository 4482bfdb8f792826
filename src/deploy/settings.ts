import * as z from "zod";

/** What a whole stack is deployed with: the `rajut:` values of its configuration that the provider needs too. */
export const deploySettings = z.object({
  /** How the routers are reached where nothing else is said; also by which a router is imported by its id. */
  ssh: z
    .strictObject({
      user: z.string().default("root"),
      port: z.int().min(1).max(65_535).default(22),
      keyFile: z.string().optional(),
      sudo: z.boolean().default(false),
      /** A file in OpenSSH's known_hosts format; hosts are named by their ids. */
      knownHosts: z.string().optional(),
      jump: z
        .strictObject({
          host: z.string(),
          port: z.int().min(1).max(65_535).default(22),
          user: z.string().default("root"),
          keyFile: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});
export type DeploySettings = z.infer<typeof deploySettings>;
