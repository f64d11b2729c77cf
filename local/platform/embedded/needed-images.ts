import { eventing, serving } from "../../toolchain/knative-releases";
import type { ResolvedTool, ToolName } from "../../toolchain/tool";
import type { PlatformNeeds, PlatformState } from "../platform";
import { flywayImage } from "./flyway-image";
import { knativeImages, programImage, type PlatformImage } from "./images";
import { keycloakImage } from "./keycloak-image";
import { postgresImage, referenceOf } from "./postgres-image";
import { spicedbImage, zedImage } from "./spicedb-image";

/** What a stack may need. */
export type Need = keyof PlatformNeeds;

/** How a need is met. */
interface Needed {
  /** What it is made from. */
  readonly tools: readonly ToolName[];
  /** @param made those tools */
  readonly images: (...made: ResolvedTool[]) => readonly PlatformImage[];
  /** What the program is told of it. */
  readonly told: (...made: ResolvedTool[]) => Partial<PlatformState>;
}

/** One image, whose reference the program is told. */
const one = (
  need: Exclude<Need, "serving" | "eventing">,
  image: (tool: ResolvedTool) => PlatformImage,
): Needed => ({
  tools: [need],
  images: (tool) => [image(tool)],
  told: (tool) => ({ [`${need}Image`]: referenceOf(image(tool)) }),
});

const ingressImage = (traefik: ResolvedTool): PlatformImage =>
  programImage("traefik", traefik.version, traefik);

/** What only some stacks need. */
export const neededImages: Readonly<Record<Need, Needed>> = {
  serving: {
    tools: ["knative-serving", "traefik"],
    images: (knative, traefik) => [...knativeImages(serving, knative), ingressImage(traefik)],
    told: (knative, traefik) => ({
      knative: {
        manifests: { directory: knative.directory },
        ingressImage: referenceOf(ingressImage(traefik)),
      },
    }),
  },
  eventing: {
    tools: ["knative-eventing"],
    images: (tool) => knativeImages(eventing, tool),
    told: (tool) => ({ eventing: { manifests: { directory: tool.directory } } }),
  },
  postgres: one("postgres", postgresImage),
  flyway: one("flyway", flywayImage),
  keycloak: one("keycloak", keycloakImage),
  spicedb: one("spicedb", spicedbImage),
  zed: one("zed", zedImage),
};

/** Those that are asked for. */
export const needsOf = (needs: PlatformNeeds): Need[] =>
  (Object.keys(neededImages) as Need[]).filter((need) => needs[need]);
