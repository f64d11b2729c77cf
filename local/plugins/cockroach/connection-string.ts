import type { FunctionType, Values } from "../base";
import type { ConnectionString } from "./api";
import { pathOf, type CloudClient } from "./client";

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: "MAC", win32: "WINDOWS" };

/** How SQL clients reach a cluster. */
export const getConnectionString: FunctionType<CloudClient> = {
  description: "How SQL clients reach a cluster.",
  inputs: {
    id: { type: "string", description: "Id of the cluster.", required: true },
    database: { type: "string", description: "Database to connect to.", default: "defaultdb" },
    os: {
      type: "string",
      description: "Where the certificate of a dedicated cluster lies.",
      allowed: ["LINUX", "MAC", "WINDOWS"],
      default: systems[process.platform] ?? "LINUX",
    },
    sqlUser: { type: "string", description: "Name of the SQL user." },
    password: { type: "string", description: "Password of the SQL user.", secret: true },
  },
  outputs: {
    id: { type: "string", description: "Id of the cluster." },
    database: { type: "string", description: "Database to connect to." },
    os: { type: "string", description: "Where the certificate of a dedicated cluster lies." },
    connectionString: { type: "string", description: "An address for SQL clients." },
    connectionParams: {
      description: "The parts of the address.",
      type: {
        name: "getConnectionStringConnectionParams",
        properties: {
          host: { type: "string", description: "Host.", required: true },
          port: { type: "string", description: "Port.", required: true },
          database: { type: "string", description: "Database.", required: true },
          username: { type: "string", description: "SQL user." },
          password: { type: "string", description: "Password.", secret: true },
        },
      },
    },
  },
  async call(inputs, { client, signal }) {
    const { id, database, os, sqlUser, password } = inputs as unknown as Inputs;
    const query = new URLSearchParams({
      database,
      os,
      ...(sqlUser !== undefined && { sql_user: sqlUser }),
    });
    const path = `${pathOf`/clusters/${id}/connection-string`}?${query.toString()}`;
    const purpose = { doing: `tell how to connect to the cluster ${id}`, signal };
    const { connection_string: address, params } = await client.get<ConnectionString>(path, purpose);
    const { Host: host, Port: port, Database: found, Username: username } = params;
    return {
      ...inputs,
      connectionString: password === undefined ? address : withUser(address, sqlUser ?? "", password),
      connectionParams: { host, port, database: found, ...given({ username, password }) },
    };
  },
};

interface Inputs {
  readonly id: string;
  readonly database: string;
  readonly os: string;
  readonly sqlUser?: string;
  readonly password?: string;
}

function withUser(address: string, username: string, password: string): string {
  return Object.assign(new URL(address), { username, password }).href;
}

function given(values: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
