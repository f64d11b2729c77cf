import type { Cluster } from "../api";
import { pathOf, type CloudClient } from "../client";
import { isGone } from "../errors";

/** A deletion goes on when the engine cancels, for this long. */
const timeout = 60_000;

/** Deletes a cluster; succeeds when it is gone already. @param isProtected whether its protection has to be ended first */
export async function remove(
  client: CloudClient,
  { id, name }: Pick<Cluster, "id" | "name">,
  isProtected: boolean,
): Promise<void> {
  const path = pathOf`/clusters/${id}`;
  const purpose = { doing: `delete the cluster "${name}"`, signal: AbortSignal.timeout(timeout) };
  if (isProtected) {
    await client.patch(path, { delete_protection: "DISABLED" }, purpose).catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
  }
  await client.delete(path, purpose);
}
