import { defineConfig } from "vitest/config";

/** Tests that measure how real daemons behave: they have the machine for themselves. */
const ALONE = [
  "test/deploy/lab/edge-router.test.ts",
  "test/deploy/lab/lab-up.test.ts",
  "test/deploy/linux/running-router.test.ts",
  "test/cloud/hub-over-ssh.test.ts",
  "test/lab/lab.test.ts",
  "test/config/vendors/linux-forwarding.test.ts",
  "test/config/vendors/linux-running.test.ts",
];

export default defineConfig({
  test: {
    // A time limit is for hangs only; speed is measured by the benchmarks.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ["default", ["json", { outputFile: "out/test-report.json" }]],
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["test/**/*.test.ts"],
          exclude: ALONE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "daemons",
          include: ALONE,
          fileParallelism: false,
          // A lab of 26 routers takes minutes on two cores.
          testTimeout: 1_200_000,
          // Daemons keep real time: a machine that stalls for a second is no fault of theirs.
          retry: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
