import execa from "execa";

/** What makes the bytes the same every time, so that the images on top keep their names. */
const reproducible = [
  "--sort=name",
  "--mtime=@0",
  "--group=0",
  "--numeric-owner",
  "--format=gnu",
  "--mode=a+rX",
];

/** What is left out of a root file system, and what is not root's. */
export interface RootfsOptions {
  /** Paths within the folder. @default [] */
  readonly excluded?: readonly string[];
  /** One path within the folder, and the number of the user whom it belongs to with all that is in it. */
  readonly owned?: { readonly path: string; readonly user: number };
}

/** Writes a folder as a root file system in a tar file. */
export async function writeRootfs(
  folder: string,
  file: string,
  { excluded = [], owned }: RootfsOptions = {},
): Promise<void> {
  const write = (mode: string, user: number, left: readonly string[], what: string) => {
    const exclude = left.map((path) => `--exclude=./${path}`);
    return execa("tar", [...reproducible, `--owner=${user}`, ...exclude, mode, file, "-C", folder, what]);
  };
  await write("-cf", 0, owned ? [...excluded, owned.path] : excluded, ".");
  if (owned) await write("-rf", owned.user, excluded, `./${owned.path}`);
}
