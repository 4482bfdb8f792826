import pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, it } from "vitest";
import { loopbackOf } from "../../../src/config/loopbacks.ts";
import { linux } from "../../../src/config/vendors/linux/linux.ts";
import { secretValues } from "../../../src/deploy/device-files.ts";
import type { RouterToDeploy } from "../../../src/pulumi/components/routers.ts";
import { rolloutOf } from "../../../src/rollout/device-rollout.ts";
import { fixtureStates } from "../../config/fixture-states.ts";

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const made: Made[] = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    made.push({ type, name, inputs: inputs as Made["inputs"] });
    return { id: name, state: { ...(inputs as object), generation: 7 } };
  },
  call: () => ({}),
});
const { RegencyEdge } = await import("../../../src/pulumi/components/regency.ts");

const { routed, states } = fixtureStates("delapan-router");
const rollouts = rolloutOf(routed);
const routers: RouterToDeploy[] = [...states.values()].map((state) => ({
  state,
  vendor: "linux",
  rendered: linux.render(state),
  rollout: rollouts.get(state.device)!,
}));
const reach = routed.network.core.map((core) => loopbackOf(states.get(core)!, 4)!);
const settled = <T>(output: pulumi.Output<T>) =>
  new Promise<T>((resolve) => {
    output.apply(resolve);
  });

beforeAll(async () => {
  const lookup = { secret: (name: string) => `rahasia-${name}`, publicKey: () => "AAAA" };
  const component = new RegencyEdge("delapan-router", {
    routers,
    allowDestroy: false,
    target: {
      kind: "devices",
      network: "delapan-router",
      transportOf: ({ device }) => ({ kind: "local", enter: [device] }),
      secretsOf: (files) => pulumi.output(secretValues(files, lookup)),
      rollbackSeconds: 90,
      soakSeconds: 5,
      reach,
    },
  });
  await settled(component.urn);
  await pulumi.runtime.disconnect();
});

const ofType = (type: string) => made.filter((one) => one.type === `rajut:index:${type}`);

describe("a regency's routers as resources", () => {
  it("are one each, with files that hold tokens and values that are secrets", () => {
    expect(
      ofType("EdgeRouter")
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...states.keys()].sort());
    for (const { name, inputs } of ofType("EdgeRouter")) {
      expect(inputs).toMatchObject({
        device: name,
        rollbackSeconds: 90,
        byHand: {},
        transport: { kind: "local", enter: [name] },
        rollout: rollouts.get(name),
      });
      expect(JSON.stringify(inputs["files"])).not.toContain("rahasia-");
      // As the SDK marks a secret on its way to the engine.
      expect(Object.keys(inputs["secrets"] as object)).toContain(
        "4dabf18193072939515e22adb298388d",
      );
      expect(JSON.stringify(inputs["publicKeys"])).not.toContain(
        "4dabf18193072939515e22adb298388d",
      );
    }
  });

  it("have a gate behind each wave that asks all of it, and no core for its own proof", () => {
    const waves = Map.groupBy(routers, ({ rollout }) => rollout.wave);
    expect(
      ofType("WaveGate")
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...waves.keys()].map((wave) => `wave-${wave}`).sort());
    for (const { inputs } of ofType("WaveGate")) {
      const members = waves.get(inputs["wave"] as number)!;
      const asked = inputs["routers"] as { device: string; generation: number; reach: string[] }[];
      expect(asked.map(({ device }) => device)).toEqual(members.map(({ state }) => state.device));
      for (const { device, generation, reach: addresses } of asked) {
        expect(generation).toBe(7);
        const own = loopbackOf(states.get(device)!, 4)!;
        expect(addresses).toEqual(reach.filter((address) => address !== own));
      }
    }
  });
});
