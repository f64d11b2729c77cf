import * as fs from "node:fs/promises";
import * as path from "node:path";
import { functionNode } from "../../components/images/node";
import { unpackPackages } from "./debian";
import { onGitHub } from "./download";
import { goModule } from "./go";
import { flywayProject, flywayVersion, makeFlyway } from "./flyway";
import { makeFunctionBase } from "./function-base";
import { keycloakFolder, keycloakProject, keycloakVersion, makeKeycloak } from "./keycloak";
import { knativeRecipes } from "./knative-recipes";
import type { Overlay } from "./overlay";
import { pluginRecipes } from "./plugin-recipes";
import { makePostgres, postgresVersion } from "./postgres";
import type { Recipe } from "./recipe";
import type { ToolName } from "./tool";

/*
 * Every tool. Versions stand here and nowhere else (that of the functions' Node in components/images/node.ts, those of
 * PostgreSQL, Flyway and Keycloak in files of their own, those of Knative in knative-releases.ts, those of the plugins in
 * plugin-recipes.ts).
 */
const kubernetes = "v1.35.4";
/** What this Kubernetes is released with. It asks its store for progress that older ones (Debian's 3.4) never report. */
const etcd = "v3.6.5";
const coredns = "v1.14.2";
const localPath = "v0.0.30";
const traefik = "v3.6.12";
const crane = "v0.22.1";
const spicedb = "v1.56.2";
/** The probe that is in the official image of SpiceDB. */
const healthProbe = "https://github.com/grpc-ecosystem/grpc-health-probe/releases/download/v0.4.57";
const pulumi = "v3.259.0";

const nodeModule = path.join(__dirname, "..", "platform", "node");
/** Sources of a program that runs on Java. */
const javaSources = (own: string): string[] =>
  ["debian.ts", "java.ts", "truststore.ts", "maven.ts", own].map((file) => path.join(__dirname, file));

const kubernetesPrograms = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "kubectl",
];

/** Without Spanner, MySQL, xDS, the clients of AWS and the foreign data wrapper: half of what it would be compiled from. */
const leanSpiceDb: readonly Overlay[] = [
  {
    module: "github.com/authzed/spicedb",
    files: {
      "cmd/spicedb/main.go": "_overlay/main.go",
      "pkg/cmd/datastore/engines.go": "_overlay/engines.go",
      "pkg/cmd/postgresfdw.go": "_overlay/postgresfdw.go",
      "pkg/datastore/credentials.go": "_overlay/credentials.go",
      "pkg/datastore/revisionparsing/revisionparsing.go": "_overlay/revisions.go",
    },
  },
];

