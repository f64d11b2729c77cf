import type { Cluster } from "../api";
import { pathOf, type CloudClient } from "../client";
import { isFault } from "../errors";

/** Waits between two looks at a cluster, in milliseconds. */
const firstWait = 100;
const longestWait = 2_000;

/** A cluster that is not ready, and will not be for now. */
export class NotReadyError extends Error {
  override readonly name = "NotReadyError";

  constructor(
    message: string,
    readonly cluster: Cluster,
  ) {
    super(message);
  }
}

/**
 * Waits until a cluster is ready. A fault of the service on the way is waited out.
 *
 * @param limit hours that it may take
 * @throws NotReadyError when it failed, or when the time is over or the engine cancels
 */
export async function whenReady(
  client: CloudClient,
  started: Cluster,
  limit: number,
  cancelled: AbortSignal,
): Promise<Cluster> {
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(limit * 60 * 60_000)]);
  const named = `The cluster "${started.name}"`;
  let cluster = started;
  for (let delay = firstWait; ; delay = Math.min(delay * 2, longestWait)) {
    try {
      const purpose = { doing: `tell whether the cluster "${started.name}" is ready`, signal };
      cluster = await client.get<Cluster>(pathOf`/clusters/${started.id}`, purpose);
    } catch (error) {
      if (signal.aborted) {
        const reason = cancelled.aborted ? "was not waited for" : `was not ready within ${limit} h`;
        throw new NotReadyError(`${named} ${reason}: it is ${cluster.state}. ${resume}`, cluster);
      }
      if (!isFault(error)) throw new NotReadyError((error as Error).message, cluster);
    }
    if (cluster.state === "CREATED") return cluster;
    if (cluster.state === "CREATION_FAILED" || cluster.state === "DELETED") {
      const problem =
        cluster.state === "DELETED" ? "was deleted meanwhile" : "could not be made by CockroachDB Cloud";
      throw new NotReadyError(`${named} ${problem}: it is ${cluster.state}.`, cluster);
    }
    // The end of a wait that is cut short shows in the next request.
    await client.pause(delay, signal).catch(() => undefined);
  }
}

const resume = "The next update goes on waiting.";
