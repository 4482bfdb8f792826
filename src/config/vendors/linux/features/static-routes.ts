import type { DesiredState } from "../../../desired-state.ts";
import { addressText, prefixText, versionOf, wholeNumber } from "../../plain-values.ts";
import { type Part, part } from "../part.ts";
import { frrLine } from "../syntax/frr-text.ts";

/** Static routes, by FRR, so that what is redistributed and what is not is said in one place. */
export function staticRoutes({ staticRoutes: routes }: DesiredState): Part {
  return part({
    frr: routes.map(({ prefix, gateway, distance }) =>
      frrLine(
        versionOf(prefix) === 4 ? "ip route" : "ipv6 route",
        prefixText(prefix),
        gateway === undefined ? "blackhole" : addressText(gateway),
        distance === undefined ? undefined : wholeNumber(distance, 1, 255),
      ),
    ),
  });
}
