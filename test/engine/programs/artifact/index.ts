import pulumi from "@pulumi/pulumi";
import { ConfigArtifact } from "../../../../src/pulumi/resources/config-artifact.ts";

const config = new pulumi.Config();
const artifact = new ConfigArtifact("files", {
  folder: config.require("folder"),
  files: config.requireObject<Record<string, string>>("files"),
});

export const { folder, files } = artifact;
