import * as fs from "node:fs";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { SpiceDb, type SpiceDbArgs } from "../components/auth/spicedb";
import { ports } from "../components/auth/spicedb/names";
import type { Authorization } from "../components/contracts";
import { egressTo } from "../components/kubernetes/egress";
import type { AuthorizationConfig } from "./config";
import { authorizationName } from "./names";

/** What there are permissions for. */
export const schemaFile = path.join(__dirname, "../examples/florist/permissions.zed");

/** Who knows what a user may do with which object. */
export interface AuthorizationLayer {
  readonly authorization: Authorization;
  /** What a namespace must let out for its pods to ask. */
  readonly egress: object;
}

export function authorizationLayer(
  { replicas, memory, rotation }: AuthorizationConfig,
  place: Pick<SpiceDbArgs, "store" | "callers" | "images">,
  opts: pulumi.ComponentResourceOptions,
): AuthorizationLayer {
  const schema = fs.readFileSync(schemaFile, "utf8");
  return {
    authorization: new SpiceDb(authorizationName, { ...place, schema, replicas, memory, rotation }, opts),
    egress: egressTo({ reach: { kind: "cluster", namespace: authorizationName }, port: ports.grpc }),
  };
}
