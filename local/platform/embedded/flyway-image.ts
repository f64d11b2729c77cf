import * as path from "node:path";
import { writeRootfs } from "../../toolchain/rootfs";
import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformImage } from "./images";

/** Flyway from Maven's archives on Debian's Java, with what the official image has and this project uses. */
export function flywayImage(tool: ResolvedTool): PlatformImage {
  return {
    name: "dev.local/flyway",
    // Another build is another tag: what ran with the old one runs again.
    tag: path.basename(tool.directory),
    tool,
    async content(folder) {
      const base = path.join(folder, "flyway.tar");
      await writeRootfs(tool.directory, base, { excluded: ["manifest.json"] });
      return {
        base,
        files: [{ path: "/etc/nsswitch.conf", content: "hosts: files dns\n" }],
        entrypoint: ["flyway"],
      };
    },
  };
}
