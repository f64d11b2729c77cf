import { PartialFailure, type Known, type Operation, type ResourceType, type Values } from "../../base";
import type { BackupConfiguration, Cluster } from "../api";
import { pathOf, type CloudClient } from "../client";
import { importedId, uuid } from "../rules";
import { clusterInputs, type BackupConfig, type ClusterInputs } from "./inputs";
import { remove, removeFailed } from "./removal";
import { checkCluster, refuseCluster } from "./rules";
import { backupChange, change, creation } from "./spec";
import { propertiesOf } from "./state";
import { NotReadyError, whenReady } from "./wait";

/* Hours that CockroachDB Cloud may take, as with the official provider. */
const creationLimit = 1;
const changeLimit = 2;

type Cloud = Pick<Operation<CloudClient>, "client" | "signal">;

/** A Basic or Standard cluster. */
export const cluster: ResourceType<CloudClient> = {
  description: "A Basic or Standard cluster of CockroachDB Cloud.",
  inputs: clusterInputs,
  outputs: {
    accountId: { type: "string", description: "The cloud provider's account that hosts it." },
    creatorId: { type: "string", description: "Id of the user who made it.", stable: true },
    fullVersion: { type: "string", description: "Version with the patch level." },
    operationStatus: { type: "string", description: "What long-running operation is under way." },
    state: { type: "string", description: "CREATING, CREATED, CREATION_FAILED, DELETED or LOCKED." },
    upgradeStatus: { type: "string", description: "Whether an upgrade is available or under way." },
  },
  // Its name is needed for the one that takes its place.
  deleteBeforeReplace: true,
  check: checkCluster,
  refuse: refuseCluster,
  expired: ({ outputs }) => (outputs.state === "CREATION_FAILED" ? "state" : undefined),
  async create(values, cloud) {
    const inputs = values as unknown as ClusterInputs;
    const { client, signal } = cloud;
    if (inputs.cockroachVersion !== undefined) {
      throw new Error(
        `"cockroachVersion" is "${inputs.cockroachVersion}" for a cluster that is to be made: it begins with the newest version. Leave it out.`,
      );
    }
    const purpose = { doing: `create the cluster "${inputs.name}"`, signal };
    const started = await client.post<Cluster>("/clusters", creation(inputs), purpose);
    const made = await whenReady(client, started, creationLimit, signal).catch(async (error: unknown) => {
      if (!(error instanceof NotReadyError) || error.cluster.state !== "CREATION_FAILED") {
        throw partial(started.id, error, inputs);
      }
      const isProtected = error.cluster.delete_protection === "ENABLED";
      const left = await removeFailed(client, error.cluster, isProtected).catch(() => {
        throw partial(started.id, error, inputs);
      });
      const end = left === undefined ? "It was deleted again." : `It stays there, holding nothing: ${left}`;
      throw new Error(
        `${error.message} ${end} Run the same command again; if it fails again, try another region.`,
      );
    });
    return { id: made.id, outputs: await complete(made, inputs, cloud) };
  },
  async read(id, known, cloud) {
    if (!known) importedId(id, uuid, "the id of a cluster");
    const { client, signal } = cloud;
    const purpose = { doing: "look for the cluster", signal };
    const found = await client.find<Cluster>(pathOf`/clusters/${id}`, purpose);
    if (!found || found.state === "DELETED") return undefined;
    const inputs = known && rememberedOf(known);
    const backups = found.state === "CREATION_FAILED" ? undefined : await backupsOf(found, cloud);
    const properties = propertiesOf(found, backups, inputs);
    return { inputs: { ...known?.inputs, ...properties }, outputs: properties };
  },
  async update(id, known, values, cloud) {
    const inputs = values as unknown as ClusterInputs;
    const { client, signal } = cloud;
    const doing = `change the cluster "${inputs.name}"`;
    const path = pathOf`/clusters/${id}`;
    const apply = async (request: object) => {
      const changed = await client.patch<Cluster>(path, request, { doing, signal });
      return whenReady(client, changed, changeLimit, signal);
    };
    try {
      if (known.outputs.state !== "CREATED") {
        const current = await client.get<Cluster>(path, { doing, signal });
        await whenReady(client, current, changeLimit, signal);
      }
      const { cockroachVersion } = inputs;
      // The API changes the version alone.
      if (cockroachVersion !== undefined && cockroachVersion !== known.outputs.cockroachVersion) {
        await apply({ cockroach_version: cockroachVersion });
      }
      return await complete(await apply(change(inputs)), withMemory(inputs, known), cloud, known);
    } catch (error) {
      throw partial(id, error, withMemory(inputs, known));
    }
  },
  async delete(id, { inputs, outputs }, { client }) {
    const name = inputs.name as string;
    const isProtected = outputs.deleteProtection === true;
    if (outputs.state === "CREATION_FAILED") {
      // What is left of it then is of no use to anybody, and is no reason to keep a state.
      await removeFailed(client, { id, name }, isProtected);
      return;
    }
    if (isProtected) {
      throw new Error(
        `The cluster "${name}" is protected from deletion. Set deleteProtection to false and update, then delete it.`,
      );
    }
    await remove(client, { id, name });
  },
};

/** Brings the backups to what the program says. @returns all properties */
async function complete(made: Cluster, inputs: ClusterInputs, cloud: Cloud, known?: Known): Promise<Values> {
  const { client, signal } = cloud;
  const old = known?.outputs.backupConfig as BackupConfig | undefined;
  const wanted = backupChange(inputs.backupConfig ?? {}, old);
  try {
    const backups = wanted
      ? await client.patch<BackupConfiguration>(pathOf`/clusters/${made.id}/backups-config`, wanted, {
          doing: `change the backups of the cluster "${made.name}"`,
          signal,
        })
      : await backupsOf(made, cloud);
    return propertiesOf(made, backups, inputs);
  } catch (error) {
    throw new PartialFailure(made.id, propertiesOf(made, undefined, inputs), [(error as Error).message]);
  }
}

function backupsOf({ id, name }: Cluster, { client, signal }: Cloud): Promise<BackupConfiguration> {
  const purpose = { doing: `tell how the cluster "${name}" is backed up`, signal };
  return client.get(pathOf`/clusters/${id}/backups-config`, purpose);
}

/** Keeps what exists in the state, so that the next update goes on with it. */
function partial(id: string, error: unknown, inputs: ClusterInputs): unknown {
  return error instanceof NotReadyError
    ? new PartialFailure(id, propertiesOf(error.cluster, undefined, inputs), [error.message])
    : error;
}

/** What only the state knows of a cluster. */
function rememberedOf(known: Known): ClusterInputs {
  return withMemory(known.inputs as unknown as ClusterInputs, known);
}

function withMemory(inputs: ClusterInputs, { outputs }: Known): ClusterInputs {
  const old = (outputs as unknown as Partial<ClusterInputs>).serverless;
  return { ...inputs, serverless: { withEmptyIpAllowlist: old?.withEmptyIpAllowlist, ...inputs.serverless } };
}
