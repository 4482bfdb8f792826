import pulumi from "@pulumi/pulumi";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import type { ThingPlan } from "./thing-plan.ts";

class Thing extends pulumi.CustomResource {
  declare readonly serial: pulumi.Output<string>;
  declare readonly login: pulumi.Output<string>;
  constructor(
    name: string,
    inputs: Record<string, Input<unknown>>,
    options: CustomResourceOptions,
  ) {
    super("trial:index:Thing", name, { serial: undefined, login: undefined, ...inputs }, options);
  }
}

/** Makes the things that its configuration plans, in their order. */
const config = new pulumi.Config();
const things = new Map<string, Thing>();
for (const plan of config.requireObject<readonly ThingPlan[]>("things")) {
  const { name, inputs, options = {}, after = [], valueFrom, hasToken } = plan;
  const source = valueFrom === undefined ? undefined : things.get(valueFrom);
  const thing = new Thing(
    name,
    {
      ...inputs,
      ...(source && { value: pulumi.interpolate`serial ${source.serial}` }),
      ...(hasToken && { token: config.requireSecret("token") }),
    },
    { ...options, dependsOn: after.map((other) => things.get(other)!) },
  );
  things.set(name, thing);
}
if (config.get("ends") === "badly") throw new Error("the program is wrong");

export const serials = Object.fromEntries([...things].map(([name, { serial }]) => [name, serial]));
export const login = [...things.values()][0]?.login;
