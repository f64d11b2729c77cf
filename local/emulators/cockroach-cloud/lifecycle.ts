import { setTimeout as pause } from "node:timers/promises";
import type { Report } from "../../toolchain/tool";
import type { Fleet } from "./fleet";
import type { Cluster, ClusterState } from "./model";
import type { Store } from "./store";

/** How clusters come to be, and go. */
export class Lifecycle {
  private readonly ending = new AbortController();
  private readonly creations = new Map<string, Promise<void>>();

  /** @param delay milliseconds that a cluster is CREATING at least */
  constructor(
    private readonly store: Store,
    private readonly fleet: Fleet,
    private readonly delay: number,
    private readonly report: Report,
  ) {}

  /** Goes on where an emulator before this one stopped. */
  async resume(): Promise<void> {
    const { clusters } = this.store.state;
    await this.fleet.retain(clusters.filter(({ state }) => state === "CREATED" || state === "CREATING"));
    for (const cluster of clusters) {
      if (cluster.state === "CREATING") this.create(cluster);
      // So that the first connection does not wait for it; one that comes before starts it itself.
      if (cluster.state === "CREATED") void this.fleet.of(cluster).start().catch(this.complain(cluster));
    }
  }

  /** Makes a cluster that is CREATING, in the background. */
  create(cluster: Cluster): void {
    const creation = this.provision(cluster).then(
      () => this.enter(cluster, "CREATED"),
      (error: unknown) => {
        if (this.ending.signal.aborted) return;
        this.complain(cluster)(error);
        return this.enter(cluster, "CREATION_FAILED");
      },
    );
    this.creations.set(cluster.id, creation.catch(this.complain(cluster)));
  }

  /** Deletes a cluster with its data; one that is being made first becomes one. */
  async delete(cluster: Cluster): Promise<void> {
    await this.creations.get(cluster.id);
    await this.store.change(() => {
      cluster.state = "DELETED";
      cluster.deleted_at = cluster.updated_at = new Date().toISOString();
    });
    await this.fleet.remove(cluster.id);
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.creations.values());
    await this.fleet.stop();
  }

  private async provision(cluster: Cluster): Promise<void> {
    const provisioned = cluster.isDoomed
      ? Promise.reject(new Error("a fault was asked for"))
      : this.fleet.provision(cluster);
    const [result] = await Promise.allSettled([
      provisioned,
      pause(this.delay, undefined, { signal: this.ending.signal }),
    ]);
    this.ending.signal.throwIfAborted();
    if (result.status === "rejected") throw result.reason;
  }

  private async enter(cluster: Cluster, state: ClusterState): Promise<void> {
    await this.store.change(() => {
      cluster.state = state;
      cluster.updated_at = new Date().toISOString();
    });
    this.report(`emulated cluster ${cluster.name} is ${state}`);
  }

  private complain({ name }: Cluster): (error: unknown) => void {
    return (error) => this.report(`emulated cluster ${name}: ${(error as Error).message}`);
  }
}