/** The order is that of compilation: modules that share dependencies follow each other. */
export const recipes: Record<ToolName, Recipe> = {
  debian: {
    version: "1",
    holds: ["containerd", "containerd-shim-runc-v2", "ctr", "runc", "ptp", "nft", "ip", "busybox"],
    sources: [path.join(__dirname, "debian.ts")],
    make: ({ home, report }, target) =>
      unpackPackages(
        home,
        ["containerd", "runc", "containernetworking-plugins", "nftables", "iproute2", "busybox-static"],
        "missing",
        target,
        report,
      ),
  },
  "function-base": {
    version: functionNode,
    holds: ["rootfs.tar"],
    sources: ["debian.ts", "function-base.ts", "rootfs.ts"].map((file) => path.join(__dirname, file)),
    make: ({ home, report }, target) => makeFunctionBase(home, target, report),
  },
  postgres: {
    version: postgresVersion,
    holds: ["postgres", "initdb", "pg_ctl", "pg_isready", "psql"],
    sources: ["debian.ts", "postgres.ts"].map((file) => path.join(__dirname, file)),
    make: ({ home, report }, target) => makePostgres(home, target, report),
  },
  flyway: {
    version: flywayVersion,
    holds: ["flyway", "java", "busybox"],
    sources: [...javaSources("flyway.ts"), flywayProject],
    make: ({ home, report }, target) => makeFlyway(home, target, report),
  },
  keycloak: {
    version: keycloakVersion,
    holds: [`${keycloakFolder}/bin/kc.sh`, "java", "bash", "busybox"],
    sources: [...javaSources("keycloak.ts"), keycloakProject],
    make: ({ home, report }, target) => makeKeycloak(home, target, report),
  },
  node: {
    version: "1",
    holds: ["cake-node", "pause"],
    sources: [nodeModule],
    go: { module: nodeModule, packages: [".", "./pause"] },
    finish: (_kitchen, target) => fs.rename(path.join(target, "node"), path.join(target, "cake-node")),
  },
  kubernetes: {
    version: kubernetes,
    holds: [...kubernetesPrograms, "etcd"],
    sources: [goModule("kubernetes")],
    present: { args: ["--version"], atLeast: kubernetes.slice(1), below: "1.36.0" },
    official: [
      ...kubernetesPrograms.map((name) => ({
        url: `https://dl.k8s.io/${kubernetes}/bin/linux/amd64/${name}`,
        checksums: `https://dl.k8s.io/${kubernetes}/bin/linux/amd64/${name}.sha256`,
        kind: { binary: name },
      })),
      {
        url: `https://github.com/etcd-io/etcd/releases/download/${etcd}/etcd-${etcd}-linux-amd64.tar.gz`,
        checksums: `https://github.com/etcd-io/etcd/releases/download/${etcd}/SHA256SUMS`,
        kind: { strip: 1 },
      },
    ],
    go: {
      module: goModule("kubernetes"),
      packages: ["."],
      ldflags: `-X k8s.io/component-base/version.gitVersion=${kubernetes}`,
    },
    // One program that looks at the name it is called by.
    finish: async (_kitchen, target) => {
      for (const name of [...kubernetesPrograms, "etcd"])
        await fs.symlink("kubernetes", path.join(target, name));
    },
  },
  coredns: {
    version: coredns,
    holds: ["coredns"],
    sources: [goModule("coredns")],
    official: [
      onGitHub(`coredns/coredns/releases/download/${coredns}`, `coredns_${coredns.slice(1)}_linux_amd64.tgz`),
    ],
    go: { module: goModule("coredns"), packages: ["."] },
  },
  "local-path-provisioner": {
    version: localPath,
    holds: ["local-path-provisioner"],
    sources: [goModule("local-path-provisioner")],
    go: {
      module: goModule("local-path-provisioner"),
      packages: ["github.com/rancher/local-path-provisioner"],
    },
  },
  ...knativeRecipes,
  traefik: {
    version: traefik,
    holds: ["traefik"],
    sources: [goModule("traefik")],
    official: [
      onGitHub(
        `traefik/traefik/releases/download/${traefik}`,
        `traefik_${traefik}_linux_amd64.tar.gz`,
        `traefik_${traefik}_checksums.txt`,
      ),
    ],
    go: {
      module: goModule("traefik"),
      packages: ["github.com/traefik/traefik/v3/cmd/traefik"],
      overlays: [
        {
          module: "github.com/go-acme/lego/v4",
          files: { "providers/dns/zz_gen_dns_providers.go": "_overlay/dns.go" },
        },
        {
          module: "github.com/traefik/traefik/v3",
          files: {
            "pkg/provider/ecs/ecs.go": "_overlay/ecs.go",
            "pkg/provider/ecs/config.go": null,
            "pkg/provider/ecs/label.go": null,
          },
        },
      ],
    },
  },
  spicedb: {
    version: spicedb,
    holds: ["spicedb", "grpc_health_probe"],
    sources: [goModule("spicedb")],
    official: [
      onGitHub(
        `authzed/spicedb/releases/download/${spicedb}`,
        `spicedb_${spicedb.slice(1)}_linux_amd64.tar.gz`,
        "checksums.txt",
      ),
      {
        url: `${healthProbe}/grpc_health_probe-linux-amd64`,
        checksums: `${healthProbe}/checksums.txt`,
        kind: { binary: "grpc_health_probe" },
      },
    ],
    go: {
      module: goModule("spicedb"),
      packages: ["github.com/authzed/spicedb/cmd/spicedb", "github.com/grpc-ecosystem/grpc-health-probe"],
      // As it is released: with the guard that refuses requests before memory runs out, which looks into Go's run time.
      tags: "memoryprotection",
      ldflags: `-checklinkname=0 -X github.com/jzelinskie/cobrautil/v2.Version=${spicedb}`,
      overlays: leanSpiceDb,
    },
    finish: (_kitchen, target) =>
      fs.rename(path.join(target, "grpc-health-probe"), path.join(target, "grpc_health_probe")),
  },
  // No official download: that one needs a C library, which the official image of it does not.
  zed: {
    version: spicedb,
    holds: ["zed"],
    sources: [goModule("spicedb")],
    go: { module: goModule("spicedb"), packages: ["./zed"], overlays: leanSpiceDb },
  },
  crane: {
    version: crane,
    holds: ["crane"],
    sources: [goModule("crane")],
    present: { args: ["version"], atLeast: "0.19.0" },
    official: [
      onGitHub(
        `google/go-containerregistry/releases/download/${crane}`,
        "go-containerregistry_Linux_x86_64.tar.gz",
        "checksums.txt",
      ),
    ],
    go: { module: goModule("crane"), packages: ["github.com/google/go-containerregistry/cmd/crane"] },
  },
  pulumi: {
    version: pulumi,
    holds: ["pulumi"],
    sources: [goModule("pulumi")],
    present: { args: ["version"], atLeast: pulumi.slice(1) },
    official: [
      {
        url: `https://get.pulumi.com/releases/sdk/pulumi-${pulumi}-linux-x64.tar.gz`,
        checksums: `https://github.com/pulumi/pulumi/releases/download/${pulumi}/pulumi-${pulumi.slice(1)}-checksums.txt`,
        kind: { strip: 1 },
      },
    ],
    go: {
      module: goModule("pulumi"),
      packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
      ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${pulumi}`,
    },
  },
  ...pluginRecipes,
};
