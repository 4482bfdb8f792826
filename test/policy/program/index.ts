import pulumi from "@pulumi/pulumi";
import { EdgeRouter } from "../../../src/pulumi/resources/edge-router.ts";
import type { PlannedRouter } from "./planned-router.ts";

/** Makes the routers that its configuration plans, in their order. */
const routers = new Map<string, EdgeRouter>();
for (const { name, inputs, after = [] } of new pulumi.Config().requireObject<
  readonly PlannedRouter[]
>("routers")) {
  const dependsOn = after.map((other) => routers.get(other)!);
  const secrets = pulumi.secret(inputs.secrets);
  routers.set(name, new EdgeRouter(name, { ...inputs, secrets }, { dependsOn }));
}
