import pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { hubOf } from "../../src/config/hub/hub.ts";
import { renderHub } from "../../src/config/hub/render-hub.ts";
import { secretValues } from "../../src/deploy/device-files.ts";
import { coreService } from "../../src/deploy/resources/core-service.ts";
import { hostFile } from "../../src/deploy/resources/host-file.ts";
import { hostPackage } from "../../src/deploy/resources/host-package.ts";
import { fullSettings, regency } from "../config/hub/hub-fixture.ts";

interface Made {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
}

const made: Made[] = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    made.push({ type, name, inputs: inputs as Record<string, unknown> });
    return { id: name, state: { ...(inputs as object), generation: 1 } };
  },
  call: () => ({}),
});
const { OffsiteHub } = await import("../../src/pulumi/components/offsite-hub.ts");
const { HostFile } = await import("../../src/pulumi/resources/host-file.ts");

const hub = hubOf(fullSettings(), regency());
const transport = {
  kind: "ssh" as const,
  host: "198.51.100.20",
  port: 22,
  user: "admin",
  hostKeys: ["ssh-ed25519 AAAA"],
  sudo: true,
};
const settled = <T>(output: pulumi.Output<T>) =>
  new Promise<T>((resolve) => {
    output.apply(resolve);
  });

beforeAll(async () => {
  const lookup = { secret: (name: string) => `rahasia-${name}`, publicKey: () => "AAAA" };
  const component = new OffsiteHub("dumai", {
    network: "dumai",
    hub,
    transport,
    secretsOf: (files) => pulumi.output(secretValues(files, lookup)),
    rollbackSeconds: 120,
    allowDestroy: false,
  });
  const file = new HostFile("motd", {
    network: "dumai",
    host: "hub",
    path: "etc/motd",
    mode: "0644",
    content: "hub\n",
    secrets: {},
    publicKeys: {},
    transport,
    rollbackSeconds: 60,
  });
  await settled(component.urn);
  await settled(file.urn);
  await pulumi.runtime.disconnect();
});

/** As the provider is handed them. */
const inputsOf = (type: string) =>
  made
    .filter((one) => one.type === `rajut:index:${type}`)
    .map(({ inputs }) =>
      Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, plain(value)])),
    );
const plain = (value: unknown): unknown =>
  value !== null && typeof value === "object" && "value" in value ? value.value : value;

test("each part has its packages and its service, the firewall before anything that listens", () => {
  const names = made.filter(({ type }) => type !== "rajut:index:HostFile").map(({ name }) => name);
  expect(names).toEqual([
    "dumai",
    ...renderHub(hub).flatMap(({ name }) => [`hub-${name}`, `hub-${name}`]),
  ]);
  const [first] = inputsOf("HostPackage");
  expect(first!["names"]).toContain("nftables");
});

test("what the provider is handed, its kinds take", () => {
  for (const [type, kind] of [
    ["HostPackage", hostPackage],
    ["CoreService", coreService],
    ["HostFile", hostFile],
  ] as const) {
    const some = inputsOf(type);
    expect(some.length).toBeGreaterThan(0);
    for (const inputs of some) {
      const { generation: _, ...asked } = inputs;
      expect(kind.inputs.safeParse(asked).error?.issues ?? []).toEqual([]);
    }
  }
});

test("secrets go in the secret input alone", () => {
  for (const one of made.filter(({ type }) => type === "rajut:index:CoreService")) {
    const { secrets, ...rest } = one.inputs;
    expect(JSON.stringify(rest)).not.toContain("rahasia-");
    expect(Object.keys(plain(secrets) as object).length > 0).toBe(
      JSON.stringify(rest).includes("@secret:"),
    );
  }
});
