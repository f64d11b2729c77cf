import type { LocalPlatform, PlatformNeeds, PlatformState } from "../local/platform/platform";
import type { Report, ToolName } from "../local/toolchain/tool";
import { inGoodOrder } from "./interrupt";
import type { StackTraits } from "./stack-file";

/** What a stack's layers say of what it takes to start the platform for it. */
type Layers = Pick<StackTraits, "hasKeycloak" | "hasSpiceDb" | "hasEventing" | "cloud">;

/** Every stack has a database: Jobs run SQL and migrations. Most have functions in the cluster. */
export const needsOf = (layers?: Layers): PlatformNeeds => ({
  serving: layers?.cloud === undefined,
  postgres: true,
  flyway: true,
  keycloak: layers?.hasKeycloak,
  spicedb: layers?.hasSpiceDb,
  zed: layers?.hasSpiceDb,
  eventing: layers?.hasEventing,
});

/** What starting one takes. */
export const toolsToStart = (platform: LocalPlatform | undefined, layers: Layers): readonly ToolName[] =>
  platform?.tools(needsOf(layers)) ?? [];

/**
 * Starts a local platform. Ctrl-C stops it again: half of one is of no use.
 *
 * @param layers of the stack that it is started for; none where it is started by itself
 */
export const startPlatform = (
  platform: LocalPlatform,
  report: Report,
  layers?: Layers,
): Promise<PlatformState> =>
  inGoodOrder(
    () => platform.start(report, needsOf(layers)),
    () => platform.stop(report),
  );
