import { Faults } from "../../../../local/emulators/cockroach-cloud/faults";

const drop = (on?: string, times = 1) => ({ effect: "drop", work: false, times, on }) as const;

test.each([
  [undefined, "GET", "/anything", true],
  ["GET /api/v1/clusters", "GET", "/api/v1/clusters", true],
  ["GET /api/v1/clusters", "POST", "/api/v1/clusters", false],
  ["GET /api/v1/clusters", "GET", "/api/v1/clusters/1", false],
  ["GET /api/v1/clusters/*", "GET", "/api/v1/clusters/1", true],
  ["GET /api/v1/clusters/*", "GET", "/api/v1/clusters/1/databases", false],
  ["GET /api/v1/clusters/*/databases", "GET", "/api/v1/clusters/1/databases", true],
  ["GET /api/v.", "GET", "/api/v1", false],
])("a fault on %j meets %s %s: %j", (on, method, path, isMet) => {
  const faults = new Faults();
  faults.add(drop(on));
  expect(faults.meet(method, path)).toHaveLength(isMet ? 1 : 0);
  expect(faults.list()).toHaveLength(isMet ? 0 : 1);
});

test("a fault is used up call by call", () => {
  const faults = new Faults();
  faults.add(drop(undefined, 2));
  expect([1, 2, 3].map(() => faults.meet("GET", "/").length)).toEqual([1, 1, 0]);
});

test("a creation that is to fail is no matter of calls", () => {
  const faults = new Faults();
  faults.add({ effect: "fail creation", times: 1 });
  expect(faults.meet("POST", "/api/v1/clusters")).toEqual([]);
  expect([faults.meetCreation(), faults.meetCreation()]).toEqual([true, false]);
});
