import { inParallel } from "../process/in-parallel.ts";
import { atRouter } from "../running-lab.ts";
import { driftLines } from "../../config/vendors/linux/answers/frr-reload.ts";
import type { Experiment } from "./experiment.ts";

const AT_ONCE = 2;

/** After its own configuration was applied, FRR finds nothing to add to it or to take from it. */
export const drift: Experiment = {
  title: { id: "tanpa beda dari konfigurasi", en: "no drift from the configuration" },
  async run(lab, { progress }) {
    let done = 0;
    const checks = await inParallel(lab.plan.routers, AT_ONCE, async ({ device }) => {
      const script = "/usr/lib/frr/frr-reload.py --test --stdout /etc/frr/frr.conf 2>&1";
      const { stdout, code } = await atRouter(lab, device, script);
      progress(`${++done}/${lab.plan.routers.length}`);
      const lines = driftLines(stdout);
      const found = code !== 0 ? `exit ${code}` : lines.join("; ");
      return { subject: device, expected: "-", found: found || "-", ok: found === "" };
    });
    return { checks };
  },
};
