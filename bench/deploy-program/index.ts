import pulumi from "@pulumi/pulumi";
import { ConfigArtifact } from "../../src/pulumi/resources/config-artifact.ts";

/** So many folders, each with files as big as a router's; none is the program that does nothing. */
const config = new pulumi.Config("bench");
const folder = config.require("folder");
const FILES = 30;
const content = "interface eth1\n ip ospf cost 10\n".repeat(100);
for (let i = 0; i < config.requireNumber("count"); i++) {
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, n) => [`etc/file-${n}.conf`, `! router ${i}\n${content}`]),
  );
  new ConfigArtifact(`router-${i}`, { folder: `${folder}/router-${i}`, files });
}
