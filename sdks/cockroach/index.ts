import * as pulumi from "@pulumi/pulumi";
import { AllowList } from "./allowList";
import { Cluster } from "./cluster";
import { Database } from "./database";
import { Folder } from "./folder";
import { Provider } from "./provider";
import { SqlUser } from "./sqlUser";
import { UserRoleGrant } from "./userRoleGrant";
import { getVersion } from "./utilities";

export * from "./allowList";
export * from "./cluster";
export * from "./database";
export * from "./folder";
export * from "./getCluster";
export * from "./getConnectionString";
export * from "./provider";
export * from "./sqlUser";
export * from "./userRoleGrant";
export * as types from "./types";

/** Makes the object of a resource that another program hands over. */
type Constructor<R> = new (name: string, args: never, opts: pulumi.ResourceOptions) => R;

const resources: Readonly<Record<string, Constructor<pulumi.Resource>>> = {
  "cockroach:index/allowList:AllowList": AllowList,
  "cockroach:index/cluster:Cluster": Cluster,
  "cockroach:index/database:Database": Database,
  "cockroach:index/folder:Folder": Folder,
  "cockroach:index/sqlUser:SqlUser": SqlUser,
  "cockroach:index/userRoleGrant:UserRoleGrant": UserRoleGrant,
};

for (const token of Object.keys(resources)) {
  const module = token.split(":")[1]!;
  pulumi.runtime.registerResourceModule("cockroach", module, {
    version: getVersion(),
    construct: (name, type, urn) => constructed(resources[type], type, name, urn),
  });
}

pulumi.runtime.registerResourcePackage("cockroach", {
  version: getVersion(),
  constructProvider: (name, type, urn) =>
    constructed(type === "pulumi:providers:cockroach" ? Provider : undefined, type, name, urn),
});

function constructed<R>(constructor: Constructor<R> | undefined, type: string, name: string, urn: string): R {
  if (!constructor) throw new Error(`The package cockroach has no type ${type}.`);
  return new constructor(name, undefined as never, { urn });
}
