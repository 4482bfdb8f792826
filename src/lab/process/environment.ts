import process from "node:process";

/** The environment of everything that the lab starts: system programs are found, and speak plain English. */
export const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${process.env["PATH"] ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`,
  LC_ALL: "C",
});
