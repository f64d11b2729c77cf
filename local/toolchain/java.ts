import * as fs from "node:fs/promises";
import * as path from "node:path";
import { writeTruststore } from "./truststore";

/** A Java that shows nothing on a screen, with the libraries that it loads for that. 17 is the one of Debian 12. */
export const javaPackages = [
  ...["openjdk-17-jre-headless", "libc6", "libgcc-s1", "libstdc++6", "zlib1g"],
  // Whom it trusts on the internet.
  "ca-certificates",
];

/** Where the packages put it in a root file system. */
export const javaHome = "usr/lib/jvm/java-17-openjdk-amd64";

/** What no program here reads. */
const unneeded = [
  "usr/lib/x86_64-linux-gnu/gconv",
  "usr/lib/x86_64-linux-gnu/audit",
  "usr/share/gcc",
  "usr/share/binfmts",
  `${javaHome}/man`,
];

/** Makes Java, unpacked from its packages, one that runs in this root file system and outside of it. */
export async function settleJava(root: string): Promise<void> {
  for (const folder of unneeded) await fs.rm(path.join(root, folder), { recursive: true, force: true });
  await writeTruststore(root);
  await keepWithin(root, path.join(root, javaHome));
  await fs.symlink(path.join("../..", javaHome, "bin/java"), path.join(root, "usr/bin/java"));
}

/** Java's settings are links into `/etc`: they are to lead there wherever the root file system is. */
async function keepWithin(root: string, folder: string): Promise<void> {
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    const link = path.join(entry.parentPath, entry.name);
    const goal = entry.isSymbolicLink() ? await fs.readlink(link) : "";
    if (!goal.startsWith("/")) continue;
    await fs.rm(link);
    await fs.symlink(path.relative(entry.parentPath, path.join(root, goal)), link);
  }
}
