import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionPlatform, FunctionSpec } from "../contracts";
import { KnativeFunction } from "./function";

/** Deploys a function on whatever kind of platform it is. */
export function deploy(
  platform: FunctionPlatform,
  name: string,
  spec: FunctionSpec,
  opts?: pulumi.ComponentResourceOptions,
): DeployedFunction {
  switch (platform.kind) {
    case "knative":
      return new KnativeFunction(
        name,
        { ...spec, cluster: platform.cluster, namespace: platform.namespace },
        opts,
      );
    default:
      return platform.kind satisfies never;
  }
}
