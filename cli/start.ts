import type { LocalPlatform, PlatformState } from "../local/platform/platform";
import type { Report } from "../local/toolchain/tool";
import { inGoodOrder } from "./interrupt";

/** Starts a local platform. Ctrl-C stops it again: half of one is of no use. */
export const startPlatform = (platform: LocalPlatform, report: Report): Promise<PlatformState> =>
  inGoodOrder(
    () => platform.start(report),
    () => platform.stop(report),
  );
