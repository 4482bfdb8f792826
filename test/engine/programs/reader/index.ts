import pulumi from "@pulumi/pulumi";

/** A stack that refers to another. */
const other = new pulumi.StackReference("organization/exports/dev");

export const prefix = other.getOutput("prefix");
export const key = other.getOutput("key");
