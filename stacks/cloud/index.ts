import pulumi from "@pulumi/pulumi";
import * as z from "zod";
import aws from "@pulumi/aws";
import { routersOrReasons } from "../../src/cli/open-routers.ts";
import { hubOf } from "../../src/config/hub/hub.ts";
import { hubSettings } from "../../src/config/hub/hub-settings.ts";
import { messageOf } from "../../src/findings/texts.ts";
import { CloudHub } from "./cloud-hub.ts";

/** Jakarta: what is told to the hub stays in the country. */
const REGION = "ap-southeast-3";

const settings = z
  .strictObject({
    /** Folder of the network, from this folder. */
    network: z.string(),
    hub: hubSettings,
    sshKeys: z
      .array(z.string().regex(/^(?:ssh-ed25519|ecdsa-\S+|ssh-rsa) \S+(?: [^\n]*)?$/))
      .min(1),
    subnet: z.string().default("192.168.254.0/28"),
    instanceType: z.string().default("t4g.small"),
    keepDays: z.int().min(1).default(365),
  })
  .refine(({ hub: { bucket } }) => bucket === undefined || bucket.region === REGION, {
    message: `must be ${REGION}`,
    path: ["hub", "bucket", "region"],
  });

const config = new pulumi.Config();
const parsed = settings.safeParse({
  network: config.get("network"),
  hub: config.getObject("hub"),
  sshKeys: config.getObject("sshKeys"),
  subnet: config.get("subnet"),
  instanceType: config.get("instanceType"),
  keepDays: config.getNumber("keepDays"),
});
if (!parsed.success) {
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new pulumi.RunError(
    `rajut-cloud's configuration is not complete:\n${lines.join("\n")}\nSee docs/hub.md.`,
  );
}
const { network, hub, ...args } = parsed.data;
const today = new Date().toISOString().slice(0, 10);
const found = await routersOrReasons(network, { options: {}, today });
if ("reasons" in found) {
  const lines = found.reasons.map(
    (one) => `${one.place.file}: ${one.code} ${messageOf(one, "en")}`,
  );
  throw new pulumi.RunError(`${network} cannot be deployed:\n${lines.join("\n")}`);
}

const provider = new aws.Provider("jakarta", {
  region: REGION,
  defaultTags: { tags: { network: found.network.id, by: "rajut" } },
});
const made = new CloudHub(
  `${found.network.id}-${hub.name}`,
  { hub: hubOf(hub, found.states), ...args },
  { providers: { aws: provider } },
);

/** What `pulumi stack output` tells: the address is the hub's `endpoint` in the network's own stack. */
export const outputs = { address: made.address, instance: made.instance };
