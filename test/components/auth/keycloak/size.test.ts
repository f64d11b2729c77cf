import { leastMemory, sizeOf } from "../../../../components/auth/keycloak/size";

test("45 sign-ins, 360 of services and 360 refreshes a second are 3 cores for each of 3 pods, as in Keycloak's example", () => {
  const load = { loginsPerSecond: 45, clientLoginsPerSecond: 360, refreshesPerSecond: 360 };
  expect(sizeOf(load, 3)).toEqual({
    cpu: 3000,
    memory: { request: 1250, limit: 1360 },
    heapPercent: 70,
  });
});

test.each([
  [15, 1, 1000],
  [15, 2, 500],
  [16, 3, 356],
  [1, 1, 100],
  [0.1, 3, 100],
])("%d sign-ins a second on %d pods are %d thousandths of a core each", (loginsPerSecond, replicas, cpu) => {
  expect(sizeOf({ loginsPerSecond }, replicas).cpu).toBe(cpu);
});

test.each([
  ["900 MB", 900, 900, 66],
  [leastMemory, 600, 600, 50],
  ["1 GB", 1024, 1024, 70],
  ["2 GB", 1250, 2048, 70],
] as const)("with %s, what is not heap has its 300 MB", (memory, request, limit, heapPercent) => {
  expect(sizeOf({ loginsPerSecond: 1 }, 1, memory)).toMatchObject({
    memory: { request, limit },
    heapPercent,
  });
});
