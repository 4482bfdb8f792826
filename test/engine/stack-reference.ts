import { isSecret, type WireBag } from "../../src/pulumi/provider/values.ts";
import type { Deployment } from "./deployment.ts";
import { stateFilePath, StateFile } from "./state-file.ts";

export const STACK_REFERENCE = "pulumi:pulumi:StackReference";

/**
 * What another stack exports, from its state file; secrets stay secrets.
 * @param id `organization/project/stack`, or a stack of the same project
 */
export function readStackReference(deployment: Deployment, id: string): WireBag {
  const [stack = "", project = deployment.project.name] = id.split("/").toReversed();
  const { stateFolder, passphrase } = deployment.order;
  const file = new StateFile(stateFilePath(stateFolder, project, stack), passphrase);
  const root = file.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  if (root === undefined) throw new Error(`unknown stack "${id}"`);
  const secretOutputNames = Object.keys(root.outputs).filter((name) =>
    isSecret(root.outputs[name]),
  );
  return { name: id, outputs: root.outputs, secretOutputNames };
}
