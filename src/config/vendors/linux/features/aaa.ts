import type { DesiredState } from "../../../desired-state.ts";
import { secretToken } from "../../../secrets.ts";
import { addressText, versionOf } from "../../plain-values.ts";
import { configFile } from "../config-file.ts";
import { type Part, part } from "../part.ts";

const TIMEOUT_S = 3;

/**
 * People who run the router are known by RADIUS (RFC 2865), asked by PAM when somebody comes by SSH. Where
 * no server answers, the router's own accounts count, so that a cut-off router can still be mended.
 */
export function aaa(state: DesiredState): Part {
  const { aaa: desired } = state;
  if (desired === undefined) return part({});
  const secret = secretToken(desired.secret);
  return part({
    files: [
      configFile(
        state,
        "etc/pam_radius_auth.conf",
        desired.servers.map((address) => {
          const host =
            versionOf(address) === 4 ? addressText(address) : `[${addressText(address)}]`;
          return `${host} ${secret} ${TIMEOUT_S}`;
        }),
        { proof: "unverified", secret: true },
      ),
      configFile(
        state,
        "etc/pam.d/sshd",
        [
          "auth [success=done new_authtok_reqd=done authinfo_unavail=ignore default=die] pam_radius_auth.so",
          "@include common-auth",
          "account required pam_nologin.so",
          "@include common-account",
          "session required pam_loginuid.so",
          "session optional pam_keyinit.so force revoke",
          "@include common-session",
          "session required pam_limits.so",
          "session required pam_env.so",
          "@include common-password",
        ],
        { proof: "unverified" },
      ),
    ],
  });
}
