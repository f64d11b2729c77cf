import * as path from "node:path";
import { UserError } from "../errors";
import { onGitHub, type OfficialFile } from "./download";
import { goModule } from "./go";
import { sdkVersion, type Plugin } from "./plugins";
import type { Recipe } from "./recipe";
import type { ToolName } from "./tool";

/*
 * The plugins of the Pulumi engine. Their versions are those of their SDKs, in package.json, where the engine takes them
 * from, too.
 */

/** The release of the official provider that a Go module is served of. */
const builtKubernetesProvider = "v4.18.1";
/** Likewise, of the Terraform provider that the official one wraps. */
const builtKeycloakProvider = "v4.5.0";

/** Of use only where the engine is built: an official one has its own beside it. */
const nodejsPlugin: Plugin = { kind: "language", name: "nodejs", sdk: "@pulumi/pulumi" };
const kubernetesPlugin: Plugin = { name: "kubernetes", sdk: "@pulumi/kubernetes" };
const cockroachPlugin: Plugin = {
  name: "terraform-provider",
  sdk: path.join(__dirname, "..", "..", "sdks", "cockroach"),
};
const keycloakPlugin: Plugin = { name: "keycloak", sdk: "@pulumi/keycloak" };
const randomPlugin: Plugin = { name: "random", sdk: "@pulumi/random" };
const tlsPlugin: Plugin = { name: "tls", sdk: "@pulumi/tls" };

/** Clouds that nothing here stands in for but a simulation, which a stack has to ask for. */
const clouds = {
  aws: { title: "AWS", plugin: { name: "aws", sdk: "@pulumi/aws" } },
  gcp: { title: "Google Cloud", plugin: { name: "gcp", sdk: "@pulumi/gcp" } },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly plugin: Plugin }>>;

/** Sources of a plugin of ours, with those that all of them share. */
const pluginSources = (...names: string[]): string[] =>
  ["bundle.ts", "serve.ts", ...names].map((name) => path.join(__dirname, "..", "plugins", name));

type PluginTool = Extract<ToolName, `provider-${string}` | `simulated-${string}` | "language-nodejs">;

export const pluginRecipes: Record<PluginTool, Recipe> = {
  "language-nodejs": {
    version: `v${sdkVersion(nodejsPlugin)}`,
    holds: ["pulumi-language-nodejs"],
    sources: pluginSources("language-nodejs"),
    plugin: nodejsPlugin,
    make: async (_kitchen, target) =>
      (await import("../plugins/language-nodejs/install")).installLanguageHost(target),
  },
  "provider-kubernetes": {
    version: builtKubernetesProvider,
    holds: ["pulumi-resource-kubernetes"],
    sources: [goModule("pulumi-kubernetes")],
    plugin: kubernetesPlugin,
    official: [officialProvider(kubernetesPlugin)],
    go: {
      module: goModule("pulumi-kubernetes"),
      packages: ["."],
      binary: "pulumi-resource-kubernetes",
      overlays: [
        {
          module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
          files: { "pkg/provider/provider_construct.go": "_overlay/construct.go" },
        },
      ],
    },
  },
  "provider-keycloak": {
    version: builtKeycloakProvider,
    holds: ["pulumi-resource-keycloak"],
    sources: [goModule("pulumi-keycloak")],
    plugin: keycloakPlugin,
    official: [officialProvider(keycloakPlugin)],
    go: { module: goModule("pulumi-keycloak"), packages: ["."], binary: "pulumi-resource-keycloak" },
  },
  "provider-cockroach": {
    version: `v${sdkVersion(cockroachPlugin)}`,
    holds: ["pulumi-resource-terraform-provider"],
    sources: pluginSources("base", "cockroach"),
    plugin: cockroachPlugin,
    official: [officialProvider(cockroachPlugin)],
    make: async (_kitchen, target) =>
      (await import("../plugins/cockroach/install")).installCockroachProvider(target),
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
  "provider-tls": {
    version: `v${sdkVersion(tlsPlugin)}`,
    holds: ["pulumi-resource-tls"],
    sources: pluginSources("base", "tls"),
    plugin: tlsPlugin,
    official: [officialProvider(tlsPlugin)],
    make: async (_kitchen, target) => (await import("../plugins/tls/install")).installTlsProvider(target),
  },
  "provider-aws": officialOnly("aws"),
  "provider-gcp": officialOnly("gcp"),
  "simulated-aws": simulated("aws"),
  "simulated-gcp": simulated("gcp"),
};

function officialOnly(cloud: keyof typeof clouds): Recipe {
  const { title, plugin } = clouds[cloud];
  const version = `v${sdkVersion(plugin)}`;
  return {
    version,
    holds: [`pulumi-resource-${cloud}`],
    sources: [],
    plugin,
    official: [officialProvider(plugin)],
    make: () =>
      Promise.reject(
        new UserError(
          `The provider of ${title} is not installed, and cannot be downloaded here. Install it where it can, with ` +
            `\`pulumi plugin install resource ${cloud} ${version}\`, or try the stack out with cake:simulate: true.`,
        ),
      ),
  };
}

/** It is no plugin that the engine finds by itself: who has it asked for it. */
function simulated(cloud: keyof typeof clouds): Recipe {
  return {
    version: `v${sdkVersion(clouds[cloud].plugin)}`,
    holds: [`pulumi-resource-${cloud}`],
    sources: pluginSources("base", "simulated"),
    make: async (_kitchen, target) =>
      (await import("../plugins/simulated/install")).installSimulatedProvider(cloud, target),
  };
}

function officialProvider(plugin: Plugin): OfficialFile {
  const version = sdkVersion(plugin);
  return onGitHub(
    `pulumi/pulumi-${plugin.name}/releases/download/v${version}`,
    `pulumi-resource-${plugin.name}-v${version}-linux-amd64.tar.gz`,
    `pulumi-${plugin.name}_${version}_checksums.txt`,
  );
}
