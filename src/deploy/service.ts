import * as z from "zod";

/** A service as renderers give it (`src/config/vendors/vendor.ts`), where it comes from a state or a device. */
export const service = z.strictObject({
  unit: z.string(),
  package: z.string(),
  files: z.array(z.string()),
  reload: z.array(z.string()).min(1),
  restart: z
    .strictObject({ files: z.array(z.string()), run: z.array(z.string()).min(1) })
    .optional(),
  /** It belongs to something else: where it runs it takes the files, and is never enabled, started, disabled or stopped. */
  borrowed: z.boolean().optional(),
});
