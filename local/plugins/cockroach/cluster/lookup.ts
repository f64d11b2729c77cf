import type { FunctionType } from "../../base";
import type { BackupConfiguration, Cluster } from "../api";
import { pathOf, type CloudClient } from "../client";
import { cluster } from ".";
import { propertiesOf } from "./state";

const inputs: FunctionType["inputs"] = {
  id: { type: "string", description: "Id of the cluster.", required: true },
};

/** What CockroachDB Cloud knows of a cluster. */
export const getCluster: FunctionType<CloudClient> = {
  description: "What CockroachDB Cloud knows of a cluster.",
  inputs,
  outputs: { ...inputs, ...cluster.inputs, ...cluster.outputs },
  async call({ id }, { client, signal }) {
    const path = pathOf`/clusters/${id as string}`;
    const purpose = { doing: `tell about the cluster ${id as string}`, signal };
    const found = await client.get<Cluster>(path, purpose);
    const backups = await client.get<BackupConfiguration>(`${path}/backups-config`, purpose);
    return { id: id as string, ...propertiesOf(found, backups) };
  },
};
