import type * as pulumi from "@pulumi/pulumi";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { destinationOf } from "./destination";
import { patience } from "./patience";
import { scheduleProblems } from "./problems";

/** Where the function is: an `EventBus` and a `FunctionPlatform` both say it. */
export interface SchedulePlace {
  readonly kind: "knative";
  readonly namespace: pulumi.Input<string>;
}

export interface ScheduleArgs {
  /** Unique among the schedules of the namespace; the source of its events ends in it. */
  readonly name: string;
  /** In cron's form of five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  /** Such as `Europe/Vienna`. @default "UTC" */
  readonly timeZone?: string;
  /** Name of the function, which is there already. */
  readonly to: pulumi.Input<string>;
}

/** The type of the events that schedules send: Knative leaves no choice. They have no data. */
export const scheduleType = "dev.knative.sources.ping";

/**
 * Wakes a function at given times, with an event of the type `scheduleType` that goes straight to it. Where the function is
 * not reached it is sent again, five times within two seconds; it is lost after that, and at once where the function fails.
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
  refuse(`schedule ${args.name}`, scheduleProblems(args), opts.parent);
  switch (place.kind) {
    case "knative":
      return new KubernetesObject(args.name, pingManifest(place, args), { ...patience, ...opts });
    default:
      return place.kind satisfies never;
  }
}

function pingManifest({ namespace }: SchedulePlace, { name, cron, timeZone, to }: ScheduleArgs): Manifest {
  return {
    apiVersion: "sources.knative.dev/v1",
    kind: "PingSource",
    metadata: { name, namespace, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: { schedule: cron, timezone: timeZone ?? "UTC", sink: destinationOf(to, namespace) },
  };
}
