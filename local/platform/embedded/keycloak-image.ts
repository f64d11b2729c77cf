import * as path from "node:path";
import { keycloakFolder } from "../../toolchain/keycloak";
import { writeRootfs } from "../../toolchain/rootfs";
import type { ResolvedTool } from "../../toolchain/tool";
import type { PlatformImage } from "./images";

/** Who the server runs as: the user of the official image, in the group that its files belong to. */
const user = { id: 1000, name: "keycloak" };

/**
 * Keycloak from Maven's archive on Debian's Java, with the paths, the user and the variables of the official image. Other
 * than that one it is built for PostgreSQL with health and metrics: it starts with `--optimized`.
 */
export function keycloakImage(tool: ResolvedTool): PlatformImage {
  const { id, name } = user;
  const etc = {
    passwd: `root:x:0:0:root:/:/bin/sh\n${name}:x:${id}:0:${name}:/${keycloakFolder}:/sbin/nologin\n`,
    group: `root:x:0:${name}\n`,
    "nsswitch.conf": "hosts: files dns\n",
  };
  return {
    name: "dev.local/keycloak",
    // Another build is another tag: pods that run the old one are replaced.
    tag: path.basename(tool.directory),
    tool,
    async content(folder) {
      const base = path.join(folder, "keycloak.tar");
      const owned = { path: keycloakFolder, user: id };
      await writeRootfs(tool.directory, base, { excluded: ["manifest.json"], owned });
      return {
        base,
        files: Object.entries(etc).map(([file, content]) => ({ path: `/etc/${file}`, content })),
        entrypoint: [`/${keycloakFolder}/bin/kc.sh`],
        environment: { LANG: "C.UTF-8", KC_RUN_IN_CONTAINER: "true" },
        user: `${id}`,
        port: 8080,
      };
    },
  };
}
