import type { Cluster } from "../api";
import { pathOf, type CloudClient } from "../client";
import { isBusy, isFault, isGone } from "../errors";

/** A deletion goes on when the engine cancels, for this long. */
const timeout = 60_000;

type Named = Pick<Cluster, "id" | "name">;

/** Deletes a cluster; succeeds when it is gone already. */
export function remove(client: CloudClient, cluster: Named): Promise<void> {
  return client.delete(pathOf`/clusters/${cluster.id}`, purposeOf(cluster));
}

/**
 * Deletes a cluster that could not be made. It never held anything, so that no protection is to keep it.
 *
 * @returns why the service keeps it nevertheless; undefined when it is gone
 * @throws Error when it may be deleted a little later
 */
export async function removeFailed(
  client: CloudClient,
  cluster: Named,
  isProtected: boolean,
): Promise<string | undefined> {
  try {
    if (isProtected) {
      const request = { delete_protection: "DISABLED" };
      await client.patch(pathOf`/clusters/${cluster.id}`, request, purposeOf(cluster)).catch(unlessGone);
    }
    await remove(client, cluster);
    return undefined;
  } catch (error) {
    if (isFault(error) || isBusy(error)) throw error;
    return (error as Error).message;
  }
}

/** Some services change nothing of a cluster that failed, and delete it all the same. */
function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}

const purposeOf = ({ name }: Named) => ({
  doing: `delete the cluster "${name}"`,
  signal: AbortSignal.timeout(timeout),
});
