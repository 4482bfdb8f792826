import { sortedBy } from "../../text/order.ts";
import { bfd } from "../vendors/linux/features/bfd.ts";
import { bgp } from "../vendors/linux/features/bgp.ts";
import { ruleset } from "../vendors/linux/features/firewall.ts";
import { ntpServers } from "../vendors/linux/features/ntp-servers.ts";
import { tunnels } from "../vendors/linux/features/tunnels.ts";
import { frr } from "../vendors/linux/frr.ts";
import { joined, type Part } from "../vendors/linux/part.ts";
import { sysctl } from "../vendors/linux/sysctl.ts";
import { frrBlock, frrLine, type FrrNode } from "../vendors/linux/syntax/frr-text.ts";
import type { ConfigFile, Service } from "../vendors/vendor.ts";
import { carriedBy } from "./core-side.ts";
import { backupCopy } from "./features/backup-copy.ts";
import { backupReceiver } from "./features/backup-receiver.ts";
import { firewall } from "./features/firewall.ts";
import { monitoring } from "./features/monitoring.ts";
import { nameServer } from "./features/name-server.ts";
import { preparation } from "./features/preparation.ts";
import type { Hub } from "./hub.ts";
import { HUB_MARK, hubRouter } from "./hub-router.ts";

/** One service of a hub, which is deployed and taken back as a whole, in the order of the list. */
export interface HubPart {
  readonly name: "network" | "time" | "names" | "monitoring" | "backup";
  /** Debian packages, also those of no service of their own. */
  readonly packages: readonly string[];
  /** In order of path. */
  readonly files: readonly ConfigFile[];
  /** In the order in which they are started. */
  readonly services: readonly Service[];
  /** A command on the hub that ends with 0 once the part works. */
  readonly health: readonly string[];
}

/**
 * What a Debian 12 or 13 machine needs to be the hub; deterministic. The way in comes first: firewall, tunnels and
 * BGP are one part, so that none of them is ever there without the others.
 */
export function renderHub(hub: Hub): HubPart[] {
  const time = ntpServers(hubRouter(hub));
  const backup = joined([backupReceiver(hub), backupCopy(hub)]);
  const names = nameServer(hub);
  return [
    hubPart("network", network(hub), ["ip", "link", "show", hub.tunnels[0]!.interface]),
    hubPart("time", time, isActive("chrony.service")),
    ...(names.files.length === 0 ? [] : [hubPart("names", names, isActive("nsd.service"))]),
    hubPart("monitoring", monitoring(hub), [
      "promtool",
      "query",
      "instant",
      "http://127.0.0.1:9090",
      "vector(1)",
    ]),
    hubPart("backup", backup, isActive("rajut-backup-sshd.service"), [
      "git",
      ...(hub.settings.bucket === undefined ? [] : ["age"]),
    ]),
  ];
}

const isActive = (unit: string): string[] => ["systemctl", "is-active", unit];

function network(hub: Hub): Part {
  const router = hubRouter(hub);
  const way = tunnels(router);
  return joined([
    sysctl(router, way.sysctl),
    ruleset(router, firewall(hub)),
    preparation(hub),
    way,
    frr(router, [...bgp(router).frr, ...bfd(router).frr, ...intoTable(hub)]),
  ]);
}

/**
 * The default route that the cores tell is the way into the network, not to the internet: it goes into a
 * table of its own. Joined to the entries of the neighbours' own filters, by their names and numbers.
 */
function intoTable({ tunnels: all, addresses }: Hub): FrrNode[] {
  return all.flatMap((tunnel) =>
    addresses.map((_, entry) =>
      frrBlock(frrLine("route-map", `${carriedBy(tunnel)}-in`, "permit", 10 * (entry + 1)), [
        frrLine("set table", HUB_MARK),
      ]),
    ),
  );
}

function hubPart(
  name: HubPart["name"],
  { files, services }: Part,
  health: readonly string[],
  more: readonly string[] = [],
): HubPart {
  return {
    name,
    packages: [...new Set([...services.map((service) => service.package), ...more])].sort(),
    files: sortedBy(files, ({ path }) => path),
    services,
    health,
  };
}
