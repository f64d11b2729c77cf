import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import { installLanguageHost } from "../plugins/language-nodejs/install";
import { installRandomProvider } from "../plugins/random/install";
import { unpackPackages } from "./debian";
import type { OfficialFile } from "./download";
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
const plugins = path.join(__dirname, "..", "plugins");

const kubernetesPrograms = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl"];
const servingCommands = ["activator", "autoscaler", "controller", "webhook", "queue"];

const sharedPlugin = (name: string): string => path.join(plugins, name);

/** Every tool. The order is that of compilation: modules that share dependencies follow each other. */
export const recipes: Record<ToolName, Recipe> = {
  debian: {
    version: "1",
    sources: [],
    finish: ({ home, report }, target) =>
      unpackPackages(
        home,
        ["etcd-server", "containerd", "runc", "containernetworking-plugins", "nftables", "busybox-static"],
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
      {
        url: `https://github.com/coredns/coredns/releases/download/${coredns}/coredns_${coredns.slice(1)}_linux_amd64.tgz`,
        checksums: `https://github.com/coredns/coredns/releases/download/${coredns}/coredns_${coredns.slice(1)}_linux_amd64.tgz.sha256`,
        kind: { strip: 0 },
      },
    ],
    go: { module: goModule("coredns"), packages: ["."], binary: "coredns" },
  },
  "local-path-provisioner": {
    version: "v0.0.30",
    sources: [goModule("local-path-provisioner")],
    go: { module: goModule("local-path-provisioner"), packages: ["github.com/rancher/local-path-provisioner"] },
  },
  "knative-serving": {
    version: "v1.22.0",
    sources: [goModule("knative-serving"), path.join(__dirname, "knative-manifests.ts")],
    go: {
      module: goModule("knative-serving"),
      packages: servingCommands.map((command) => `knative.dev/serving/cmd/${command}`),
    },
    finish: async ({ go }, target) => {
      const folder = (name: string) => go.folderOf(goModule("knative-serving"), `knative.dev/${name}`);
      const [core, networking, caching] = await Promise.all(["serving/config/core", "networking/config", "caching/config"].map(folder));
      await writeKnativeManifests([core, networking, caching] as string[], target);
    },
  },
  traefik: {
    version: traefik,
    sources: [goModule("traefik")],
    official: [
      {
        url: `https://github.com/traefik/traefik/releases/download/${traefik}/traefik_${traefik}_linux_amd64.tar.gz`,
        checksums: `https://github.com/traefik/traefik/releases/download/${traefik}/traefik_${traefik}_checksums.txt`,
        kind: { strip: 0 },
      },
    ],
    go: { module: goModule("traefik"), packages: ["github.com/traefik/traefik/v3/cmd/traefik"] },
  },
  crane: {
    version: crane,
    sources: [goModule("crane")],
    present: { program: "crane", args: ["version"], atLeast: "0.19.0" },
    official: [
      {
        url: `https://github.com/google/go-containerregistry/releases/download/${crane}/go-containerregistry_Linux_x86_64.tar.gz`,
        checksums: `https://github.com/google/go-containerregistry/releases/download/${crane}/checksums.txt`,
        kind: { strip: 0 },
      },
    ],
    go: { module: goModule("crane"), packages: ["github.com/google/go-containerregistry/cmd/crane"] },
  },
  pulumi: {
    version: pulumi,
    sources: [goModule("pulumi"), sharedPlugin("language-nodejs")],
    present: { program: "pulumi", args: ["version"], atLeast: "3.259.0" },
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
    finish: async (_kitchen, target) => {
      const host = path.join(target, "pulumi-language-nodejs");
      if (!(await isFile(host))) await installLanguageHost(target);
    },
  },
  "provider-kubernetes": {
    version: "4.18.1",
    sources: [goModule("pulumi-kubernetes")],
    go: { module: goModule("pulumi-kubernetes"), packages: ["."], binary: "pulumi-resource-kubernetes" },
  },
  "provider-random": {
    version: "4.21.2",
    sources: [sharedPlugin("random"), sharedPlugin("base")],
    finish: (_kitchen, target) => installRandomProvider(target),
  },
};

/** Name of a tool's folder in the cache: its version and what it is made from. */
export async function keyOf(recipe: Recipe): Promise<string> {
  const hash = createHash("sha256");
  for (const source of recipe.sources) {
    for (const file of await filesIn(source)) hash.update(await fs.readFile(file));
  }
  return `${recipe.version}-${hash.digest("hex").slice(0, 12)}`;
}

async function filesIn(source: string): Promise<string[]> {
  if (await isFile(source)) return [source];
  const entries = await fs.readdir(source, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])).sort();
}

async function isFile(file: string): Promise<boolean> {
  return fs.stat(file).then(
    (stat) => stat.isFile(),
    () => false,
  );
}

async function link(target: string, binary: string, names: readonly string[]): Promise<void> {
  if (!(await isFile(path.join(target, binary)))) return;
  for (const name of names) await fs.symlink(binary, path.join(target, name));
}
