import { lambdaConcurrency as policy } from "../../../policies/clouds/lambda-concurrency";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const lambda = (reservedConcurrentExecutions: Value) =>
  resource("aws:lambda/function:Function", { reservedConcurrentExecutions });

test("a function without a cap is refused", () => {
  expectViolation(
    policy,
    lambda(undefined),
    `reservedConcurrentExecutions is missing.
  Fix: Set reservedConcurrentExecutions to as many calls as may run at once, from 1 to 100.
  Why: A rush, or a function that calls itself, else takes what the whole account has, and runs up a bill until somebody looks. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html`,
  );
});

test.each<[Value, string]>([
  [-1, "is -1."],
  [0, "is 0, so that nobody can call the function."],
  [101, "is 101."],
  [1.5, "is 1.5."],
  ["10", 'is "10".'],
  [true, "is true."],
  [[10], "is [10]."],
])("%j is refused", (value, found) => {
  expectViolation(policy, lambda(value), `reservedConcurrentExecutions ${found}`);
});

test.each<[Value]>([[1], [2], [99], [100], [UNKNOWN]])("%p may be", (value) => {
  expectCompliance(policy, lambda(value));
});

test("the most is configured", () => {
  const options = { limit: 5 };
  expectCompliance(policy, lambda(5), { options });
  expectViolation(policy, lambda(6), "from 1 to 5.", { options });
});

test("nothing else is concerned", () => {
  expectCompliance(policy, resource("aws:lambda/alias:Alias", {}));
});
