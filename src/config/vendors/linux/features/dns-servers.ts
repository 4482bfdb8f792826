import type { DesiredState } from "../../../desired-state.ts";
import { addressText } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";

/** The C library asks no more than so many. */
const SERVERS_MAX = 3;

/** Where the router itself asks for names. */
export function dnsServers(state: DesiredState): Part {
  const servers = state.dnsServers.map(addressText);
  if (servers.length === 0) return part({});
  return part({
    files: [
      configFile(
        state,
        "etc/resolv.conf",
        servers.slice(0, SERVERS_MAX).map((address) => `nameserver ${address}`),
        { proof: "unverified" },
      ),
    ],
    unsupported:
      servers.length <= SERVERS_MAX
        ? []
        : [
            {
              feature: "dnsServers",
              detail: {
                id: `Linux hanya bertanya kepada ${SERVERS_MAX} resolver DNS pertama`,
                en: `Linux asks the first ${SERVERS_MAX} DNS resolvers only`,
              },
            },
          ],
  });
}
