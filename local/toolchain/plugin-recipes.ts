import * as path from "node:path";
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

/** Sources of a plugin of ours, with those that all of them share. */
const pluginSources = (...names: string[]): string[] =>
  ["bundle.ts", "serve.ts", ...names].map((name) => path.join(__dirname, "..", "plugins", name));

type PluginTool = Extract<ToolName, `provider-${string}` | "language-nodejs">;

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
};

function officialProvider(plugin: Plugin): OfficialFile {
  const version = sdkVersion(plugin);
  return onGitHub(
    `pulumi/pulumi-${plugin.name}/releases/download/v${version}`,
    `pulumi-resource-${plugin.name}-v${version}-linux-amd64.tar.gz`,
    `pulumi-${plugin.name}_${version}_checksums.txt`,
  );
}
