import type { RouterFiles } from "./router-files.ts";

/** The files of a speaker of BGP outside: FRR with the daemons that such a speaker needs. */
export const providerFiles = (frrConf: string): RouterFiles => ({
  files: [
    { path: "etc/frr/daemons", content: "bgpd=yes\nbfdd=yes\nvtysh_enable=yes\n", mode: 0o640 },
    { path: "etc/frr/frr.conf", content: frrConf, mode: 0o640 },
    { path: "etc/frr/vtysh.conf", content: "service integrated-vtysh-config\n", mode: 0o640 },
  ],
  services: ["frr.service"],
});
