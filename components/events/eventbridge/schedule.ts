import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Schedule } from "@pulumi/aws/scheduler/schedule";
import * as pulumi from "@pulumi/pulumi";
import { scheduling, trustOf } from "../lambda/policies";
import { scheduleType } from "../schedule-type";
import { schedulerExpression } from "./cron";

export interface LambdaScheduleArgs {
  /** What names begin with. */
  readonly prefix: string;
  readonly name: string;
  readonly cron: string;
  /** @default "UTC" */
  readonly timeZone?: string;
  /** ARN of the function. */
  readonly to: pulumi.Input<string>;
  /** ARN of a queue for what the scheduler cannot deliver. @default – it is lost */
  readonly deadLetters?: pulumi.Input<string>;
}

/** A schedule of EventBridge Scheduler that calls a function in a role of its own, with an event as of any bus. */
export function lambdaSchedule(args: LambdaScheduleArgs, opts: pulumi.CustomResourceOptions): Schedule {
  const { prefix, name, cron, timeZone = "UTC", to, deadLetters } = args;
  const physical = `${prefix}-${name}`;
  const account = pulumi.output(to).apply((arn) => arn.split(":")[4]!);
  const role = new Role(
    `${name}-role`,
    {
      name: physical,
      assumeRolePolicy: account.apply((id) =>
        trustOf("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } }),
      ),
    },
    opts,
  );
  const policy = new RolePolicy(
    `${name}-policy`,
    {
      name: physical,
      role: role.name,
      policy: pulumi.all([to, deadLetters]).apply(([target, letters]) => scheduling(target, letters)),
    },
    opts,
  );
  return new Schedule(
    name,
    {
      name: physical,
      scheduleExpression: schedulerExpression(cron),
      scheduleExpressionTimezone: timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: to,
        roleArn: role.arn,
        input: JSON.stringify(tick(name)),
        ...(deadLetters !== undefined && { deadLetterConfig: { arn: deadLetters } }),
      },
    },
    { ...opts, dependsOn: policy },
  );
}

/** The event of a schedule. The scheduler fills in the time: the same one is the same event, however often it comes. */
const tick = (name: string): object => ({
  specversion: "1.0",
  id: "<aws.scheduler.scheduled-time>",
  source: `/schedules/${name}`,
  type: scheduleType,
  time: "<aws.scheduler.scheduled-time>",
});
