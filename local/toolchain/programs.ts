import { accessSync } from "node:fs";
import * as path from "node:path";
import type { ResolvedTool } from "./tool";

/** Where programs lie in the folder of a tool: at its top, or where Debian packages put them. */
const folders = ["", "usr/bin", "usr/sbin", "usr/lib/cni"];

/** Where Debian packages of the machine itself put theirs: the tool `debian` leaves out what is installed. */
const machineFolders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/lib/cni"];

/**
 * @param program a program, or a file at the top of the tool's folder
 * @returns its absolute path
 */
export function programOf(tool: ResolvedTool, program: string): string {
  const found = locate(tool, program);
  if (!found) throw new Error(`${tool.name} ${tool.version} has no ${program} in ${tool.directory}`);
  return found;
}

/** Whether a tool has all of these programs and files. */
export function holds(tool: ResolvedTool, programs: readonly string[]): boolean {
  return programs.every((program) => locate(tool, program) !== undefined);
}

/** What programs unpacked from Debian packages need to find each other and their libraries. */
export function environmentOf(tool: ResolvedTool): {
  readonly PATH: string;
  readonly LD_LIBRARY_PATH: string;
} {
  const within = (folder: string): string => path.join(tool.directory, folder);
  return {
    PATH: `${within("usr/bin")}:${within("usr/sbin")}`,
    LD_LIBRARY_PATH: within("usr/lib/x86_64-linux-gnu"),
  };
}

function locate(tool: ResolvedTool, program: string): string | undefined {
  const own = folders.map((folder) => path.join(tool.directory, folder, program));
  const others = tool.name === "debian" ? machineFolders.map((folder) => path.join(folder, program)) : [];
  return [...own, ...others].find(isThere);
}

function isThere(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}
