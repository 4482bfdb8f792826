import { addresses } from "./addresses.ts";
import { areaCodes } from "./area-codes.ts";
import { connections } from "./connections.ts";
import { contracts } from "./contracts.ts";
import { media } from "./media.ts";
import { names } from "./names.ts";
import { pools } from "./pools.ts";
import { positions } from "./positions.ts";
import { rates } from "./rates.ts";
import { routers } from "./routers.ts";
import { routes } from "./routes.ts";
import type { Rule } from "./rule.ts";
import { singlePoints } from "./single-points.ts";
import { standards } from "./standards.ts";

/** What `rajut check` asks of a network whose files can be read; one question a file. */
export const RULES = {
  areaCodes,
  names,
  connections,
  positions,
  routes,
  standards,
  singlePoints,
  media,
  pools,
  rates,
  contracts,
  addresses,
  routers,
} as const satisfies Record<string, Rule>;
