import * as path from "node:path";
import { programOf } from "../../toolchain";
import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformImage } from "./images";

/** SpiceDB and the probe of its health, with the paths and the user of the official image. */
export const spicedbImage = (tool: ResolvedTool): PlatformImage =>
  imageOf(tool, "spicedb", ["grpc_health_probe"], 50051);

/** SpiceDB's command line client, likewise. */
export const zedImage = (tool: ResolvedTool): PlatformImage => imageOf(tool, "zed");

function imageOf(
  tool: ResolvedTool,
  program: string,
  others: readonly string[] = [],
  port?: number,
): PlatformImage {
  const files = [program, ...others].map((name) => ({
    path: `/usr/local/bin/${name}`,
    content: { file: programOf(tool, name) },
    mode: 0o755,
  }));
  return {
    name: `dev.local/${program}`,
    // Another build is another tag: pods that run the old one are replaced.
    tag: path.basename(tool.directory),
    tool,
    content: () => Promise.resolve({ files, entrypoint: [program], port }),
  };
}
