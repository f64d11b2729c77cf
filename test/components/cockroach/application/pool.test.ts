import fc from "fast-check";
import { poolOf } from "../../../../components/cockroach/application/pool";

test.each([
  ["Basic, for which fewer than five are recommended", 4, undefined, { pods: 4, poolSize: 1 }],
  ["Basic with one pod", 4, 1, { pods: 1, poolSize: 4 }],
  ["Basic with two pods", 4, 2, { pods: 2, poolSize: 2 }],
  ["a server in the cluster", 40, undefined, { pods: 10, poolSize: 4 }],
  ["a large server", 500, undefined, { pods: 10, poolSize: 10 }],
  ["what does not divide", 10, 3, { pods: 3, poolSize: 3 }],
  ["a single connection", 1, undefined, { pods: 1, poolSize: 1 }],
])("%s: %d connections for %p pods", (_what, connections, pods, pool) => {
  expect(poolOf(connections, pods)).toEqual(pool);
});

test("pods together never hold more than there are, and each holds at least one", () => {
  const positive = fc.integer({ min: 1, max: 10_000 });
  fc.assert(
    fc.property(positive, fc.option(positive, { nil: undefined }), (connections, wanted) => {
      fc.pre(wanted === undefined || wanted <= connections);
      const { pods, poolSize } = poolOf(connections, wanted);
      expect(pods * poolSize).toBeLessThanOrEqual(connections);
      expect(poolSize).toBeGreaterThanOrEqual(1);
      expect(poolSize).toBeLessThanOrEqual(10);
      expect(pods).toBe(wanted ?? Math.min(10, connections));
    }),
  );
});

test("more pods than connections are refused", () => {
  expect(() => poolOf(4, 10)).toThrow(
    "10 pods share 4 connections to the database, and each needs one. Allowed: up to 4 pods. " +
      "Lower the most that it scales to (scale.max), or give the application more connections.",
  );
});

test.each([0, -1, 1.5, NaN])("%p pods are refused", (pods) => {
  expect(() => poolOf(4, pods)).toThrow(`pods is ${pods}. Allowed: a whole number from 1.`);
});
