import { PostgresDatabase, type PostgresDatabaseArgs } from "../../../../components/cockroach/postgres";
import type { Database } from "../../../../components/contracts";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

interface Container {
  readonly image: string;
  readonly command: string[];
  readonly securityContext: object;
  readonly resources: object;
  readonly volumeMounts: { readonly name: string; readonly readOnly?: boolean }[];
  readonly readinessProbe: { readonly exec: { readonly command: string[] } };
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: string[] } } };
}

interface PodSpec {
  readonly securityContext: object;
  readonly initContainers: [Container];
  readonly containers: [Container];
  readonly volumes: Record<string, unknown>[];
}

async function registered(name: string, args: Partial<PostgresDatabaseArgs> = {}): Promise<Database> {
  const database = new PostgresDatabase(name, { cluster: { storageClass: "standard" }, ...args });
  await valueOf(database.host);
  return database;
}

const specOf = <T = Record<string, unknown>>(name: string, type?: string) =>
  registrations.get(name, type).inputs.spec as T;
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const podOf = (name: string) =>
  specOf<{ template: { spec: PodSpec } }>(`${name}-server`, statefulSet).template.spec;

test("is a namespace, a certificate, a password, a server on a volume, and nothing else", async () => {
  await registered("whole");
  expect(registrations.names()).toEqual([
    "cakestack:cockroach:PostgresDatabase whole",
    "cakestack:kubernetes:Namespace whole",
    `${statefulSet} whole-server`,
    "kubernetes:core/v1:ConfigMap whole-settings",
    "kubernetes:core/v1:LimitRange whole-limits",
    "kubernetes:core/v1:Namespace whole",
    "kubernetes:core/v1:PersistentVolumeClaim whole-volume",
    "kubernetes:core/v1:ResourceQuota whole-quota",
    "kubernetes:core/v1:Secret whole-admin",
    "kubernetes:core/v1:Secret whole-tls",
    "kubernetes:core/v1:Service whole-pods",
    "kubernetes:core/v1:Service whole-service",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy whole-allow-callers",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy whole-allow-dns",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy whole-allow-egress",
    "kubernetes:networking.k8s.io/v1:NetworkPolicy whole-default-deny",
    "random:index/randomPassword:RandomPassword whole-admin",
    "tls:index/certRequest:CertRequest whole-server",
    "tls:index/locallySignedCert:LocallySignedCert whole-server",
    "tls:index/privateKey:PrivateKey whole-server",
    "tls:index/privateKey:PrivateKey whole-server-ca",
    "tls:index/selfSignedCert:SelfSignedCert whole-server-ca",
  ]);
});

test("is the contract that applications take, known once the server answers", async () => {
  const { admin, host, port, reach, ...rest } = await registered("contract");
  expect(rest).toMatchObject({ engine: "postgres", plan: "cluster", connections: 40 });
  expect(await Promise.all([valueOf(host), valueOf(port)])).toEqual([
    "postgres.contract.svc.cluster.local",
    5432,
  ]);
  expect(reach.kind === "cluster" && (await valueOf(reach.namespace))).toBe("contract");
  expect([await valueOf(admin.user), admin.database]).toEqual(["postgres", "postgres"]);
  const service = registrations.get("contract-service");
  expect(service.dependsOn).toContain("contract-server");
  expect(registrations.get("contract-server", statefulSet).dependsOn).toEqual(
    expect.arrayContaining([
      "contract-volume",
      "contract-pods",
      "contract-settings",
      "contract-tls",
      "contract-admin",
    ]),
  );
});

test("the certificate is for every name of the Service, short-lived, from an authority that signs nothing else", async () => {
  await registered("named");
  expect(registrations.get("named-server", "tls:index/certRequest:CertRequest").inputs.dnsNames).toEqual([
    "postgres",
    "postgres.named",
    "postgres.named.svc",
    "postgres.named.svc.cluster.local",
  ]);
  expect(
    registrations.get("named-server-ca", "tls:index/selfSignedCert:SelfSignedCert").inputs,
  ).toMatchObject({
    isCaCertificate: true,
    maxPathLength: 0,
    validityPeriodHours: 87600,
    allowedUses: ["cert_signing", "crl_signing"],
  });
  expect(
    registrations.get("named-server", "tls:index/locallySignedCert:LocallySignedCert").inputs,
  ).toMatchObject({
    validityPeriodHours: 8760,
    earlyRenewalHours: 720,
    allowedUses: ["digital_signature", "server_auth"],
  });
});

