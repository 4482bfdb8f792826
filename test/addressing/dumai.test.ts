import { beforeAll, describe, expect, test } from "vitest";
import { type AddressReview, addressReview } from "../../src/addressing/address-review.ts";
import type { AddressLock } from "../../src/addressing/address-lock.ts";
import { addressDemands } from "../../src/addressing/demands.ts";
import { readPlan } from "../../src/addressing/read-plan.ts";
import { readNetwork } from "../../src/io/read-network.ts";
import type { Day } from "../../src/model/calendar.ts";
import type { Network, Site } from "../../src/model/network.ts";
import { routedNetwork } from "../../src/layer3/routed-network.ts";
import { indexNetwork } from "../../src/network/network-index.ts";
import { load } from "../../src/pipeline.ts";

/** The real case: its committed lock fits it, and a change at one site stays with that site. */
let network: Network;
let lock: AddressLock;
beforeAll(() => {
  const { files, lock: file } = readNetwork("topology/dumai");
  const loaded = load(files, { today: "2030-01-01" as Day }, file);
  network = loaded.network!;
  lock = loaded.addressLock!;
});

const review = (changed: Network): AddressReview =>
  addressReview(routedNetwork(indexNetwork(changed)), lock);
const moved = (changed: Network) =>
  review(changed).changes.filter(({ kind, what }) => kind === "moved" && what === "address");

function without(site: Site): Network {
  const links = [...network.links].filter(([, { ends }]) => !ends.includes(site.id));
  return {
    ...network,
    sites: new Map([...network.sites].filter(([id]) => id !== site.id)),
    links: new Map(links),
    services: new Map([...network.services].filter(([, service]) => service.site !== site.id)),
  };
}

/** Every fifth: an index of the whole network takes a tenth of a second. */
const some = <T>(items: Iterable<T>): T[] => [...items].filter((_, i) => i % 5 === 0);

describe("topology/dumai", () => {
  test("its lock fits it, and everybody is served", () => {
    const { changes, allocation } = review(network);
    expect(changes).toEqual([]);
    expect(allocation.problems).toEqual([]);
    const demands = addressDemands(routedNetwork(indexNetwork(network)));
    const plan = readPlan(lock, demands, network.addressPools.values());
    expect(demands.addresses.length).toBeGreaterThan(300);
    for (const { owner, zone } of demands.addresses) {
      const versions = plan.prefixes(owner).map(({ version }) => version);
      expect(versions, owner).toEqual(zone === "wifi" || zone === "public" ? [4] : [4, 6]);
    }
    for (const { scope, owner } of demands.numbers) {
      expect(plan.number(scope, owner), `${scope} ${owner}`).toBeTypeOf("number");
    }
  });

  test("a site that is removed moves nobody", () => {
    for (const site of some(network.sites.values()))
      expect(moved(without(site)), site.id).toEqual([]);
  });

  test("a router that moves to another kecamatan takes its own addresses along and no one else's", () => {
    const { routers } = routedNetwork(indexNetwork(network));
    const other = [...network.areas.values()].find(({ level }) => level === "kecamatan");
    let count = 0;
    for (const { site, area } of some(routers.values())) {
      if (area === other!.id) continue;
      const sites = new Map(network.sites).set(site.id, { ...site, area: other!.id });
      const changed = moved({ ...network, sites });
      const own = [...network.links.values()].filter(({ ends }) => ends.includes(site.id));
      const names = new Set<string>([site.id, ...own.map(({ id }) => id)]);
      for (const { owner } of changed) {
        expect(
          owner.split("/").some((part) => names.has(part)),
          owner,
        ).toBe(true);
      }
      expect(changed.length, site.id).toBeGreaterThan(0);
      count++;
    }
    expect(count).toBeGreaterThan(14);
  });
});
