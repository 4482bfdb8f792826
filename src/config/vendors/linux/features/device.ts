import type { DesiredState } from "../../../desired-state.ts";
import { plainWord, withoutLength } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";
import { frrLine } from "../syntax/frr-text.ts";

/**
 * The router itself: its name, and a way in for those who run it. SSH listens on the loopback address
 * only, which lives as long as any interface does, and the firewall lets managers in only.
 */
export function device(state: DesiredState): Part {
  const name = plainWord(state.device);
  const own = state.interfaces
    .filter(({ role }) => role === "loopback")
    .flatMap(({ addresses }) => addresses.map(withoutLength));
  const sshd = "etc/ssh/sshd_config.d/rajut.conf";
  return part({
    files: [
      configFile(state, "etc/hostname", [name], { proof: "unverified" }),
      configFile(
        state,
        sshd,
        [
          ...own.map((address) => `ListenAddress ${address}`),
          "PermitRootLogin prohibit-password",
          "PasswordAuthentication no",
          // With RADIUS a person's password is asked by PAM; else keys are the only way in.
          `KbdInteractiveAuthentication ${state.aaa === undefined ? "no" : "yes"}`,
          "AllowTcpForwarding no",
          "X11Forwarding no",
        ],
        { proof: "linted", check: ["sshd", "-t", "-f"] },
      ),
    ],
    services: [
      {
        unit: "ssh.service",
        package: "openssh-server",
        files: [sshd],
        reload: ["systemctl", "reload", "ssh.service"],
      },
    ],
    // The loopback addresses may come after the services that listen on them.
    sysctl: [
      { key: "net/ipv4/ip_nonlocal_bind", value: 1 },
      { key: "net/ipv6/ip_nonlocal_bind", value: 1 },
    ],
    frr: [frrLine("hostname", name), "log syslog informational"],
  });
}
