import * as path from "node:path";
import { writeRootfs } from "../../toolchain/rootfs";
import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformImage } from "./images";

/** Who the server runs as: the user of the official image. */
const user = { id: 999, name: "postgres" };

/**
 * PostgreSQL from Debian's packages, with what the official image has and this project uses: the server and its
 * programs on the PATH, its user, a shell and coreutils. As there, no certificate authorities.
 */
export function postgresImage(tool: ResolvedTool): PlatformImage {
  const { id, name } = user;
  const etc = {
    passwd: `root:x:0:0:root:/:/bin/sh\n${name}:x:${id}:${id}::/tmp:/bin/sh\n`,
    group: `root:x:0:\n${name}:x:${id}:\n`,
    "nsswitch.conf": "hosts: files dns\n",
  };
  return {
    name: "dev.local/postgres",
    // Another build is another tag: pods that run the old one are replaced.
    tag: path.basename(tool.directory),
    tool,
    async content(folder) {
      const base = path.join(folder, "postgres.tar");
      await writeRootfs(tool.directory, base, { excluded: ["manifest.json"] });
      return {
        base,
        files: Object.entries(etc).map(([file, content]) => ({ path: `/etc/${file}`, content })),
        entrypoint: ["postgres"],
        environment: { LANG: "C.UTF-8" },
        user: `${id}:${id}`,
      };
    },
  };
}

/** The reference that a pod names. */
export const referenceOf = ({ name, tag }: PlatformImage): string => `${name}:${tag}`;
