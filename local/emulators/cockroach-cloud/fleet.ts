import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { ResolvedTool } from "../../toolchain/tool";
import type { Cluster } from "./model";
import { bootstrap } from "./postgres/bootstrap";
import { Server } from "./postgres/server";

/** The PostgreSQL servers: one for each cluster, so that clusters share no user, no database and no role. */
export class Fleet {
  private readonly members = new Map<string, Server>();

  /** @param name of the instance: processes are named after it */
  constructor(
    private readonly tool: ResolvedTool,
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /** The server of a cluster, running or not. */
  of({ id, password }: Cluster): Server {
    const known = this.members.get(id);
    if (known) return known;
    const server = new Server(this.tool, path.join(this.folder, id), `${this.name}/${id}`, password);
    this.members.set(id, server);
    return server;
  }

  /** Starts the server of a new cluster, with what every cluster has. */
  async provision(cluster: Cluster): Promise<void> {
    const server = this.of(cluster);
    await server.start();
    await bootstrap(server);
  }

  /** Deletes a cluster's data. */
  async remove(id: string): Promise<void> {
    await this.members.get(id)?.stop();
    this.members.delete(id);
    await fs.rm(path.join(this.folder, id), { recursive: true, force: true });
  }

  /** Deletes what an emulator that was killed left of other clusters than these. */
  async retain(clusters: readonly Cluster[]): Promise<void> {
    const wanted = new Set(clusters.map(({ id }) => id));
    const found = await fs.readdir(this.folder).catch(() => []);
    for (const id of found.filter((each) => !wanted.has(each))) await this.remove(id);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.members.values()].map((server) => server.stop()));
  }
}
