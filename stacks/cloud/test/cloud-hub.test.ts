import process from "node:process";
import { gunzipSync } from "node:zlib";
import pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { hubOf } from "../../../src/config/hub/hub.ts";
import { userData } from "../../../src/config/hub/user-data.ts";
import { renderHub } from "../../../src/config/hub/render-hub.ts";
import { fullSettings, regency } from "../../../test/config/hub/hub-fixture.ts";

interface Made {
  readonly type: string;
  readonly inputs: Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
}

const made: Made[] = [];
const asked: Made[] = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs, id }) => {
    made.push({ type, inputs });
    const state = { ...inputs, arn: `arn:${type}:${name}`, publicIp: "192.0.2.9", name };
    return { id: id ?? `${name}-id`, state };
  },
  call: ({ token, inputs }) => {
    asked.push({ type: token, inputs });
    return { id: "ami-1" };
  },
});
const { CloudHub } = await import("../cloud-hub.ts");
const { packed } = await import("../packed-user-data.ts");

// The fixtures are named from the project's own root.
process.chdir(new URL("../../..", import.meta.url).pathname);
const states = regency();
const hub = hubOf(fullSettings(), states);
const ARGS = {
  hub,
  sshKeys: ["ssh-ed25519 AAAA operator"],
  subnet: "192.168.254.0/28",
  instanceType: "t4g.small",
  keepDays: 365,
};
const of = (type: string) =>
  made.filter((one) => one.type.endsWith(type)).map(({ inputs }) => inputs);
const value = <T>(output: pulumi.Output<T>) =>
  new Promise<T>((resolve) => {
    output.apply(resolve);
  });

let address: string;
beforeAll(async () => {
  const component = new CloudHub("dumai-hub", ARGS);
  address = await value(component.address);
  await value(component.urn);
  await pulumi.runtime.disconnect();
});

test("its address is the one that stays", () => {
  expect(address).toBe("192.0.2.9");
  expect(of("eipAssociation:EipAssociation")).toHaveLength(1);
  expect(of("subnet:Subnet")[0]).toMatchObject({ mapPublicIpOnLaunch: false });
});

describe("the machine", () => {
  test("is Debian's own image, encrypted, and tells its role to nobody who forwards", () => {
    expect(asked[0]!.inputs).toMatchObject({ owners: ["136693071363"], mostRecent: true });
    expect(of("instance:Instance")[0]).toMatchObject({
      ami: "ami-1",
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true },
      disableApiTermination: true,
    });
  });

  test("hears of no secret at its first start, and of the same files as by SSH", () => {
    const packedData = of("instance:Instance")[0]!["userDataBase64"] as string;
    const bytes = Buffer.from(packedData, "base64");
    expect(bytes.length).toBeLessThan(16_384);
    const text = gunzipSync(bytes).toString("utf8");
    expect(text).toBe(
      userData(renderHub(hub), { hostName: "hub", sshKeys: ["ssh-ed25519 AAAA operator"] }),
    );
    expect(text).toContain("@secret:wireguard/hub/inti-utara@");
    expect(text).not.toMatch(/PRIVATE KEY|PrivateKey=[^@]/);
  });
});

test("the world reaches the tunnels' ports and nothing else; SSH is the administrators'", () => {
  const [group] = of("securityGroup:SecurityGroup");
  const world = group!["ingress"].filter(
    ({ cidrBlocks = [], ipv6CidrBlocks = [] }: Record<string, string[]>) =>
      [...cidrBlocks, ...ipv6CidrBlocks].some((prefix) => prefix.endsWith("/0")),
  );
  expect(
    world.map(({ protocol, fromPort, toPort }: Record<string, unknown>) => [
      protocol,
      fromPort,
      toPort,
    ]),
  ).toEqual([
    ["udp", 51_820, 51_820],
    ["udp", 51_821, 51_821],
  ]);
  const rest = group!["ingress"].filter((rule: unknown) => !world.includes(rule));
  expect(rest).toMatchObject([
    { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.8/32"] },
  ]);
  expect(of("defaultSecurityGroup:DefaultSecurityGroup")[0]).toMatchObject({
    ingress: [],
    egress: [],
  });
});

describe("the bucket", () => {
  test("is closed, versioned, encrypted by a key of its own, and deaf without TLS", () => {
    expect(of("bucketPublicAccessBlock:BucketPublicAccessBlock")[0]).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(of("bucketVersioning:BucketVersioning")[0]).toMatchObject({
      versioningConfiguration: { status: "Enabled" },
    });
    expect(of("kms/key:Key")[0]).toMatchObject({ enableKeyRotation: true });
    const [encryption] = of(
      "bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    expect(encryption!["rules"][0].applyServerSideEncryptionByDefault).toMatchObject({
      sseAlgorithm: "aws:kms",
      kmsMasterKeyId: "arn:aws:kms/key:Key:dumai-hub",
    });
    const policy = JSON.parse(of("bucketPolicy:BucketPolicy")[0]!["policy"]);
    expect(policy.Statement).toMatchObject([
      {
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
    expect(of("bucketLifecycleConfiguration:BucketLifecycleConfiguration")[0]).toMatchObject({
      rules: [{ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 365 } }],
    });
  });

  test("takes what the machine writes into its folder; the machine may do nothing else", () => {
    const { Statement } = JSON.parse(of("rolePolicy:RolePolicy")[0]!["policy"]);
    expect(Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["s3:PutObject"],
        Resource: "arn:aws:s3/bucket:Bucket:dumai-hub/hub/*",
      },
      {
        Effect: "Allow",
        Action: ["kms:GenerateDataKey"],
        Resource: "arn:aws:kms/key:Key:dumai-hub",
      },
    ]);
  });
});

describe("what cannot work is refused before anything is made", () => {
  test.each([
    ["a subnet of the regency's", { subnet: "10.0.1.0/28" }, /overlaps 10\.0\.0\.0\/22/],
    ["a subnet of the tunnels'", { subnet: "172.31.255.0/28" }, /overlaps 172\.31\.255\.0/],
    ["no subnet", { subnet: "x" }, /no IPv4 prefix/],
    ["nobody who may log in", { sshKeys: [] }, /keys come by SSH/],
    [
      "no administrator",
      { hub: hubOf(fullSettings({ administrators: [] }), states) },
      /name at least one prefix/,
    ],
  ])("%s", (_, some, message) => {
    expect(() => new CloudHub("no", { ...ARGS, ...some })).toThrow(message);
  });

  test("a hub of too many files", () => {
    const long = Array.from({ length: 40_000 }, (_, i) => Math.sin(i)).join("");
    expect(() => packed(long)).toThrow(/16384/);
  });
});
