import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { EventBridgeBus } from "../../components/events/eventbridge";
import { busName } from "../names";
import type { LambdaSettings, Settings } from "../presets";
import type { FunctionHost } from ".";
import { outsideOfCluster, prefixOf } from "./place";
import { simulatedCredentials } from "./simulation";

/** AWS Lambda, with a bus of EventBridge where there are events. */
export function lambdaHost(
  functions: LambdaSettings,
  { events, simulate }: Pick<Settings, "events" | "simulate">,
): FunctionHost {
  const { region, account, logDays, key, network } = functions;
  const stack = pulumi.getStack();
  const prefix = prefixOf(functions, stack);
  return {
    namespaces: [],
    place: () => {
      const provider = new Provider("aws", {
        region,
        ...(account !== undefined && { allowedAccountIds: [account] }),
        // Whose it is, for who looks for it in the account or on its bill.
        defaultTags: { tags: { cakestack: `${pulumi.getProject()}/${stack}` } },
        ...(simulate && simulatedCredentials.aws),
      });
      const opts = { provider };
      return {
        platform: { kind: "lambda", reach: outsideOfCluster, prefix, logDays, key, network },
        bus: events && new EventBridgeBus(busName, { prefix }, opts),
        consumer: {},
        opts,
      };
    },
  };
}
