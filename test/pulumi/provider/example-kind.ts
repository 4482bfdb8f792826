import * as z from "zod";
import { anyKind, type ResourceKind } from "../../../src/deploy/resources/resource.ts";

const inputs = z
  .strictObject({
    place: z.string(),
    files: z.record(z.string().startsWith("etc/"), z.string()).default({}),
    modes: z.record(z.string(), z.int()).optional(),
    way: z.strictObject({ host: z.string(), ports: z.array(z.int()) }).optional(),
    key: z.string().optional(),
    retries: z.int().default(3),
    wave: z.int().optional(),
  })
  .superRefine(({ files, modes = {} }, issue) => {
    for (const name of Object.keys(modes)) {
      if (name in files) continue;
      issue.addIssue({ code: "custom", path: ["modes", name], message: "no such file" });
    }
  });

const never = () => Promise.reject(new Error("nothing is done here"));

/** A kind to be checked and compared; it does nothing. */
export const exampleKind: ResourceKind = anyKind({
  name: "Example",
  inputs,
  replacedBy: ["place"],
  silent: ["wave"],
  secret: ["key"],
  computed: [],
  create: never,
  read: never,
  update: never,
  delete: never,
} satisfies ResourceKind<z.output<typeof inputs>>);
