import { PolicyPack } from "@pulumi/policy";

/** Rules over one resource and over what depends on what. */
// The SDK takes the pack as it is made.
// oxlint-disable-next-line no-new
new PolicyPack("rules", {
  policies: [
    {
      name: "no-forbidden-value",
      description: "A value that is forbidden",
      enforcementLevel: "mandatory",
      validateResource: ({ type, props }, report) => {
        if (type === "trial:index:Thing" && props["value"] === "forbidden") report("is forbidden");
      },
    },
    {
      name: "no-frown",
      description: "A value that is frowned upon",
      enforcementLevel: "advisory",
      validateResource: ({ props }, report) => {
        if (props["value"] === "frowned upon") report("is frowned upon");
      },
    },
    {
      name: "second-after-first",
      description: "The second thing depends on the first",
      enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => {
        const second = resources.find(({ name }) => name === "second");
        const depends = second?.dependencies.some(({ name }) => name === "first");
        if (second !== undefined && depends !== true) report("second does not wait for first");
      },
    },
  ],
});
