import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import { installLanguageHost } from "../plugins/language-nodejs/install";
import { installRandomProvider } from "../plugins/random/install";
import { unpackPackages } from "./debian";
import type { OfficialFile } from "./download";
import type { GoBuild } from "./go";
import { functionNode, makeFunctionBase } from "./function-base";
import type { GoBuild, GoBuilder } from "./go";
import { writeKnativeManifests } from "./knative-manifests";
import type { Report, ToolName } from "./tool";

/** What a recipe may use. */
export interface Kitchen {
  readonly home: Home;
  readonly go: GoBuilder;
  readonly report: Report;
}

/** How a tool is had. Versions stand here and nowhere else. */
export interface Recipe {
  readonly version: string;
  /** What else its content depends on: files or folders whose change makes it anew. */
  readonly sources: readonly string[];
  /** A program of the tool on the PATH that will do, with the arguments that print its version. */
  readonly present?: { readonly program: string; readonly args: readonly string[]; readonly atLeast: string };
  readonly official?: readonly OfficialFile[];
  readonly go?: GoBuild;
  /** Makes the tool without Go, or finishes what was downloaded or compiled. */
  readonly finish?: (kitchen: Kitchen, target: string) => Promise<void>;
}

const kubernetes = "v1.35.4";
const pulumi = "v3.259.0";
const traefik = "v3.6.12";
const coredns = "v1.14.2";
const crane = "v0.22.1";

/** Folder of a Go module of the tool chain. */
const goModule = (name: string): string => path.join(__dirname, "go", name);
const nodeModule = path.join(__dirname, "..", "platform", "node");
/** Sources of a plugin of ours, with those that all of them share. */
const pluginSources = (...names: string[]): string[] =>
  ["bundle.ts", "serve.ts", ...names].map((name) => path.join(__dirname, "..", "plugins", name));

const kubernetesPrograms = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl"];
const servingCommands = ["activator", "autoscaler", "controller", "webhook", "queue"];

const servingBuild: GoBuild = {
  module: goModule("knative-serving"),
  packages: servingCommands.map((command) => `knative.dev/serving/cmd/${command}`),
};

/** The order is that of compilation: modules that share dependencies follow each other. */
export const recipes: Record<ToolName, Recipe> = {
  debian: {
    version: "1",
    sources: [],
    finish: ({ home, report }, target) =>
      unpackPackages(
        home,
        [
          "etcd-server",
          "containerd",
          "runc",
          "containernetworking-plugins",
          "nftables",
          "iproute2",
          "busybox-static",
        ],
        "missing",
        target,
        report,
      ),
  },
  "function-base": {
    version: functionNode,
    sources: [path.join(__dirname, "function-base.ts")],
    finish: ({ home, report }, target) => makeFunctionBase(home, target, report),
  },
  kubernetes: {
    version: kubernetes,
    sources: [goModule("kubernetes")],
    official: kubernetesPrograms.map((name) => ({
      url: `https://dl.k8s.io/${kubernetes}/bin/linux/amd64/${name}`,
      checksums: `https://dl.k8s.io/${kubernetes}/bin/linux/amd64/${name}.sha256`,
      kind: { binary: name },
    })),
    go: {
      module: goModule("kubernetes"),
      packages: ["."],
      binary: "kubernetes",
      ldflags: `-X k8s.io/component-base/version.gitVersion=${kubernetes}`,
    },
    // One binary that looks at the name it is called by.
    finish: (_kitchen, target) => link(target, "kubernetes", kubernetesPrograms),
  },
  node: {
    version: "1",
    sources: [nodeModule],
    go: { module: nodeModule, packages: [".", "./pause"] },
    finish: (_kitchen, target) => fs.rename(path.join(target, "node"), path.join(target, "cake-node")),
  },
  coredns: {
    version: coredns,
    sources: [goModule("coredns")],
    official: [
      onGitHub(`coredns/coredns/releases/download/${coredns}`, `coredns_${coredns.slice(1)}_linux_amd64.tgz`),
    ],
    go: { module: goModule("coredns"), packages: ["."], binary: "coredns" },
  },
  "local-path-provisioner": {
    version: "v0.0.30",
    sources: [goModule("local-path-provisioner")],
    go: {
      module: goModule("local-path-provisioner"),
      packages: ["github.com/rancher/local-path-provisioner"],
    },
  },
  "knative-serving": {
    version: "v1.22.0",
    sources: [goModule("knative-serving"), path.join(__dirname, "knative-manifests.ts")],
    go: servingBuild,
    // The modules hold the manifests, too.
    finish: async ({ go }, target) => {
      const { writeKnativeManifests } = await import("./knative-manifests");
      const modules = await go.modulesOf(servingBuild);
      const folder = (module: string): string => modules.get(module) ?? "";
      await writeKnativeManifests(folder("knative.dev/serving"), folder, target);
    },
  },
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
    go: { module: goModule("traefik"), packages: ["github.com/traefik/traefik/v3/cmd/traefik"] },
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
    holds: ["pulumi", "pulumi-language-nodejs"],
    sources: [goModule("pulumi"), ...pluginSources("language-nodejs")],
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
    finish: async (_kitchen, target) =>
      (await import("../plugins/language-nodejs/install")).installLanguageHost(target),
  },
  "provider-kubernetes": {
    version: builtKubernetesProvider,
    holds: ["pulumi-resource-kubernetes"],
    sources: [goModule("pulumi-kubernetes")],
    plugin: kubernetesPlugin,
    official: [officialProvider(kubernetesPlugin)],
    go: { module: goModule("pulumi-kubernetes"), packages: ["."], binary: "pulumi-resource-kubernetes" },
  },
  "provider-random": {
    version: `v${sdkVersion(randomPlugin)}`,
    holds: ["pulumi-resource-random"],
    sources: pluginSources("base", "random"),
    plugin: randomPlugin,
    official: [officialProvider(randomPlugin)],
    make: async (_kitchen, target) =>
      (await import("../plugins/random/install")).installRandomProvider(target),
  },
};

/** @param checksums name of the file beside it with its SHA-256 */
function onGitHub(folder: string, file: string, checksums = `${file}.sha256`): OfficialFile {
  const base = `https://github.com/${folder}`;
  return { url: `${base}/${file}`, checksums: `${base}/${checksums}`, kind: { strip: 0 } };
}

function officialProvider(plugin: Plugin): OfficialFile {
  const version = sdkVersion(plugin);
  return onGitHub(
    `pulumi/pulumi-${plugin.name}/releases/download/v${version}`,
    `pulumi-resource-${plugin.name}-v${version}-linux-amd64.tar.gz`,
    `pulumi-${plugin.name}_${version}_checksums.txt`,
  );
}
