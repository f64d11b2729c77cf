import { valueOf } from "../../../support/outputs";
import { fakeStore } from "../fixtures";
import { logins, password, port, recordKeycloaks, registered, registrations, specOf } from "./fixtures";

recordKeycloaks();

const statefulSet = "kubernetes:apps/v1:StatefulSet";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

test("is a namespace, a service account, a server, what leads to it, and nothing else", async () => {
  await registered("whole");
  expect(registrations.names()).toEqual([
    "cakestack:auth:Keycloak whole",
    "cakestack:kubernetes:Namespace whole",
    `${statefulSet} whole-server`,
    "kubernetes:core/v1:LimitRange whole-limits",
    "kubernetes:core/v1:Namespace whole",
    "kubernetes:core/v1:ResourceQuota whole-quota",
    "kubernetes:core/v1:Secret whole-admin",
    "kubernetes:core/v1:Service whole-pods",
    "kubernetes:core/v1:Service whole-service",
    "kubernetes:networking.k8s.io/v1:Ingress whole-private",
    "kubernetes:networking.k8s.io/v1:Ingress whole-public",
    `${policy} whole-allow-callers`,
    `${policy} whole-allow-dns`,
    `${policy} whole-allow-egress`,
    `${policy} whole-default-deny`,
    `${password} whole-admin`,
  ]);
  for (const suffix of ["server", "pods", "service", "private", "public"]) {
    expect(registrations.get(`whole-${suffix}`).parent).toBe("whole");
  }
});

test("a second pod brings a budget: nodes are drained one at a time", async () => {
  await registered("several", { replicas: 2 });
  expect(specOf("several-budget")).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: { app: "keycloak" } },
  });
});

test("it calls its database, what is asked for, and its own pods where there are several", async () => {
  const mail = { to: [{ ipBlock: { cidr: "192.0.2.25/32" } }] };
  const store = fakeStore();
  await registered("calling", { store, replicas: 2, egress: [mail] });
  await registered("alone", { store });
  const itself = {
    to: [{ podSelector: { matchLabels: { app: "keycloak" } } }],
    ports: [
      { port: 7800, protocol: "TCP" },
      { port: 57800, protocol: "TCP" },
    ],
  };
  expect(specOf("calling-allow-egress").egress).toEqual([store.egress, mail, itself]);
  expect(specOf("alone-allow-egress").egress).toEqual([store.egress]);
});

test("each host has its paths, in a rule of the ingress's class", async () => {
  await registered("routed", {
    ingress: { className: "nginx", namespace: "nginx", tlsSecret: "certificate" },
  });
  const backend = { service: { name: "keycloak", port: { name: "http" } } };
  expect(registrations.get("routed-public")).toMatchObject({
    dependsOn: expect.arrayContaining(["routed-service"]) as string[],
    inputs: { metadata: { namespace: "routed", annotations: { "pulumi.com/skipAwait": "true" } } },
  });
  expect(specOf("routed-public")).toMatchObject({
    ingressClassName: "nginx",
    tls: [{ hosts: ["keycloak.routed.shop.example.com"], secretName: "certificate" }],
    rules: [{ host: "keycloak.routed.shop.example.com" }],
  });
  expect(
    specOf<{ rules: { http: { paths: object[] } }[] }>("routed-private").rules[0]!.http.paths[0],
  ).toEqual({
    path: "/realms/master/protocol/openid-connect/token",
    pathType: "Exact",
    backend,
  });
});

test("the service account is random, is seen by the pods only, and has logged in when its address is known", async () => {
  const { admin, url, innerUrl } = await registered("ready");
  expect(registrations.get("ready-admin", password).inputs).toEqual({ length: 32, special: false });
  expect(registrations.get("ready-admin", "kubernetes:core/v1:Secret").secretOutputs).toEqual([
    "data",
    "stringData",
  ]);
  expect(await valueOf(admin.url)).toBe(`http://127.0.0.1:${port}`);
  expect(logins).toEqual([
    "grant_type=client_credentials&client_id=cakestack&client_secret=password-of-ready-admin",
  ]);
  expect(await valueOf(url)).toBe(`http://keycloak.ready.shop.example.com:${port}`);
  expect(await valueOf(innerUrl)).toBe("http://keycloak.ready.svc.cluster.local:8080");
  expect(await valueOf(admin.clientId)).toBe("cakestack");
});
