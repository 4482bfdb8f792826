import { linux } from "./linux/linux.ts";
import type { Vendor } from "./vendor.ts";

/** Every kind of router that can be rendered. */
export const VENDORS = { linux } as const satisfies Record<string, Vendor>;
