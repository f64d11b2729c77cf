import * as fs from "node:fs";
import * as path from "node:path";

/** A package found in a node_modules folder. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** The `pulumi` section of its package.json. */
  readonly pulumi?: PulumiSection;
}

/** What an SDK's package.json says of the plugin it needs. */
export interface PulumiSection {
  readonly resource?: boolean;
  readonly name?: string;
  readonly version?: string;
  readonly server?: string;
  readonly parameterization?: { readonly name: string; readonly version: string; readonly value?: string };
}

/**
 * Every package that a program could load: those in the node_modules folders of its own folder and of the
 * folders above, and those nested in them. The same name and version is listed once.
 */
export function installedPackages(programDirectory: string): InstalledPackage[] {
  const found = new Map<string, InstalledPackage>();
  const visited = new Set<string>();
  for (let directory = path.resolve(programDirectory); ; directory = path.dirname(directory)) {
    walk(path.join(directory, "node_modules"), found, visited);
    if (directory === path.dirname(directory)) {
      return [...found.values()];
    }
  }
}

function walk(modules: string, found: Map<string, InstalledPackage>, visited: Set<string>): void {
  for (const entry of entries(modules)) {
    const directory = path.join(modules, entry.name);
    if (entry.name.startsWith("@")) {
      walk(directory, found, visited);
    } else if (!entry.name.startsWith(".") && (entry.isDirectory() || entry.isSymbolicLink())) {
      visit(directory, entry.isSymbolicLink(), found, visited);
    }
  }
}

function visit(
  directory: string,
  isLink: boolean,
  found: Map<string, InstalledPackage>,
  visited: Set<string>,
): void {
  // Only links can lead to a folder a second time, and without this also around in circles.
  const real = isLink ? realPath(directory) : directory;
  if (real === undefined || visited.has(real)) {
    return;
  }
  visited.add(real);
  const description = readPackage(path.join(real, "package.json"));
  if (description) {
    found.set(`${description.name}@${description.version}`, description);
  }
  walk(path.join(real, "node_modules"), found, visited);
}

/** @returns undefined when the file is not there, or is not the description of a package with a name and a version */
export function readPackage(file: string): InstalledPackage | undefined {
  let parsed: Partial<InstalledPackage>;
  try {
    parsed = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<InstalledPackage>;
  } catch {
    return undefined;
  }
  const { name, version, pulumi } = parsed;
  return typeof name === "string" && typeof version === "string" ? { name, version, pulumi } : undefined;
}

function entries(directory: string): fs.Dirent[] {
  try {
    return fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function realPath(link: string): string | undefined {
  try {
    return fs.realpathSync(link);
  } catch {
    return undefined;
  }
}
