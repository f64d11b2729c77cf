import type { Known, ResourceType } from "../base";
import type { Cluster, Database } from "./api";
import { pathOf, type CloudClient } from "./client";
import { checkSqlName, importedId } from "./rules";

const form = /^([0-9a-f-]{36}):([A-Za-z0-9_][A-Za-z0-9._-]{0,62})$/;

/** A database of a cluster. */
export const database: ResourceType<CloudClient> = {
  description: "A database of a cluster.",
  inputs: {
    clusterId: { type: "string", description: "Id of the cluster.", required: true, change: "replace" },
    name: { type: "string", description: "Name of the database.", required: true, autonamed: true },
  },
  outputs: { tableCount: { type: "integer", description: "How many tables it has." } },
  check: ({ name }) => checkSqlName(name),
  async create(inputs, { client, signal }) {
    const { clusterId, name } = inputs as unknown as Inputs;
    const purpose = { doing: `create the database "${name}"`, signal };
    await client.get<Cluster>(pathOf`/clusters/${clusterId}`, purpose);
    const made = await client.post<Database>(databasesOf(clusterId), { name }, purpose);
    return { id: `${clusterId}:${name}`, outputs: outputsOf(made) };
  },
  async read(id, known, { client, signal }) {
    const { clusterId, name } = known ? inputsOf(known) : imported(id);
    const found = await client.findIn<Database>(
      databasesOf(clusterId),
      "databases",
      (one) => one.name === name,
      { doing: `look for the database "${name}"`, signal },
    );
    return found && { inputs: { clusterId, name }, outputs: outputsOf(found) };
  },
  async update(_id, known, { name }, { client, signal }) {
    const { clusterId, name: old } = inputsOf(known);
    const changed = await client.patch<Database>(
      pathOf`/clusters/${clusterId}/databases/${old}`,
      { new_name: name },
      { doing: `rename the database "${old}" to "${name as string}"`, signal },
    );
    return outputsOf(changed);
  },
  async delete(_id, known, { client, signal }) {
    const { clusterId, name } = inputsOf(known);
    const doing = `delete the database "${name}"`;
    await client.delete(pathOf`/clusters/${clusterId}/databases/${name}`, { doing, signal });
  },
};

interface Inputs {
  readonly clusterId: string;
  readonly name: string;
}

const databasesOf = (clusterId: string): string => pathOf`/clusters/${clusterId}/databases`;

const inputsOf = (known: Known): Inputs => known.inputs as unknown as Inputs;

function imported(id: string): Inputs {
  const [clusterId = "", name = ""] = importedId(id, form, "<cluster id>:<name of the database>");
  return { clusterId, name };
}

const outputsOf = ({ table_count }: Database) => ({ tableCount: Number(table_count ?? 0) });
