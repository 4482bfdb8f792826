/** From the first byte of the new files to their being in force, over SSH; FRR 8.4 in the lab, the longest of few runs. */
const APPLY_S = 3.1;
/** From the start of all routing daemons to every router known to every other; 8 routers in the lab, hello 1 s, the longest of few runs. */
const RELEARN_S = 7.6;

/**
 * An estimate, in whole seconds, of how long what hangs on a router alone is without a way while its
 * configuration changes: the time to apply it, the time to learn all routes anew, and one hello of its
 * slowest link, at which its neighbour is heard again (RFC 2328 §9.5). It supposes that all daemons are
 * restarted; a reload that keeps them goes on forwarding and costs less or nothing. If the new
 * configuration is not confirmed, the rollback time comes on top.
 * @param hellosS hello intervals of the router's links, seconds
 */
export function outageSeconds(hellosS: readonly number[]): number {
  return Math.ceil(APPLY_S + RELEARN_S + Math.max(0, ...hellosS));
}
