import type { Plugin } from "esbuild";

/**
 * Answers an import of `sdk:<token>` with what the SDK of that type says of it, so that a plugin has the types of the SDK
 * that programs are checked with, and carries neither that one nor a compiler.
 */
export const sdkTypes: Plugin = {
  name: "sdk-types",
  setup(build) {
    build.onResolve({ filter: /^sdk:/ }, ({ path }) => ({
      path: path.slice("sdk:".length),
      namespace: "sdk",
    }));
    build.onLoad({ filter: /.*/, namespace: "sdk" }, async ({ path }) => {
      // The compiler takes half a second to load.
      const { sdkType } = await import("./sdk");
      return { contents: JSON.stringify(sdkType(path)), loader: "json" };
    });
  },
};
