import { eventing } from "../../toolchain/knative-releases";
import type { ResolvedTool, ToolName } from "../../toolchain/tool";
import type { PlatformNeeds, PlatformState } from "../platform";
import { flywayImage } from "./flyway-image";
import { knativeImages, type PlatformImage } from "./images";
import { keycloakImage } from "./keycloak-image";
import { postgresImage, referenceOf } from "./postgres-image";
import { spicedbImage, zedImage } from "./spicedb-image";

/** What a stack may need. */
export type Need = keyof PlatformNeeds;

/** How a need is met. */
interface Needed {
  /** What it is made from. */
  readonly tool: ToolName;
  readonly images: (tool: ResolvedTool) => readonly PlatformImage[];
  /** What the program is told of it. */
  readonly told: (tool: ResolvedTool) => Partial<PlatformState>;
}

/** One image, whose reference the program is told. */
const one = (need: Exclude<Need, "eventing">, image: (tool: ResolvedTool) => PlatformImage): Needed => ({
  tool: need,
  images: (tool) => [image(tool)],
  told: (tool) => ({ [`${need}Image`]: referenceOf(image(tool)) }),
});

/** What only some stacks need. */
export const neededImages: Readonly<Record<Need, Needed>> = {
  postgres: one("postgres", postgresImage),
  flyway: one("flyway", flywayImage),
  keycloak: one("keycloak", keycloakImage),
  spicedb: one("spicedb", spicedbImage),
  zed: one("zed", zedImage),
  eventing: {
    tool: "knative-eventing",
    images: (tool) => knativeImages(eventing, tool),
    told: ({ directory }) => ({ eventing: { manifests: { directory } } }),
  },
};

/** Those that are asked for. */
export const needsOf = (needs: PlatformNeeds): Need[] =>
  (Object.keys(neededImages) as Need[]).filter((need) => needs[need]);
