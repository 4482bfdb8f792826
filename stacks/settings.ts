import pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { hubSettings } from "../src/config/hub/hub-settings.ts";
import { deploySettings } from "../src/deploy/settings.ts";

/** Where routers' configuration goes: files in a folder, devices over SSH, or namespaces of this machine. */
const TARGETS = ["directory", "ssh", "local"] as const;

/** What two routers share cannot change at one before the other: the first would lose its neighbour and go back. */
const ROTATION =
  "only secrets of one router alone (snmp/, radius/, backup/) can be changed so; both ends of a link would have to change at once";

/** An off-site hub that the cores can call, and how the machine itself is reached. */
const joinedHub = hubSettings.extend({
  endpoint: hubSettings.shape.endpoint.unwrap(),
  /** Of target `ssh`. */
  ssh: z
    .strictObject({
      /** Without it the endpoint. */
      host: z.string().min(1).optional(),
      port: z.int().min(1).max(65_535).default(22),
      user: z.string().default("root"),
      keyFile: z.string().optional(),
      sudo: z.boolean().default(false),
    })
    .prefault({}),
});

/** Plain settings of a stack; `rajut:` in stacks/config/Pulumi.STACK.yaml. */
const plainSettings = z.strictObject({
  /** Folder of the network. */
  network: z.string(),
  target: z.enum(TARGETS).default("directory"),
  /** Only the routers of these kecamatan, the cores and the ways there: a pilot. Without it all. */
  kecamatan: z.array(z.string()).default([]),
  /** Of target `directory`. */
  directory: z.string().optional(),
  ssh: deploySettings.shape.ssh,
  /** The same in both stacks; nobody has a hub who has not said so. */
  hub: joinedHub.optional(),
  /** Of target `local`: words before every command, in which `{device}` is the router's id. */
  enter: z.array(z.string()).optional(),
  /** Seconds after which a device undoes what was not confirmed. */
  rollbackSeconds: z.int().min(10).max(600).default(120),
  /** Routers that go first, one after the other; without them the farthest leaf. */
  canaries: z.array(z.string()).optional(),
  /** How many routers of the network may be down at once: a number, or per cent such as "10%". */
  maxUnavailable: z.union([z.int().min(1), z.string().regex(/^\d{1,3}%$/)]).optional(),
  /** Seconds that a wave must stay healthy before the next one begins. */
  soakSeconds: z.int().min(0).max(3600).default(10),
  /** Whether routers may leave the stack. */
  allowDestroy: z.boolean().default(false),
  /** How often a secret was changed, by name. */
  rotations: z
    .record(z.string().regex(/^(?:snmp|radius|backup)\//, ROTATION), z.int().min(0))
    .default({}),
  /** Public keys of pairs that are elsewhere, by name: `ssh-host/SERVICE`. */
  publicKeys: z.record(z.string(), z.string()).default({}),
});
export type PlainSettings = z.infer<typeof plainSettings>;

export interface Settings extends PlainSettings {
  /** 32 bytes in base64, from which all secrets come. Undefined where none is needed. */
  readonly masterKey: pulumi.Output<string> | undefined;
  /** Secrets that somebody else chose, by name. */
  readonly secrets: pulumi.Output<Record<string, string>>;
}

/**
 * The stack's settings.
 * @throws RunError that names everything wrong with them, each by its key
 */
export function readSettings(): Settings {
  const config = new pulumi.Config("rajut");
  const raw = Object.fromEntries(
    Object.keys(plainSettings.shape).flatMap((key) => {
      const text = config.get(key);
      return text === undefined ? [] : [[key, jsonOr(text)]];
    }),
  );
  const parsed = plainSettings.safeParse(raw);
  const masterKey = config.getSecret("masterKey");
  const problems = parsed.success
    ? missingFor(parsed.data, masterKey)
    : parsed.error.issues.map(({ path, message }) => `rajut:${path.join(".")}: ${message}`);
  if (!parsed.success || problems.length > 0) {
    throw new pulumi.RunError(
      `the stack's configuration is not complete:\n${problems.join("\n")}\nSee docs/deploy.md.`,
    );
  }
  const secrets =
    config.getSecretObject<Record<string, string>>("secrets") ??
    pulumi.output<Record<string, string>>({});
  return { ...parsed.data, masterKey, secrets };
}

function missingFor({ target, enter, ssh }: PlainSettings, masterKey: unknown): string[] {
  if (target === "directory") return [];
  return [
    ...(masterKey === undefined
      ? [
          "rajut:masterKey: not set; make one with `openssl rand -base64 32 | pulumi config set --secret rajut:masterKey`",
        ]
      : []),
    ...(target === "ssh" && ssh === undefined
      ? ["rajut:ssh: not set; at least `{ knownHosts: topology/NETWORK/known_hosts }`"]
      : []),
    ...(target === "local" && enter === undefined ? ["rajut:enter: not set"] : []),
  ];
}

/** Pulumi hands all but texts over as JSON. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
