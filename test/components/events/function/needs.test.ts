import * as pulumi from "@pulumi/pulumi";
import { variablesOfNeeds, withNeeds } from "../../../../components/events/function/needs";
import { problemsOf } from "../../../../components/events/function/problems";
import type { FunctionSpec } from "../../../../components/contracts";
import { valueOf } from "../../../support/outputs";
import { knativeBus as bus } from "../knative-bus";

const code = { image: "a" };
const identity = {
  issuer: pulumi.output("https://id.example.com/realms/florist"),
  jwksUri: pulumi.output("http://keycloak/certs"),
  audience: "orders",
};
const authorization = {
  endpoint: pulumi.output("spicedb:50051"),
  ca: pulumi.output("PEM"),
  presharedKey: pulumi.secret("s3cret"),
};

test("a function that needs neither users nor permissions stays as it is", () => {
  const spec: FunctionSpec = { code, environment: { A: "1" } };
  expect(withNeeds("orders", spec)).toBe(spec);
  expect([...variablesOfNeeds(undefined)]).toEqual([]);
});

test("users are among its variables, permissions too, and the key among its secrets", async () => {
  const { environment, secrets } = withNeeds("orders", {
    code,
    environment: { A: "1" },
    secrets: { B: "2" },
    needs: { identity, authorization },
  });
  expect(await valueOf(pulumi.output(environment!))).toEqual({
    A: "1",
    AUTH_ISSUER: "https://id.example.com/realms/florist",
    AUTH_JWKS_URI: "http://keycloak/certs",
    AUTH_AUDIENCE: "orders",
    SPICEDB_ENDPOINT: "spicedb:50051",
    SPICEDB_CA: "PEM",
  });
  expect(await valueOf(pulumi.output(secrets!))).toEqual({ B: "2", SPICEDB_TOKEN: "s3cret" });
});

test("outside of the cluster the keys are where the internet leads, if that is another place", async () => {
  const publicJwksUri = pulumi.output("https://id.example.com/certs");
  const keys = (needed: object, cluster: boolean) => {
    const spec = { code, needs: { identity: { ...identity, ...needed } } };
    const { environment } = withNeeds("orders", spec, { cluster, internet: true });
    return valueOf(pulumi.output(environment!.AUTH_JWKS_URI!));
  };
  expect(await keys({ publicJwksUri }, false)).toBe("https://id.example.com/certs");
  expect(await keys({ publicJwksUri }, true)).toBe("http://keycloak/certs");
  expect(await keys({}, false)).toBe("http://keycloak/certs");
});

test("where an issuer's tokens say what is among the variables, as far as it differs", () => {
  const set = (claims: object) =>
    Object.entries(
      withNeeds("orders", { code, needs: { identity: { ...identity, claims } } }).environment ?? {},
    ).filter(([name]) => name.endsWith("_CLAIM"));
  expect(set({ audience: "client_id", roles: "cognito:groups" })).toEqual([
    ["AUTH_AUDIENCE_CLAIM", "client_id"],
    ["AUTH_ROLES_CLAIM", "cognito:groups"],
  ]);
  expect(set({ roles: "groups" })).toEqual([["AUTH_ROLES_CLAIM", "groups"]]);
  expect(set({})).toEqual([]);
});

test("one need sets its own variables only", () => {
  const { environment, secrets } = withNeeds("orders", { code, needs: { identity } });
  expect(Object.keys(environment ?? {})).toEqual(["AUTH_ISSUER", "AUTH_JWKS_URI", "AUTH_AUDIENCE"]);
  expect(secrets).toEqual({});
});

test.each([
  ["AUTH_ISSUER", "identity", { identity }],
  ["AUTH_ROLES_CLAIM", "identity", { identity }],
  ["SPICEDB_TOKEN", "authorization", { authorization }],
] as const)("%s cannot be set beside needs.%s", (name, need, needs) => {
  expect(problemsOf("orders", { code, needs, environment: { [name]: "mine" } })).toEqual([
    `${name} is set from needs.${need}. Rename it, or take needs.${need} out.`,
  ]);
  expect(problemsOf("orders", { code, environment: { [name]: "mine" } })).toEqual([]);
});

test("pods take no connection of a program outside of the cluster", () => {
  const database = { url: pulumi.output("postgresql://a:b@c/d"), poolSize: 1, pods: 10 };
  expect(problemsOf("orders", { code, needs: { database } })).toEqual([
    "needs.database is a connection for functions outside of the cluster. Make it with the namespace of functions.",
  ]);
});

test("a bus sets who it is there, what it publishes, and whether its database keeps what it has handled", async () => {
  const database = { secret: pulumi.output("a"), version: pulumi.output("1"), poolSize: 1, pods: 1 };
  const set = (spec: object) => valueOf(pulumi.output(withNeeds("orders", { code, ...spec }).environment!));
  const always = { EVENTS_URL: "http://broker/functions/events", EVENTS_SOURCE: "/functions/orders" };
  expect(await set({ needs: { bus } })).toEqual(always);
  expect(await set({ needs: { bus, database }, publishes: ["a.b", "c"] })).toEqual({
    ...always,
    EVENTS_TYPES: "a.b,c",
    EVENTS_LEDGER: "on",
  });
  expect(await set({ needs: { bus: { ...bus, ledger: false }, database } })).toEqual(always);
});
