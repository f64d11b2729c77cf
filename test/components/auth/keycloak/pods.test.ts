import { environmentOf } from "../fixtures";
import { containerOf, podOf, recordKeycloaks, registered, setOf, specOf } from "./fixtures";

recordKeycloaks();

test("several pods on PostgreSQL find one another in the database, spread out, and end one after the other", async () => {
  await registered("clustered", { replicas: 2 });
  expect(environmentOf(containerOf("clustered"))).toMatchObject({
    KC_CACHE: "ispn",
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)",
  });
  expect(environmentOf(containerOf("clustered"))).not.toHaveProperty("KC_CACHE_CONFIG_FILE");
  expect(setOf("clustered")).toMatchObject({
    replicas: 2,
    minReadySeconds: 10,
    podManagementPolicy: "Parallel",
    serviceName: "keycloak-pods",
  });
  const { topologySpreadConstraints, terminationGracePeriodSeconds } = podOf("clustered");
  expect(terminationGracePeriodSeconds).toBe(25);
  expect(topologySpreadConstraints).toEqual(
    ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "keycloak" } },
    })),
  );
});

test("health and metrics are on a port of their own, that no Service and no rule leads to", async () => {
  await registered("healthy", { replicas: 2, callers: ["functions"] });
  const probe = (path: string) => ({ httpGet: { path: `/health/${path}`, port: "management" } });
  expect(containerOf("healthy")).toMatchObject({
    ports: [
      { name: "http", containerPort: 8080 },
      { name: "management", containerPort: 9000 },
    ],
    startupProbe: { ...probe("started"), periodSeconds: 1, failureThreshold: 600 },
    readinessProbe: { ...probe("ready"), periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: probe("live"),
  });
  expect(specOf("healthy-service").ports).toEqual([{ name: "http", port: 8080, targetPort: "http" }]);
  expect(specOf("healthy-pods")).toMatchObject({
    clusterIP: "None",
    publishNotReadyAddresses: true,
    ports: [{ name: "cluster", port: 7800 }],
  });
  const from = (namespace: string, ...ports: number[]) => ({
    from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }],
    ports: ports.map((one) => ({ port: one, protocol: "TCP" })),
  });
  expect(specOf("healthy-allow-callers").ingress).toEqual([
    from("traefik-system", 8080),
    from("functions", 8080),
    from("healthy", 7800, 57800),
  ]);
});

test("pods are restricted, and an optimized image writes to nothing but volumes", async () => {
  const image = { name: "dev.local/keycloak:26.7.3", engine: "postgres", build: "optimized" } as const;
  await registered("optimized", { image });
  const { securityContext, automountServiceAccountToken, enableServiceLinks, volumes } = podOf("optimized");
  expect({ automountServiceAccountToken, enableServiceLinks }).toEqual({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
  });
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  const container = containerOf("optimized");
  expect(container).toMatchObject({ image: image.name, args: ["start", "--optimized"] });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
  });
  expect(volumes).toEqual([
    {
      name: "database",
      secret: {
        secretName: "owner-database",
        items: [{ key: "ca.crt", path: "ca.crt" }],
        optional: true,
      },
    },
    { name: "data", emptyDir: {} },
    { name: "tmp", emptyDir: {} },
  ]);
});

test("the official image sets its build options when it starts, in its own folder", async () => {
  await registered("plain");
  expect(containerOf("plain")).toMatchObject({
    image: "quay.io/keycloak/keycloak:26.7.3",
    args: ["start"],
    securityContext: { readOnlyRootFilesystem: false },
  });
});

test("its processor is that for the load, its memory that of Keycloak's rule, and the namespace has no more", async () => {
  await registered("sized", { load: { loginsPerSecond: 30 }, replicas: 2 });
  expect(containerOf("sized").resources).toEqual({
    requests: { cpu: "1000m", memory: "1250Mi" },
    limits: { memory: "1360Mi" },
  });
  expect(specOf("sized-quota")).toEqual({
    hard: { "requests.cpu": "2", "requests.memory": "2500Mi", pods: "2" },
  });
});
