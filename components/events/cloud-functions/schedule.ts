import { Job } from "@pulumi/gcp/cloudscheduler/job";
import type * as pulumi from "@pulumi/pulumi";
import { scheduleType } from "../schedule-type";

export interface CloudScheduleArgs {
  /** What its name begins with. */
  readonly prefix: string;
  readonly name: string;
  readonly region: string;
  readonly cron: string;
  /** @default "UTC" */
  readonly timeZone?: string;
  /** Address of the function. */
  readonly to: pulumi.Input<string>;
  /** E-mail of the account that it is called as. */
  readonly as: pulumi.Input<string>;
  /** How long the function may take, in seconds. @default 180 */
  readonly timeout?: number;
}

/** Cloud Scheduler's own, in seconds. */
const usualTimeout = 180;

/** How often a time is told again to a function that did not take it. */
const retries = 5;

/** A job of Cloud Scheduler that calls a function, with an event as of any bus. The function adds when. */
export function cloudSchedule(args: CloudScheduleArgs, opts: pulumi.CustomResourceOptions): Job {
  const { prefix, name, region, cron, timeZone = "UTC", to, as, timeout = usualTimeout } = args;
  const event = { specversion: "1.0", source: `/schedules/${name}`, type: scheduleType };
  return new Job(
    name,
    {
      name: `${prefix}-${name}`,
      region,
      schedule: cron,
      timeZone,
      attemptDeadline: `${timeout}s`,
      retryConfig: { retryCount: retries },
      httpTarget: {
        uri: to,
        httpMethod: "POST",
        headers: { "Content-Type": "application/json" },
        body: Buffer.from(JSON.stringify(event)).toString("base64"),
        oidcToken: { serviceAccountEmail: as, audience: to },
      },
    },
    opts,
  );
}
