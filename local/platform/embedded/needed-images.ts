import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformNeeds } from "../platform";
import { flywayImage } from "./flyway-image";
import type { PlatformImage } from "./images";
import { keycloakImage } from "./keycloak-image";
import { postgresImage } from "./postgres-image";
import { spicedbImage, zedImage } from "./spicedb-image";

/** What a stack may need; each is made from the tool of its name. */
export type Need = keyof PlatformNeeds;

/** The images that only some stacks need. */
export const neededImages: Readonly<Record<Need, (tool: ResolvedTool) => PlatformImage>> = {
  postgres: postgresImage,
  flyway: flywayImage,
  keycloak: keycloakImage,
  spicedb: spicedbImage,
  zed: zedImage,
};

/** Those that are asked for. */
export const needsOf = (needs: PlatformNeeds): Need[] =>
  (Object.keys(neededImages) as Need[]).filter((need) => needs[need]);
