import { WaiversInUse } from "../../../policies/waivers/use";
import { described, type Waiver } from "../../../policies/waivers/waiver";

const waiver = (rest: Partial<Waiver> = {}): Waiver => ({
  policy: "pkce",
  resources: "*:Client::old",
  stacks: ["dev"],
  reason: "It is old.",
  owner: "shop team",
  expires: "2027-01-31",
  ...rest,
});

const urn = (name: string) =>
  `urn:pulumi:dev::cakestack::cakestack:auth:Realm$keycloak:openid/client:Client::${name}`;

describe("a waiver lets pass", () => {
  const waives = (rest: Partial<Waiver>, policy: string, where: string | undefined, stack = "dev") =>
    new WaiversInUse([waiver(rest)], stack).waive(policy, where);

  test("what its policy finds at its resources", () => {
    expect(waives({}, "pkce", urn("old"))).toBe(true);
    expect(waives({}, "pkce", urn("older"))).toBe(false);
    expect(waives({}, "pkce", urn("very-old"))).toBe(false);
    expect(waives({}, "redirect-uris", urn("old"))).toBe(false);
  });

  test("all that belongs to a type of parent", () => {
    expect(waives({ resources: "cakestack:auth:Realm$*" }, "pkce", urn("any"))).toBe(true);
    expect(waives({ resources: "cakestack:auth:Other$*" }, "pkce", urn("any"))).toBe(false);
  });

  test("nothing in other stacks than its own", () => {
    expect(waives({ stacks: ["core", "d*v"] }, "pkce", urn("old"), "dev")).toBe(true);
    expect(waives({ stacks: ["core", "d*v"] }, "pkce", urn("old"), "core")).toBe(true);
    expect(waives({ stacks: ["core", "d*v"] }, "pkce", urn("old"), "dev2")).toBe(false);
    expect(waives({ stacks: ["core", "d*v"] }, "pkce", urn("old"), "prod")).toBe(false);
  });

  test("what is found at the stack itself, when it is for everything", () => {
    expect(waives({ resources: "*" }, "pkce", undefined)).toBe(true);
    expect(waives({}, "pkce", undefined)).toBe(false);
  });

  test("what its pattern says to the letter", () => {
    expect(
      waives({ resources: "cakestack:auth:Realm$keycloak:openid/client:Client::a.b" }, "pkce", urn("a.b")),
    ).toBe(true);
    expect(
      waives({ resources: "cakestack:auth:Realm$keycloak:openid/client:Client::a.b" }, "pkce", urn("a-b")),
    ).toBe(false);
  });
});

test("those that let something pass are known, and those of the stack that nothing needed", () => {
  const [one, two, other] = [waiver(), waiver({ policy: "route-tls" }), waiver({ stacks: ["core"] })];
  const inUse = new WaiversInUse([one, two, other], "dev");
  expect(inUse.unused).toEqual([one, two]);
  inUse.waive("pkce", urn("old"));
  inUse.waive("pkce", urn("old"));
  expect(inUse.used).toEqual([one]);
  expect(inUse.unused).toEqual([two]);
});

test("one line says all of it", () => {
  expect(described(waiver())).toBe("pkce for *:Client::old, until 2027-01-31: It is old. (shop team)");
});
