import { cronProblems } from "../../../../components/events/bus/cron";

const problems = (cron: string) => cronProblems("cron", cron);

test.each([
  "* * * * *",
  "30 7 * * MON-FRI",
  "0,15,30,45 0-23/2 1 jan,JUL *",
  "*/5 8-18 * * 1-5",
  "5/10 * * * sun",
  "59 23 31 12 6",
  "  0   0 1 1 0  ",
  "0 0 29 2 *",
  "0 0 31 1-6 *",
  // A Monday comes, whatever the day of the month.
  "0 0 31 2 MON",
])("%s is a schedule", (cron) => {
  expect(problems(cron)).toEqual([]);
});

const five = 'Allowed: minute, hour, day of the month, month, day of the week, such as "30 7 * * MON-FRI".';
const minutes = "Allowed: 0 to 59, as one, a range (a-b), all (*), steps (*/n) or a list (a,b).";
const days = "Allowed: 0 to 6 or SUN to SAT, as one, a range (a-b), all (*), steps (*/n) or a list (a,b).";

test.each([
  ["", `cron is "". ${five}`],
  ["* * * *", `cron is "* * * *". ${five}`],
  ["0 * * * * *", `cron is "0 * * * * *". ${five}`],
  ["@daily", `cron is "@daily". ${five}`],
  ["60 * * * *", `cron is "60 * * * *", and its minute is "60". ${minutes}`],
  ["5-1 * * * *", `cron is "5-1 * * * *", and its minute is "5-1". ${minutes}`],
  ["*/0 * * * *", `cron is "*/0 * * * *", and its minute is "*/0". ${minutes}`],
  ["*-5 * * * *", `cron is "*-5 * * * *", and its minute is "*-5". ${minutes}`],
  ["1, * * * *", `cron is "1, * * * *", and its minute is "1,". ${minutes}`],
  ["mon * * * *", `cron is "mon * * * *", and its minute is "mon". ${minutes}`],
  ["-1 * * * *", `cron is "-1 * * * *", and its minute is "-1". ${minutes}`],
  ["* * * * 7", `cron is "* * * * 7", and its day of the week is "7". ${days}`],
  ["* * * * MON#2", `cron is "* * * * MON#2", and its day of the week is "MON#2". ${days}`],
  ["* * * * monday", `cron is "* * * * monday", and its day of the week is "monday". ${days}`],
])("%j is refused, with what is wrong", (cron, problem) => {
  expect(problems(cron)).toEqual([problem]);
});

test("each wrong field is named", () => {
  expect(problems("60 24 0 13 8").map((problem) => /and its ([a-z ]+) is/.exec(problem)?.[1])).toEqual([
    "minute",
    "hour",
    "day of the month",
    "month",
    "day of the week",
  ]);
});

test.each(["0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 30-31 FEB *"])("%s would never come", (cron) => {
  expect(problems(cron)).toEqual([
    `cron is ${JSON.stringify(cron)}: that month has no such day, so it would never come. Name another day or month.`,
  ]);
});
