import { getProjectOutput } from "@pulumi/gcp/organizations/getProject";
import { Provider } from "@pulumi/gcp/provider";
import { Bucket } from "@pulumi/gcp/storage/bucket";
import * as pulumi from "@pulumi/pulumi";
import { PubSubBus } from "../../components/events/pubsub";
import { busName } from "../names";
import type { CloudFunctionsConfig } from "../config";
import type { Settings } from "../presets";
import type { FunctionHost } from ".";
import { outsideOfCluster, prefixOf } from "./place";
import { simulatedCredentials } from "./simulation";

/** Google Cloud Functions, with a bucket for their sources, and a bus of Pub/Sub where there are events. */
export function cloudFunctionsHost(
  functions: CloudFunctionsConfig,
  { events, simulate }: Pick<Settings, "events" | "simulate">,
): FunctionHost {
  const { project, region } = functions;
  const prefix = prefixOf(functions, pulumi.getStack());
  return {
    namespaces: [],
    place: () => {
      const provider = new Provider("gcp", {
        project,
        region,
        // Whose it is, for who looks for it in the project or on its bill.
        defaultLabels: { cakestack: prefix },
        ...(simulate && simulatedCredentials.gcp),
      });
      const opts = { provider };
      const { number: projectNumber } = getProjectOutput({ projectId: project }, opts);
      const { name: bucket } = new Bucket(
        "functions",
        {
          // No two in the world have the same.
          name: `${project}-${prefix}-functions`,
          location: region.toUpperCase(),
          uniformBucketLevelAccess: true,
          publicAccessPrevention: "enforced",
          // Sources only, each of which the program makes again.
          forceDestroy: true,
        },
        opts,
      );
      return {
        platform: {
          kind: "cloudfunctions",
          reach: outsideOfCluster,
          prefix,
          region,
          project,
          projectNumber,
          bucket,
        },
        bus: events && new PubSubBus(busName, { prefix }, opts),
        consumer: {},
        opts,
      };
    },
  };
}
