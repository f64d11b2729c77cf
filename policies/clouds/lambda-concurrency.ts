import { resourcePolicy, types } from "../policy";
import { at, shown, UNKNOWN } from "../value";

const property = "reservedConcurrentExecutions";

export const lambdaConcurrency = resourcePolicy({
  name: "lambda-concurrency",
  description: "A Lambda function says how many calls of it may run at once.",
  why: "A rush, or a function that calls itself, else takes what the whole account has, and runs up a bill until somebody looks.",
  link: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
  options: {
    limit: {
      description: "The most calls of a function that may run at once.",
      type: "integer",
      minimum: 1,
      default: 100,
    },
  },
  concerns: types("aws:lambda/function:Function"),
  *check({ properties }, { options: { limit } }) {
    const value = at(properties, property);
    if (value === UNKNOWN) return;
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= limit) return;
    yield {
      at: property,
      problem: `is ${shown(value)}${value === 0 ? ", so that nobody can call the function" : ""}`,
      fix: `Set ${property} to as many calls as may run at once, from 1 to ${limit}`,
    };
  },
});
