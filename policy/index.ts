import {
  PolicyPack,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
} from "@pulumi/policy";
import { knownProperties, type Resource } from "./properties.ts";
import { RSA_BITS_MIN, weakCryptography } from "./rules/cryptography.ts";
import { missingHostKeys } from "./rules/host-keys.ts";
import { withoutPath } from "./rules/last-path.ts";
import { changedTogether } from "./rules/one-wave.ts";
import { plaintextSecrets, randomWords } from "./rules/plaintext-secrets.ts";
import { wrongRollbackTime } from "./rules/rollback-time.ts";

/**
 * The pack: each rule with its default level, which the configuration of the pack may change. Rules that
 * look at one resource are asked before it is touched, in previews and again by the run itself, when all is
 * known; those that look at the whole stack are asked at the end of a preview, and at the end of a run.
 */
// The SDK takes the pack as it is made.
// oxlint-disable-next-line no-new
new PolicyPack("rajut", {
  policies: [
    ofEach({
      name: "no-plaintext-secret",
      description: "Secrets are tokens in files and values in `secrets`, never readable text.",
      enforcementLevel: "mandatory",
      find: (resource) =>
        plaintextSecrets(resource).map(({ where, what }) => `${where}: ${what}, in clear`),
    }),
    ofEach({
      name: "no-random-word",
      description: "A word that looks like a key stands in no readable text.",
      enforcementLevel: "advisory",
      find: (resource) => randomWords(resource).map(({ where, what }) => `${where}: ${what}`),
    }),
    ofEach({
      name: "host-key-pinned",
      description: "A device is reached only by a host key that is known beforehand.",
      enforcementLevel: "mandatory",
      find: missingHostKeys,
    }),
    ofEach({
      name: "path-left",
      description: "Every router keeps a way to a core.",
      enforcementLevel: "mandatory",
      configSchema: {
        properties: { islands: { type: "array", items: { type: "string" }, default: [] } },
      },
      find: (resource, args) => {
        const { islands } = args.getConfig<{ islands?: readonly string[] }>();
        return withoutPath(resource, islands ?? []);
      },
    }),
    ofEach({
      name: "strong-cryptography",
      description: "TLS 1.2 or newer, RSA of 3,072 bits or more.",
      enforcementLevel: "mandatory",
      configSchema: {
        properties: { rsaBitsMin: { type: "integer", minimum: 2048, default: RSA_BITS_MIN } },
      },
      find: (resource, args) => {
        const { rsaBitsMin } = args.getConfig<{ rsaBitsMin?: number }>();
        return weakCryptography(resource, rsaBitsMin ?? RSA_BITS_MIN);
      },
    }),
    ofEach({
      name: "rollback-time",
      description: "A change that is not confirmed is undone within ten minutes.",
      enforcementLevel: "mandatory",
      find: wrongRollbackTime,
    }),
    {
      name: "never-in-one-wave",
      description: "Two routers of which each is the other's way around are not changed together.",
      enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => {
        const plain = resources.map(({ urn, type, name, props, dependencies }) => ({
          urn,
          type,
          name,
          properties: knownProperties(props).properties,
          dependencies: dependencies.map((other) => other.urn),
        }));
        for (const problem of changedTogether(plain)) report(problem);
      },
    },
  ],
});

/** A rule over single resources, without the SDK's ways. */
interface EachRule extends Omit<
  ResourceValidationPolicy,
  "validateResource" | "remediateResource"
> {
  readonly find: (resource: Resource, args: ResourceValidationArgs) => readonly string[];
}

function ofEach({ find, ...policy }: EachRule): ResourceValidationPolicy {
  return {
    ...policy,
    validateResource: (args, report) => {
      const { properties } = knownProperties(args.props);
      const resource = { type: args.type, name: args.name, properties };
      for (const problem of find(resource, args)) report(`${args.name}: ${problem}`);
    },
  };
}
