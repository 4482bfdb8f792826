import pulumi from "@pulumi/pulumi";
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";

export interface WavesArgs<Member extends Resource> {
  /** In order; numbers are those of the whole network's plan, of which this may be a part. */
  readonly waves: readonly { readonly wave: number; readonly members: readonly string[] }[];
  readonly make: (member: string, options: CustomResourceOptions) => Member;
  /** What must hold before the wave after this one begins; without it, that its members, by name, are done. */
  readonly gate?: (
    wave: number,
    members: ReadonlyMap<string, Member>,
    options: CustomResourceOptions,
  ) => Resource;
}

/**
 * Resources in waves: none of a wave begins before all of the wave before it are done and its gate holds;
 * within a wave they go together. The order is made of dependencies, so a preview shows it, a failure
 * stops what comes after it, and a destroy goes the other way.
 */
export class Waves<Member extends Resource> extends pulumi.ComponentResource {
  constructor(
    name: string,
    { waves, make, gate }: WavesArgs<Member>,
    options?: ComponentResourceOptions,
  ) {
    super("rajut:index:Waves", name, {}, options);
    let before: readonly Resource[] = [];
    const within = (): CustomResourceOptions => ({ parent: this, dependsOn: [...before] });
    for (const { wave, members } of waves) {
      const made = new Map(members.map((member) => [member, make(member, within())]));
      before = [...made.values()];
      if (gate !== undefined) before = [gate(wave, made, within())];
    }
    this.registerOutputs({});
  }
}
