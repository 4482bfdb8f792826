/**
 * The link-local address that a VRRP group's routers share, which is the first of an IPv6 group (RFC 5798
 * §5.2.9) and the hosts' gateway: that of the group's own MAC address (§7.3), for a group from 1 to 255.
 */
export const vrrpLinkLocal = (group: number): string =>
  `fe80::200:5eff:fe00:2${group.toString(16).padStart(2, "0")}`;
