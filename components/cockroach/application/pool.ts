import type { ConnectionShare } from "../../contracts";

/** What a pool of one pod holds at most: more connections than that help no server of the sizes meant here. */
const largestPool = 10;
/** What functions scale to when nothing else is said. */
const usualPods = 10;

/**
 * Shares connections out among pods: pods times pool size is never more than there are. Requests beyond them wait in a pod
 * for a connection to be free, so that a burst makes answers late and not the database refuse.
 *
 * @param connections of the application
 * @param pods at most @default as many as functions scale to, or as there are connections for
 * @throws RangeError when there are more pods than connections
 */
export function poolOf(connections: number, pods = Math.min(usualPods, connections)): ConnectionShare {
  if (!Number.isInteger(pods) || pods < 1) {
    throw new RangeError(`pods is ${pods}. Allowed: a whole number from 1.`);
  }
  if (pods > connections) {
    throw new RangeError(
      `${pods} pods share ${connections} connections to the database, and each needs one. Allowed: up to ` +
        `${connections} pods. Lower the most that it scales to (scale.max), or give the application more connections.`,
    );
  }
  return { pods, poolSize: Math.min(largestPool, Math.floor(connections / pods)) };
}
