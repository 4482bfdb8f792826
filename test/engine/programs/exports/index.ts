import pulumi from "@pulumi/pulumi";

/** A stack that another refers to. */
export const prefix = "10.20.0.0/16";
export const key = pulumi.secret("a-key-that-nobody-sees");
