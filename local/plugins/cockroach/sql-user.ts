import { randomBytes } from "node:crypto";
import type { Known, ResourceType } from "../base";
import type { Cluster, SqlUser } from "./api";
import { pathOf, type CloudClient } from "./client";
import { checkSqlName, importedId } from "./rules";

const form = /^([0-9a-f-]{36}):([A-Za-z0-9_][A-Za-z0-9._-]{0,62})$/;

/** A SQL user of a cluster. The API makes every one an administrator. */
export const sqlUser: ResourceType<CloudClient> = {
  description: "A SQL user of a cluster, an administrator at first.",
  inputs: {
    clusterId: { type: "string", description: "Id of the cluster.", required: true, change: "replace" },
    name: {
      type: "string",
      description: "Name of the user.",
      required: true,
      autonamed: true,
      change: "replace",
    },
    password: {
      type: "string",
      description: "Password; without, a random one that nobody sees.",
      secret: true,
    },
  },
  outputs: {},
  check: ({ name }) => checkSqlName(name),
  async create(inputs, { client, signal }) {
    const { clusterId, name, password = randomBytes(24).toString("base64url") } = inputs as unknown as Inputs;
    const purpose = { doing: `create the SQL user "${name}"`, signal };
    await client.get<Cluster>(pathOf`/clusters/${clusterId}`, purpose);
    await client.post<SqlUser>(usersOf(clusterId), { name, password }, purpose);
    return { id: `${clusterId}:${name}`, outputs: {} };
  },
  async read(id, known, { client, signal }) {
    const inputs = known ? inputsOf(known) : imported(id);
    const found = await client.findIn<SqlUser>(
      usersOf(inputs.clusterId),
      "users",
      (one) => one.name === inputs.name,
      { doing: `look for the SQL user "${inputs.name}"`, signal },
    );
    return found && { inputs: { ...inputs }, outputs: {} };
  },
  async update(_id, known, { password }, { client, signal }) {
    const { clusterId, name } = inputsOf(known);
    // Without one in the program, the user keeps the one that it has.
    if (password !== undefined) {
      const doing = `set the password of the SQL user "${name}"`;
      await client.put<SqlUser>(
        pathOf`/clusters/${clusterId}/sql-users/${name}/password`,
        { password },
        { doing, signal },
      );
    }
    return {};
  },
  async delete(_id, known, { client, signal }) {
    const { clusterId, name } = inputsOf(known);
    const doing = `delete the SQL user "${name}"`;
    await client.delete(pathOf`/clusters/${clusterId}/sql-users/${name}`, { doing, signal });
  },
};

interface Inputs {
  readonly clusterId: string;
  readonly name: string;
  readonly password?: string;
}

const usersOf = (clusterId: string): string => pathOf`/clusters/${clusterId}/sql-users`;

const inputsOf = (known: Known): Inputs => known.inputs as unknown as Inputs;

function imported(id: string): Inputs {
  const [clusterId = "", name = ""] = importedId(id, form, "<cluster id>:<name of the user>");
  return { clusterId, name };
}
