import { sortedBy } from "../../../text/order.ts";
import type { DesiredState } from "../../desired-state.ts";
import { configFile } from "./config-file.ts";
import { type Part, part, type SysctlSetting } from "./part.ts";

const FILE = "etc/sysctl.d/90-rajut.conf";

/** Kernel settings of all features. Two features that want different values of one are a bug and throw. */
export function sysctl(state: DesiredState, settings: readonly SysctlSetting[]): Part {
  const byKey = new Map<string, SysctlSetting>();
  for (const setting of settings) {
    const before = byKey.get(setting.key) ?? setting;
    if (before.value !== setting.value) throw new RangeError(`two values of ${setting.key}`);
    byKey.set(setting.key, setting);
  }
  const lines = sortedBy(byKey.values(), ({ key }) => key).map(
    ({ key, value, mayBeMissing }) => `${mayBeMissing === true ? "-" : ""}${key} = ${value}`,
  );
  return part({
    files: [configFile(state, FILE, lines, { proof: "executed" })],
    services: [
      {
        unit: "systemd-sysctl.service",
        package: "systemd",
        files: [FILE],
        reload: ["systemctl", "restart", "systemd-sysctl.service"],
      },
    ],
  });
}
