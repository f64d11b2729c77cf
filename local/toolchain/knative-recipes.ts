import * as path from "node:path";
import { goModule } from "./go";
import { eventing, programOfCommand, serving, type KnativeRelease } from "./knative-releases";
import type { Overlay } from "./overlay";
import type { Recipe } from "./recipe";
import type { ToolName } from "./tool";

type KnativeTool = Extract<ToolName, `knative-${string}`>;

/** Knative's programs, with the manifests of their release: their modules hold those, too. */
export const knativeRecipes: Record<KnativeTool, Recipe> = {
  "knative-serving": recipeOf(serving),
  "knative-eventing": recipeOf(eventing, [
    {
      module: "knative.dev/eventing",
      files: { "cmd/mtping/zones.go": "_overlay/zones.go", "cmd/webhook/zones.go": "_overlay/zones.go" },
    },
  ]),
};

function recipeOf(release: KnativeRelease, overlays?: readonly Overlay[]): Recipe {
  const { part, version, commands, files } = release;
  const module = goModule(`knative-${part}`);
  const go = { module, packages: commands.map((command) => `knative.dev/${part}/cmd/${command}`), overlays };
  const own = ["knative-manifests.ts", "knative-releases.ts"].map((file) => path.join(__dirname, file));
  return {
    version: `v${version}`,
    holds: [...commands.map(programOfCommand), ...Object.keys(files)],
    sources: [module, ...own],
    go,
    finish: async (kitchen, target) => {
      const { writeKnativeManifests } = await import("./knative-manifests");
      const modules = await kitchen.go.modulesOf(go);
      await writeKnativeManifests(release, (name) => modules.get(name) ?? "", target);
    },
  };
}
