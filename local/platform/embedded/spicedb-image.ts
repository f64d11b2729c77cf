import * as path from "node:path";
import { programOf } from "../../toolchain";
import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformImage } from "./images";

/** SpiceDB and the probe of its health, with the paths and the user of the official image. */
export function spicedbImage(tool: ResolvedTool): PlatformImage {
  const programs = ["spicedb", "grpc_health_probe"].map((name) => ({
    path: `/usr/local/bin/${name}`,
    content: { file: programOf(tool, name) },
    mode: 0o755,
  }));
  return {
    name: "dev.local/spicedb",
    // Another build is another tag: pods that run the old one are replaced.
    tag: path.basename(tool.directory),
    tool,
    content: () => Promise.resolve({ files: programs, entrypoint: ["spicedb"], port: 50051 }),
  };
}
