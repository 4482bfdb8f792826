import type { DesiredState } from "../../../desired-state.ts";
import { addressText } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";

const FILE = "etc/rsyslog.d/90-rajut.conf";
/** Messages that are kept for a collector that cannot be reached: an outage is when they matter. */
const QUEUE_MESSAGES = 10_000;

/** Messages to every collector over TCP (RFC 6587), kept in memory while it cannot be reached. */
export function syslogServers(state: DesiredState): Part {
  if (state.syslogServers.length === 0) return part({});
  return part({
    files: [
      configFile(
        state,
        FILE,
        state.syslogServers.flatMap((address) => [
          'action(type="omfwd"',
          `       target="${addressText(address)}" port="514" protocol="tcp"`,
          '       template="RSYSLOG_SyslogProtocol23Format"',
          `       queue.type="LinkedList" queue.size="${QUEUE_MESSAGES}"`,
          // When it is full the newest are lost; to wait for room would hold up who speaks.
          '       queue.timeoutEnqueue="0"',
          '       action.resumeRetryCount="-1")',
        ]),
        { proof: "linted", check: ["rsyslogd", "-N1", "-f"] },
      ),
    ],
    services: [
      {
        unit: "rsyslog.service",
        package: "rsyslog",
        files: [FILE],
        reload: ["systemctl", "restart", "rsyslog.service"],
      },
    ],
  });
}