test("pods are restricted: no root, no capability, nothing to write to but volumes", async () => {
  await registered("restricted");
  const { securityContext, initContainers, containers, volumes } = podOf("restricted");
  expect(securityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 999,
    runAsGroup: 999,
    fsGroup: 999,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  });
  for (const container of [...initContainers, ...containers]) {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
    const writable = container.volumeMounts.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
    expect(["data", "sockets", "tmp"]).toEqual(expect.arrayContaining(writable));
  }
  expect(volumes.flatMap((volume) => Object.keys(volume)).sort()).toEqual(
    [
      ...Array<string>(6).fill("name"),
      "configMap",
      "emptyDir",
      "emptyDir",
      "persistentVolumeClaim",
      "secret",
      "secret",
    ].sort(),
  );
});

test("only the container that sets the administrator's password sees it", async () => {
  await registered("hidden");
  const { initContainers, containers } = podOf("hidden");
  const mounts = ({ volumeMounts }: Container) => volumeMounts.map(({ name }) => name);
  expect(mounts(initContainers[0])).toContain("admin");
  expect(mounts(containers[0])).not.toContain("admin");
  for (const name of ["hidden-admin", "hidden-tls"]) {
    const { secretOutputs } = registrations.get(name, "kubernetes:core/v1:Secret");
    expect(secretOutputs).toEqual(["data", "stringData"]);
  }
});

test("the server holds a lock, is ready when a client that verifies its name gets through, and stops at once", async () => {
  await registered("served");
  const [container] = podOf("served").containers;
  expect(container.command.slice(0, 4)).toEqual(["flock", "--no-fork", "/database/lock", "postgres"]);
  expect(container.readinessProbe.exec.command).toEqual([
    "pg_isready",
    "--quiet",
    "--dbname=host=postgres hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=/etc/postgresql-tls/ca.crt",
  ]);
  expect(container).not.toHaveProperty("livenessProbe");
  expect(container.lifecycle.preStop.exec.command).toEqual([
    "pg_ctl",
    "stop",
    "--pgdata=/database/pgdata",
    "--mode=fast",
    "--no-wait",
  ]);
});

test("the image, memory, processor and storage are those that are asked for", async () => {
  await registered("sized", { image: "dev.local/postgres:1", memory: "1 GB", cpu: 0.5, storage: "20 GB" });
  const [container] = podOf("sized").containers;
  expect(container).toMatchObject({
    image: "dev.local/postgres:1",
    resources: { requests: { cpu: "500m", memory: "1Gi" }, limits: { memory: "1Gi" } },
  });
  expect(specOf("sized-volume")).toEqual({
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "20Gi" } },
    storageClassName: "standard",
  });
  expect(specOf("sized-quota")).toEqual({
    hard: { "requests.cpu": "2.5", "requests.memory": "3Gi", pods: "21" },
  });
});

test("without them it is the official image, 512 MB and 10 GB in the cluster's default storage class", async () => {
  await registered("plain", { cluster: {} });
  expect(podOf("plain").containers[0]).toMatchObject({
    image: "docker.io/library/postgres:18.3-bookworm",
    resources: { requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "512Mi" } },
  });
  expect(specOf("plain-volume")).toEqual({
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "10Gi" } },
  });
});

test("only callers and Jobs beside the server reach it, and those Jobs reach nothing else", async () => {
  await registered("closed", { callers: ["functions"] });
  const from = (namespace: string) => ({
    from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }],
    ports: [{ port: 5432, protocol: "TCP" }],
  });
  expect(specOf("closed-allow-callers").ingress).toEqual([from("closed"), from("functions")]);
  expect(specOf("closed-allow-egress").egress).toEqual([
    { to: [{ podSelector: { matchLabels: { app: "postgres" } } }], ports: [{ port: 5432, protocol: "TCP" }] },
  ]);
});

test("its volume is protected when that is asked for, and only then", async () => {
  await registered("kept", { deleteProtection: true });
  await registered("lost");
  const protects = ["kept-volume", "kept-settings", "lost-volume"].map(
    (name) => registrations.get(name).protect,
  );
  expect(protects).toEqual([true, false, false]);
});

test("a deletion of the volume whose end is missed is looked for after 20 seconds, not after ten minutes", async () => {
  await registered("volatile");
  expect(registrations.get("volatile-volume").deleteTimeout).toBe("20s");
});

test("every wrong argument is named at once, and nothing is made", () => {
  const make = () => new PostgresDatabase("wrong", { cluster: {}, memory: "1 MB", cpu: -1 });
  expect(make).toThrow(
    'PostgreSQL wrong:\n  - memory is "1 MB". Allowed: "256 MB" or more.\n  - cpu is -1. Allowed: a number of cores above 0.',
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});
