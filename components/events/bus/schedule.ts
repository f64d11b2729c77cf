import type * as pulumi from "@pulumi/pulumi";
import type { FunctionPlatform } from "../../contracts";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { destinationOf } from "./destination";
import { patience } from "./patience";
import { scheduleProblems } from "./problems";

type Aws = typeof import("../eventbridge/schedule");
type Google = typeof import("../cloud-functions/schedule");

/** Where the function is: a `FunctionPlatform` says it, and a bus of kind knative. */
export type SchedulePlace = KnativePlace | CloudPlace;

interface KnativePlace {
  readonly kind: "knative";
  readonly namespace: pulumi.Input<string>;
}

type CloudPlace =
  | Pick<Extract<FunctionPlatform, { kind: "lambda" }>, "kind" | "prefix">
  | Pick<Extract<FunctionPlatform, { kind: "cloudfunctions" }>, "kind" | "prefix" | "region">;

export interface ScheduleArgs {
  /** Unique among the schedules of the namespace; the source of its events ends in it. */
  readonly name: string;
  /** In cron's form of five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** Such as `Europe/Vienna`. @default "UTC" */
  readonly timeZone?: string;
  /** The function, which is there already: its name, its ARN on Lambda, its address on Cloud Functions. */
  readonly to: pulumi.Input<string>;
  /** E-mail of the account that calls it, on Cloud Functions. */
  readonly as?: pulumi.Input<string>;
}

/**
 * Wakes a function at given times, with an event of the type `scheduleType` that goes straight to it. Where the function is
 * not reached, Knative sends it again, five times within two seconds; it is lost after that, and at once where the function
 * fails. The clouds send it again where it fails, too, a few times within minutes; on Lambda it is a dead letter after that.
 *
 * @example schedule(platform, { name: "morning", cron: "30 7 * * MON-FRI", timeZone: "Europe/Vienna", to: "plan" })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export function schedule(
  place: SchedulePlace,
  args: ScheduleArgs,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Resource {
  refuse(`schedule ${args.name}`, scheduleProblems(args, place.kind), opts.parent);
  switch (place.kind) {
    case "knative":
      return new KubernetesObject(args.name, pingManifest(place, args), { ...patience, ...opts });
    // The SDKs of clouds are large: only who has one loads it.
    case "lambda": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { lambdaSchedule } = require("../eventbridge/schedule") as Aws;
      return lambdaSchedule({ ...args, prefix: place.prefix }, opts);
    }
    case "cloudfunctions": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { cloudSchedule } = require("../cloud-functions/schedule") as Google;
      const { prefix, region } = place;
      return cloudSchedule({ ...args, prefix, region, as: args.as! }, opts);
    }
    default:
      return place satisfies never;
  }
}

function pingManifest({ namespace }: KnativePlace, { name, cron, timeZone, to }: ScheduleArgs): Manifest {
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "PingSource",
    metadata: { name, namespace, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: { schedule: cron, timezone: timeZone ?? "UTC", sink: destinationOf(to, namespace) },
  };
}
