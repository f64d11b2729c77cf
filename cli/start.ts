import type { LocalPlatform, PlatformState } from "../local/platform/platform";
import type { Report, ToolName } from "../local/toolchain/tool";
import { inGoodOrder } from "./interrupt";

/** Every stack has a database: Jobs run SQL and migrations with these. */
const needs = { postgres: true, flyway: true };

/** What starting one takes. */
export const toolsToStart = (platform: LocalPlatform | undefined): readonly ToolName[] =>
  platform?.tools(needs) ?? [];

/** Starts a local platform. Ctrl-C stops it again: half of one is of no use. */
export const startPlatform = (platform: LocalPlatform, report: Report): Promise<PlatformState> =>
  inGoodOrder(
    () => platform.start(report, needs),
    () => platform.stop(report),
  );
