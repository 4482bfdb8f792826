import type { DesiredState } from "../../../desired-state.ts";
import { plainWord } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";

const FILE = "etc/chrony/chrony.conf";

/** Time by chrony, as a client only. */
export function ntpServers(state: DesiredState): Part {
  if (state.ntpServers.length === 0) return part({});
  return part({
    files: [
      configFile(
        state,
        FILE,
        [
          ...state.ntpServers.map((address) => `server ${plainWord(address)} iburst`),
          "driftfile /var/lib/chrony/chrony.drift",
          // A router without a battery for its clock begins in the past.
          "makestep 1 3",
          "rtcsync",
          "cmdport 0",
        ],
        { proof: "linted", check: ["chronyd", "-p", "-f"] },
      ),
    ],
    services: [
      {
        unit: "chrony.service",
        package: "chrony",
        files: [FILE],
        reload: ["systemctl", "restart", "chrony.service"],
      },
    ],
  });
}
