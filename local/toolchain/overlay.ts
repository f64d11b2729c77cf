import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";

/** A dependency with files of ours in it, to leave out what it brings along. */
export interface Overlay {
  readonly module: string;
  /** Files in the build's module, by the files of the dependency whose place they take; null where nothing does. */
  readonly files: Readonly<Record<string, string | null>>;
}

/**
 * Makes copies of dependencies with our files in them, and a go.mod that names the copies: Go overlays no module in its
 * cache. What an earlier run left there goes first, because a dependency of another version has other files.
 *
 * @param module folder of the build's module
 * @param work folder for the copies
 * @param env in which Go runs
 * @returns what makes Go use them
 */
export async function overlaid(
  module: string,
  overlays: readonly Overlay[],
  work: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  if (overlays.length === 0) return [];
  await fs.rm(work, { recursive: true, force: true });
  const replacements: string[] = [];
  for (const overlay of overlays) {
    const copy = path.join(work, overlay.module);
    await fs.cp(await folderOf(overlay.module, module, env), copy, { recursive: true });
    await replaceFiles(overlay.files, module, copy);
    replacements.push(`replace ${overlay.module} => ${copy}\n`);
  }
  const mod = await fs.readFile(path.join(module, "go.mod"), "utf8");
  await fs.writeFile(path.join(work, "go.mod"), `${mod}\n${replacements.join("")}`);
  await fs.copyFile(path.join(module, "go.sum"), path.join(work, "go.sum"));
  return [`-modfile=${path.join(work, "go.mod")}`];
}

/** Where Go keeps a dependency, in the version that the build's module asks for. */
async function folderOf(dependency: string, module: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await execa("go", ["mod", "download", "-json", dependency], { cwd: module, env });
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}

async function replaceFiles(files: Overlay["files"], module: string, copy: string): Promise<void> {
  for (const [file, ours] of Object.entries(files)) {
    if (ours === null) await fs.rm(path.join(copy, file), { force: true });
    else await fs.copyFile(path.join(module, ours), path.join(copy, file));
  }
}
