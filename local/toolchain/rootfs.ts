import execa from "execa";

/** What makes the bytes the same every time, so that the images on top keep their names. */
const reproducible = [
  "--sort=name",
  "--mtime=@0",
  "--owner=0",
  "--group=0",
  "--numeric-owner",
  "--format=gnu",
  "--mode=a+rX",
];

/**
 * Writes a folder as a root file system in a tar file.
 *
 * @param excluded paths within the folder that are left out
 */
export async function writeRootfs(
  folder: string,
  file: string,
  excluded: readonly string[] = [],
): Promise<void> {
  const exclude = excluded.map((path) => `--exclude=./${path}`);
  await execa("tar", [...reproducible, ...exclude, "-cf", file, "-C", folder, "."]);
}
