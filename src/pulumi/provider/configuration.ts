import type * as z from "zod";
import { DeployError } from "../../deploy/deploy-error.ts";
import { deploySettings, type DeploySettings } from "../../deploy/settings.ts";
import type { Json } from "../../deploy/resources/resource.ts";
import { propertyPathText, type PropertyPath } from "./property-path.ts";
import { hasUnknown, plain, type WireBag } from "./values.ts";
import type { Failure } from "./check.ts";

/** What the engine keeps about a provider itself, beside its settings. */
const ENGINE_KEYS = new Set(["version", "pluginDownloadURL"]);

/**
 * Of a provider's configuration what is a setting of it. The engine hands over all of `rajut:` of the
 * stack's configuration, since the project has the same name, secrets too: they do not belong in the
 * provider's own entry of the state.
 */
export const settingsOnly = (configuration: WireBag): WireBag =>
  Object.fromEntries(
    Object.entries(configuration).filter(
      ([name]) =>
        Object.hasOwn(deploySettings.shape, name) || ENGINE_KEYS.has(name) || name.startsWith("__"),
    ),
  );

/** The settings in a provider's configuration, and what is wrong with them; what is unknown is left out. */
export function parseSettings(configuration: WireBag): {
  readonly settings: DeploySettings | undefined;
  readonly failures: readonly Failure[];
} {
  const known = Object.entries(settingsOnly(configuration)).filter(
    ([, value]) => !hasUnknown(value),
  );
  const parsed = deploySettings.safeParse(
    Object.fromEntries(known.map(([name, value]) => [name, fromText(plain(value))])),
  );
  return parsed.success
    ? { settings: parsed.data, failures: [] }
    : { settings: undefined, failures: parsed.error.issues.map(failureOf) };
}

/** @throws DeployError `invalid`, in words that name the configuration's keys */
export function settingsOf(configuration: WireBag): DeploySettings {
  const { settings, failures } = parseSettings(configuration);
  if (settings !== undefined) return settings;
  const lines = failures.map(({ path, reason }) => `rajut:${propertyPathText(path)}: ${reason}`);
  throw new DeployError(
    "invalid",
    `The stack's configuration is wrong, nothing was changed:\n${lines.join("\n")}`,
  );
}

/** Values other than texts come as JSON in a text. */
function fromText(value: Json): Json {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

function failureOf(issue: z.core.$ZodIssue): Failure {
  const extra = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  return {
    path: [...(issue.path as PropertyPath), ...extra],
    reason: extra.length > 0 ? "no such setting" : issue.message,
  };
}
