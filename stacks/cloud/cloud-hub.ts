import aws from "@pulumi/aws";
import pulumi from "@pulumi/pulumi";
import type { Hub } from "../../src/config/hub/hub.ts";
import { renderHub } from "../../src/config/hub/render-hub.ts";
import { userData } from "../../src/config/hub/user-data.ts";
import { overlap, parsePrefix } from "../../src/ip/prefix.ts";
import { BackupBucket } from "./bucket.ts";
import { packed } from "./packed-user-data.ts";

export interface CloudHubArgs {
  readonly hub: Hub;
  /** Public keys, as in authorized_keys. */
  readonly sshKeys: readonly string[];
  /** Of the machine's own little network, which must touch nothing of the regency's. */
  readonly subnet: string;
  readonly instanceType: string;
  /** Days for which replaced versions of the copies are kept. */
  readonly keepDays: number;
}

/** Debian's own account (wiki.debian.org/Cloud/AmazonEC2Image). */
const DEBIAN = "136693071363";
const RELEASE = "debian-12-arm64-*";
const DISK_GB = 20;
const WORLD = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };

/**
 * A hub at AWS: a small machine in a network of its own, open to the world at the tunnels' ports and to the
 * administrators at SSH, and a bucket that it may write to and not read.
 */
export class CloudHub extends pulumi.ComponentResource {
  /** What the cores call: `endpoint` of the hub's settings. */
  readonly address: pulumi.Output<string>;
  readonly instance: pulumi.Output<string>;

  constructor(name: string, args: CloudHubArgs, options?: pulumi.ComponentResourceOptions) {
    super("rajut:cloud:CloudHub", name, {}, options);
    checkArgs(args);
    const within = { parent: this };
    const { subnet, routed } = network(name, args, within);
    const group = securityGroup(name, args, subnet.vpcId, within);
    const profile = instanceProfile(name, args, within);
    const ami = aws.ec2.getAmiOutput(
      {
        owners: [DEBIAN],
        mostRecent: true,
        filters: [
          { name: "name", values: [RELEASE] },
          { name: "architecture", values: ["arm64"] },
          { name: "virtualization-type", values: ["hvm"] },
        ],
      },
      within,
    );
    const { hub, sshKeys, instanceType } = args;
    const machine = new aws.ec2.Instance(
      name,
      {
        ami: ami.id,
        instanceType,
        subnetId: subnet.id,
        vpcSecurityGroupIds: [group.id],
        iamInstanceProfile: profile?.name,
        metadataOptions: {
          httpTokens: "required",
          httpPutResponseHopLimit: 1,
          instanceMetadataTags: "disabled",
        },
        rootBlockDevice: { encrypted: true, volumeType: "gp3", volumeSize: DISK_GB },
        disableApiTermination: true,
        userDataBase64: packed(
          userData(renderHub(hub), { hostName: hub.settings.name, sshKeys: [...sshKeys] }),
        ),
        tags: { Name: name },
      },
      // A newer image or other files must not stop the machine: files come by SSH from then on.
      { parent: this, ignoreChanges: ["ami", "userDataBase64"], protect: true },
    );
    const address = new aws.ec2.Eip(name, { domain: "vpc" }, { parent: this, protect: true });
    new aws.ec2.EipAssociation(
      name,
      { allocationId: address.id, instanceId: machine.id },
      { parent: this, dependsOn: [routed] },
    );
    this.address = address.publicIp;
    this.instance = machine.id;
    this.registerOutputs({ address: this.address, instance: this.instance });
  }
}

function checkArgs({ hub, subnet, sshKeys }: CloudHubArgs): void {
  const { administrators, blocks } = hub.settings;
  const prefix = parsePrefix(subnet);
  if (prefix?.version !== 4 || prefix.length < 16 || prefix.length > 28) {
    throw new pulumi.RunError(`${subnet} is no IPv4 prefix of 16 to 28 bits for the hub's machine`);
  }
  const taken = [...hub.network, ...blocks].find((own) => overlap(parsePrefix(own)!, prefix));
  if (taken !== undefined) {
    throw new pulumi.RunError(
      `the network around the hub's machine, ${subnet}, overlaps ${taken} of the regency's: the hub could not reach that`,
    );
  }
  if (administrators.length === 0 || sshKeys.length === 0) {
    throw new pulumi.RunError(
      "the hub's keys come by SSH: name at least one prefix in the hub's administrators, and one key in sshKeys",
    );
  }
}

function network(
  name: string,
  { subnet: cidrBlock }: CloudHubArgs,
  within: pulumi.ComponentResourceOptions,
) {
  const tags = { Name: name };
  const vpc = new aws.ec2.Vpc(name, { cidrBlock, enableDnsSupport: true, tags }, within);
  // What AWS makes by itself lets its members talk to each other; nobody is one.
  new aws.ec2.DefaultSecurityGroup(name, { vpcId: vpc.id, ingress: [], egress: [] }, within);
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, within);
  const subnet = new aws.ec2.Subnet(
    name,
    { vpcId: vpc.id, cidrBlock, mapPublicIpOnLaunch: false, tags },
    within,
  );
  const table = new aws.ec2.RouteTable(
    name,
    { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }], tags },
    within,
  );
  const routed = new aws.ec2.RouteTableAssociation(
    name,
    { subnetId: subnet.id, routeTableId: table.id },
    within,
  );
  return { subnet, routed };
}

function securityGroup(
  name: string,
  { hub }: CloudHubArgs,
  vpcId: pulumi.Output<string>,
  within: pulumi.ComponentResourceOptions,
): aws.ec2.SecurityGroup {
  const { administrators } = hub.settings;
  const own = (version: 4 | 6) =>
    administrators.filter((prefix) => (prefix.includes(":") ? 6 : 4) === version);
  return new aws.ec2.SecurityGroup(
    name,
    {
      vpcId,
      description: "To the world the tunnels only, to the administrators SSH",
      ingress: [
        ...hub.tunnels.map(({ core, listenPort }) => ({
          description: `tunnel of ${core}`,
          protocol: "udp",
          fromPort: listenPort,
          toPort: listenPort,
          ...WORLD,
        })),
        {
          description: "administrators",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlocks: own(4),
          ipv6CidrBlocks: own(6),
        },
      ],
      // Debian's packages, time, the bucket, and answers to the cores wherever they are.
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, ...WORLD }],
      tags: { Name: name },
    },
    within,
  );
}

/** What the machine may do by itself: nothing, or write to its folder of the bucket. */
function instanceProfile(
  name: string,
  { hub, keepDays }: CloudHubArgs,
  within: pulumi.ComponentResourceOptions,
): aws.iam.InstanceProfile | undefined {
  const { bucket, name: folder } = hub.settings;
  if (bucket === undefined) return undefined;
  const { writePolicy } = new BackupBucket(name, { bucket: bucket.name, folder, keepDays }, within);
  const role = new aws.iam.Role(
    name,
    {
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    },
    within,
  );
  new aws.iam.RolePolicy(name, { role: role.id, policy: writePolicy }, within);
  return new aws.iam.InstanceProfile(name, { role: role.name }, within);
}
