import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Instance } from "../home";
import type { PlatformState } from "./platform";

const stateFile = (instance: Instance): string => path.join(instance.directory, "platform.json");

/** Writes a file 0600 by rename: a reader never sees half of it. */
export async function writePrivate(file: string, content: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.new`;
  await fs.writeFile(temporary, content, { mode: 0o600 });
  await fs.rename(temporary, file);
}

export async function writeState(instance: Instance, state: PlatformState): Promise<void> {
  await writePrivate(stateFile(instance), `${JSON.stringify(state, null, 2)}\n`);
}

/** @returns the state, or undefined when the platform was never started or is stopped */
export async function readState(instance: Instance): Promise<PlatformState | undefined> {
  try {
    return JSON.parse(await fs.readFile(stateFile(instance), "utf8")) as PlatformState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Forgets it, so that the program says that the platform is stopped instead of failing to reach it. */
export async function removeState(instance: Instance): Promise<void> {
  await fs.rm(stateFile(instance), { force: true });
}
