import { afterEach, describe, expect, it } from "vitest";
import { type Candidate, commit, type CommitOptions } from "../../src/deploy/commit.ts";
import { service, testDevice, type TestDevice } from "./agent/device.ts";

const devices: TestDevice[] = [];
afterEach(() => {
  for (const device of devices.splice(0)) device.remove();
});
function newDevice(): TestDevice {
  const device = testDevice();
  devices.push(device);
  return device;
}

const candidate = (
  files: Readonly<Record<string, string>>,
  more: Partial<Candidate> = {},
): Candidate => ({
  owner: "dumai/bukit-kapur",
  files: Object.entries(files).map(([path, content]) => ({
    path,
    content,
    mode: 0o644,
    check: ["check-conf"],
  })),
  services: Object.keys(files).map((path) => service(path.replace(/^etc\/(.*)\.conf$/, "$1"))),
  ...more,
});

const options = (more: Partial<CommitOptions> = {}): CommitOptions => ({
  expectGeneration: undefined,
  rollbackSeconds: 60,
  prove: () => Promise.resolve([]),
  log: () => undefined,
  signal: new AbortController().signal,
  ...more,
});

describe("commit", () => {
  it("brings a device to its first configuration, and to the next", async () => {
    const device = newDevice();
    const first = await commit(device.connect, candidate({ "etc/a.conf": "one\n" }), options());
    expect(first).toEqual({ generation: 1, changed: ["etc/a.conf"] });
    expect(device.file("etc/a.conf")).toBe("one\n");
    expect(device.running("a")).toBe("one\n");
    expect(device.isEnabled("a")).toBe(true);
    const next = await commit(
      device.connect,
      candidate({ "etc/a.conf": "two\n" }),
      options({ expectGeneration: 1 }),
    );
    expect(next).toEqual({ generation: 2, changed: ["etc/a.conf"] });
    expect(device.running("a")).toBe("two\n");
    expect(device.commands()).toEqual(["enable --now a.service", "reload a.service"]);
    expect(device.hidden()).toEqual([]);
  });
});
