import type { Provider } from "../base";
import { accessOf } from "./access";
import { allowList } from "./allow-list";
import { CloudClient } from "./client";
import { cluster } from "./cluster";
import { getCluster } from "./cluster/lookup";
import { getConnectionString } from "./connection-string";
import { database } from "./database";
import { folder } from "./folder";
import { parameterization, version } from "./parameter";
import { sqlUser } from "./sql-user";
import { userRoleGrant } from "./user-role-grant";

/**
 * Stands in for the Terraform provider cockroachdb/cockroach under the official bridge: the types and functions that
 * programs here use, with their tokens and properties, against the CockroachDB Cloud API or what emulates it.
 */
export const cockroach: Provider<CloudClient> = {
  name: "cockroach",
  version,
  description: "CockroachDB Cloud.",
  parameterization,
  config: {
    apikey: { type: "string", description: "The API key of a service account.", secret: true },
    apijwt: {
      type: "string",
      description: "A token of a JWT issuer that the organization trusts.",
      secret: true,
    },
  },
  connect: (config) => new CloudClient(accessOf(config, process.env)),
  resources: {
    "cockroach:index/allowList:AllowList": allowList,
    "cockroach:index/cluster:Cluster": cluster,
    "cockroach:index/database:Database": database,
    "cockroach:index/folder:Folder": folder,
    "cockroach:index/sqlUser:SqlUser": sqlUser,
    "cockroach:index/userRoleGrant:UserRoleGrant": userRoleGrant,
  },
  functions: {
    "cockroach:index/getCluster:getCluster": getCluster,
    "cockroach:index/getConnectionString:getConnectionString": getConnectionString,
  },
};
