import pulumi from "@pulumi/pulumi";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import type { ResourceKind } from "../../deploy/resources/resource.ts";
import manifest from "../../../package.json" with { type: "json" };

/** Inputs of a kind as a program may give them: each part may be an output of something else. */
export type Given<Value> = Input<
  Value extends object ? { readonly [Name in keyof Value]: Given<Value[Name]> } : Value
>;
export type GivenInputs<Inputs> = { readonly [Name in keyof Inputs]: Given<Inputs[Name]> };

/** A kind of `src/deploy/resources` as a program declares it; its outputs are declared by the classes. */
export abstract class DeployedResource<Inputs extends object, State extends Inputs>
  extends pulumi.CustomResource
{
  protected constructor(
    kind: ResourceKind<Inputs, State>,
    name: string,
    inputs: GivenInputs<Inputs>,
    options: CustomResourceOptions = {},
  ) {
    // A property must be named for its output to exist.
    const names = [...Object.keys(kind.inputs.shape), ...kind.computed];
    const outputs = Object.fromEntries(names.map((property) => [property, undefined]));
    super(
      `rajut:index:${kind.name}`,
      name,
      { ...outputs, ...inputs },
      pulumi.mergeOptions(
        { version: manifest.version, additionalSecretOutputs: [...kind.secret] },
        options,
      ),
    );
  }
}
