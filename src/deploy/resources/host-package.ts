import * as z from "zod";
import { shown } from "../../text/safe.ts";
import { connected, connectTo } from "../connect.ts";
import { DeployError } from "../deploy-error.ts";
import type { Host } from "../host.ts";
import { maskedPlaces } from "../secrets-mask.ts";
import { transport } from "../transport.ts";
import { hostId } from "./core-service.ts";
import type { DeployContext, ResourceKind } from "./resource.ts";

const inputs = z.strictObject({
  network: hostId,
  host: hostId,
  /** Debian's names. */
  names: z.array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/)).min(1),
  /** Whether to delete this takes the packages away; else they stay. */
  purge: z.boolean(),
  transport,
});
export type HostPackageInputs = z.infer<typeof inputs>;

/** Another apt, as Debian's own at night, is waited for. */
const LOCK_S = 120;
const APT_MS = 900_000;
/** Our own files under the names of a package's are ours, and nobody is asked. */
const APT = [
  "env",
  "DEBIAN_FRONTEND=noninteractive",
  "apt-get",
  "-y",
  "-q",
  "-o",
  `DPkg::Lock::Timeout=${LOCK_S}`,
  "-o",
  "Dpkg::Options::=--force-confold",
] as const;

/** Packages on a Debian host: there or not; their versions are Debian's to keep safe. */
export const hostPackage: ResourceKind<HostPackageInputs> = {
  name: "HostPackage",
  inputs,
  replacedBy: ["network", "host"],
  silent: ["purge"],
  secret: [],
  computed: [],

  async create(asked, context) {
    await withHost(asked, context, (host) => install(host, asked, context));
    return { id: `${asked.network}/${asked.host}/packages`, state: asked };
  },

  async read(id, before, context) {
    if (before === undefined) {
      throw new DeployError(
        "invalid",
        `${id} cannot be imported by its id: deploy it; what is installed stays as it is.`,
      );
    }
    const there = await withHost(before, context, (host) => installed(host, before.names, context));
    if (there.length === 0) return undefined;
    const found = { ...before, names: there };
    return { id, inputs: found, state: found };
  },

  async update(_id, _before, asked, context) {
    await withHost(asked, context, (host) => install(host, asked, context));
    return asked;
  },

  async delete(_id, before, context) {
    if (!before.purge) return;
    await withHost(before, context, (host) =>
      apt(host, ["purge", "--", ...before.names], before, context),
    );
  },
};

async function install(
  host: Host,
  asked: HostPackageInputs,
  context: DeployContext,
): Promise<void> {
  const there = await installed(host, asked.names, context);
  const missing = asked.names.filter((name) => !there.includes(name));
  if (missing.length === 0) return;
  context.log(`installing on ${asked.host}: ${missing.join(" ")}`);
  await apt(host, ["update"], asked, context);
  await apt(host, ["install", "--no-install-recommends", "--", ...missing], asked, context);
}

/** Those of the names that are installed, in their order. */
async function installed(
  host: Host,
  names: readonly string[],
  { signal }: DeployContext,
): Promise<string[]> {
  const format = "${Package} ${db:Status-Status}\\n";
  const { code, stdout, stderr } = await host.run(["dpkg-query", "-W", "-f", format, ...names], {
    signal,
  });
  // 1: some are not known.
  if (code > 1) {
    throw new DeployError(
      "invalid",
      `the host does not know Debian's packages (code ${code}: ${shown(stderr.trim())}); nothing was changed. It must run Debian 12 or 13.`,
    );
  }
  const there = new Set(
    stdout.split("\n").flatMap((line) => (line.endsWith(" installed") ? [line.split(" ")[0]] : [])),
  );
  return names.filter((name) => there.has(name));
}

async function apt(
  host: Host,
  words: readonly string[],
  { host: name }: HostPackageInputs,
  { signal }: DeployContext,
): Promise<void> {
  const { code, stdout, stderr } = await host.run([...APT, ...words], {
    timeoutMs: APT_MS,
    signal,
  });
  if (code === 0) return;
  const said = (stderr.trim() || stdout.trim())
    .split("\n")
    .slice(-4)
    // Of a mirror that asks for a password, apt shows the whole address.
    .map((line) => shown(maskedPlaces(line)))
    .join("; ");
  throw new DeployError(
    "missing-package",
    `apt-get ${words.join(" ")} failed on ${name} (code ${code}): ${said}. What was installed before stays; correct that there and deploy again.`,
  );
}

const withHost = <T>(
  { transport: way }: HostPackageInputs,
  context: DeployContext,
  work: (host: Host) => Promise<T>,
): Promise<T> => connected(connectTo(way, context), work);
