import { cronFields, type CronField } from "../bus/cron";

/**
 * A schedule in the form of EventBridge Scheduler, which has a year, days of the week from 1 (Sunday) on, and a `?` for the
 * one of both kinds of days that says nothing.
 */
export function schedulerExpression(cron: string): string {
  const [minutes, hours, days, months, weekdays] = cronFields(cron);
  const [day, weekday] = weekdays ? ["?", listed(weekdays.map((one) => one + 1))] : [listed(days), "?"];
  return `cron(${[listed(minutes), listed(hours), day, listed(months), weekday, "*"].join(" ")})`;
}

const listed = (field: CronField): string => field?.join(",") ?? "*";

/** What is wrong with a schedule that every cron understands but this one. @param label what the value is called */
export function schedulerProblems(label: string, cron: string): string[] {
  const [, , days, , weekdays] = cronFields(cron);
  if (!days || !weekdays) return [];
  return [
    `${label} is ${JSON.stringify(cron)}, which names days of the month and days of the week. EventBridge Scheduler has ` +
      "one or the other. Make it two schedules.",
  ];
}
