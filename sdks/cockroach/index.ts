import * as pulumi from "@pulumi/pulumi";
import { getVersion } from "./utilities";

export type * from "./allowList";
export type * from "./cluster";
export type * from "./database";
export type * from "./folder";
export type * from "./getCluster";
export type * from "./getConnectionString";
export type * from "./provider";
export type * from "./sqlUser";
export type * from "./userRoleGrant";
export type * as types from "./types";

export type AllowList = import("./allowList").AllowList;
export type Cluster = import("./cluster").Cluster;
export type Database = import("./database").Database;
export type Folder = import("./folder").Folder;
export type Provider = import("./provider").Provider;
export type SqlUser = import("./sqlUser").SqlUser;
export type UserRoleGrant = import("./userRoleGrant").UserRoleGrant;

export declare const AllowList: typeof import("./allowList").AllowList;
export declare const Cluster: typeof import("./cluster").Cluster;
export declare const Database: typeof import("./database").Database;
export declare const Folder: typeof import("./folder").Folder;
export declare const getCluster: typeof import("./getCluster").getCluster;
export declare const getClusterOutput: typeof import("./getCluster").getClusterOutput;
export declare const getConnectionString: typeof import("./getConnectionString").getConnectionString;
export declare const getConnectionStringOutput: typeof import("./getConnectionString").getConnectionStringOutput;
export declare const Provider: typeof import("./provider").Provider;
export declare const SqlUser: typeof import("./sqlUser").SqlUser;
export declare const UserRoleGrant: typeof import("./userRoleGrant").UserRoleGrant;

/** Files that the above is in. One is loaded when it is first used: a program pays for what it uses. */
const files: Readonly<Record<string, () => object>> = {
  AllowList: () => require("./allowList") as object,
  Cluster: () => require("./cluster") as object,
  Database: () => require("./database") as object,
  Folder: () => require("./folder") as object,
  getCluster: () => require("./getCluster") as object,
  getClusterOutput: () => require("./getCluster") as object,
  getConnectionString: () => require("./getConnectionString") as object,
  getConnectionStringOutput: () => require("./getConnectionString") as object,
  Provider: () => require("./provider") as object,
  SqlUser: () => require("./sqlUser") as object,
  UserRoleGrant: () => require("./userRoleGrant") as object,
};

for (const [name, load] of Object.entries(files)) {
  const get = () => (load() as Record<string, unknown>)[name];
  Object.defineProperty(exports, name, { enumerable: true, get });
}

const version = getVersion();

/** Makes the object of a resource that another program hands over. */
function constructed<R>(type: string, name: string, urn: string): R {
  const className = type.split(":").at(-1)!;
  const Class = (exports as Record<string, (new (...args: unknown[]) => R) | undefined>)[
    type === "pulumi:providers:cockroach" ? "Provider" : className
  ];
  if (!Class) throw new Error(`The package cockroach has no type ${type}.`);
  return new Class(name, undefined, { urn });
}

for (const name of ["allowList", "cluster", "database", "folder", "sqlUser", "userRoleGrant"]) {
  pulumi.runtime.registerResourceModule("cockroach", `index/${name}`, {
    version,
    construct: (resource, type, urn) => constructed(type, resource, urn),
  });
}

pulumi.runtime.registerResourcePackage("cockroach", {
  version,
  constructProvider: (name, type, urn) => constructed(type, name, urn),
});
