import { describe, expect, it } from "vitest";
import { waveGate, type WaveGateInputs } from "../../../src/deploy/resources/wave-gate.ts";

const context = (signal = new AbortController().signal) => ({
  settings: {},
  log: () => undefined,
  signal,
});
/** A device at which every program fails: there is no Python. */
const gate = (more: Partial<WaveGateInputs> = {}): WaveGateInputs => ({
  network: "dumai",
  wave: 3,
  soakSeconds: 0,
  routers: ["a", "b"].map((device) => ({
    device,
    generation: 1,
    transport: { kind: "local", enter: ["env", "-i", "PATH=/nowhere"] },
    reach: [],
  })),
  ...more,
});

describe("a gate between two waves", () => {
  it("stays shut while a router of the wave cannot be asked, and names each", async () => {
    const shut = waveGate.create(gate(), context());
    await expect(shut).rejects.toMatchObject({ code: "unhealthy" });
    await expect(shut).rejects.toThrow(/wave 3 is not healthy.*a: .*; b: .*not touched/s);
  });

  it("is opened by a wave of no routers, and stands for what was found", async () => {
    const { id, state } = await waveGate.create(gate({ routers: [] }), context());
    expect(id).toBe("dumai/wave-3");
    expect(await waveGate.read(id, state, context())).toEqual({ id, inputs: state, state });
  });

  it("is left by a stop in a line, not by a stack trace", async () => {
    const stop = new AbortController();
    const waiting = waveGate.create(gate({ soakSeconds: 60 }), context(stop.signal));
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ code: "lost" });
  });
});
