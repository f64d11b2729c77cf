import { needsOf } from "../../cli/start";

const without = { hasKeycloak: false, hasSpiceDb: false, hasEventing: false };

describe("what a platform is started with", () => {
  test("is what the layers of the stack use", () => {
    expect(needsOf({ ...without, cloud: undefined })).toEqual({
      serving: true,
      eventing: false,
      postgres: true,
      flyway: true,
      keycloak: false,
      spicedb: false,
      zed: false,
    });
    const all = { hasKeycloak: true, hasSpiceDb: true, hasEventing: true, cloud: undefined };
    expect(Object.values(needsOf(all))).toEqual(Array(7).fill(true));
  });

  test.each(["aws", "gcp"] as const)("is without Knative where functions are in a cloud: %s", (cloud) => {
    expect(needsOf({ ...without, cloud })).toMatchObject({ serving: false, eventing: false, postgres: true });
  });

  test("is what most stacks use where it is started by itself", () => {
    expect(needsOf()).toEqual({ serving: true, postgres: true, flyway: true });
  });
});
