import * as path from "node:path";
import type { Instance } from "../../home";

/** Where the emulator of an instance keeps its files; all are for their owner only. */
export function filesOf(instance: Instance) {
  const folder = path.join(instance.directory, "cockroach-cloud");
  const within = (...parts: string[]): string => path.join(folder, ...parts);
  return {
    folder,
    state: within("state.json"),
    /** The API key of the account, made at the first start. */
    key: within("api-key"),
    /** What clients of the databases verify servers with, as PEM. */
    ca: within("ca.crt"),
    caKey: within("ca.key"),
    server: within("server.crt"),
    serverKey: within("server.key"),
    /** One folder for each cluster's PostgreSQL. */
    clusters: within("clusters"),
  };
}

export type EmulatorFiles = ReturnType<typeof filesOf>;
