import { EMPTY_LOCK } from "../../../src/addressing/address-lock.ts";
import { addressDemands } from "../../../src/addressing/demands.ts";
import { addressReview } from "../../../src/addressing/address-review.ts";
import { readPlan } from "../../../src/addressing/read-plan.ts";
import { configure } from "../../../src/config/configure.ts";
import type { DesiredState } from "../../../src/config/desired-state.ts";
import { hubSettings, type HubSettings } from "../../../src/config/hub/hub-settings.ts";
import { fixtureStates } from "../fixture-states.ts";

/** Eight routers with two cores, their addresses from the planner itself. */
export function regency(): DesiredState[] {
  const { routed } = fixtureStates("delapan-router");
  const { lock } = addressReview(routed, EMPTY_LOCK).allocation;
  const pools = routed.network.addressPools.values();
  return [...configure(routed, readPlan(lock, addressDemands(routed), pools))];
}

/** A hub that has everything a hub may have. */
export const fullSettings = (some: Partial<HubSettings> = {}): HubSettings => ({
  ...hubSettings.parse({
    endpoint: "198.51.100.20",
    blocks: ["172.31.255.0/26", "fdff:0:0:1::/64"],
    cores: ["inti-utara", "inti-selatan"],
    administrators: ["203.0.113.8/32"],
    ntpServers: ["0.id.pool.ntp.org", "1.id.pool.ntp.org"],
    dns: { zones: ["intranet.example.go.id"], primary: "10.1.0.53" },
    bucket: {
      name: "salinan-konfigurasi",
      region: "ap-southeast-3",
      recipient: "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    },
  }),
  ...some,
});
