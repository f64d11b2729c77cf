import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionPlatform, FunctionSpec } from "../contracts";

/** Deploys a function on whatever kind of platform it is. Each brings an SDK, and only who has one loads it. */
export function deploy(
  platform: FunctionPlatform,
  name: string,
  spec: FunctionSpec,
  opts?: pulumi.ComponentResourceOptions,
): DeployedFunction {
  switch (platform.kind) {
    case "knative": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { KnativeFunction } = require("./function") as typeof import("./function");
      return new KnativeFunction(
        name,
        { ...spec, cluster: platform.cluster, namespace: platform.namespace },
        opts,
      );
    }
    case "lambda": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { LambdaFunction } = require("./lambda") as typeof import("./lambda");
      return new LambdaFunction(name, { ...spec, platform }, opts);
    }
    case "cloudfunctions": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { CloudFunction } = require("./cloud-functions") as typeof import("./cloud-functions");
      return new CloudFunction(name, { ...spec, platform }, opts);
    }
    default:
      return platform satisfies never;
  }
}
