import {
  DependencyInfo,
  type GetProgramDependenciesRequest,
  type InstallDependenciesRequest,
} from "@pulumi/pulumi/proto/language_pb";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { installedPackages, readPackage } from "./packages";
import type { Command } from "./program";
import { runtimeOptions } from "./options";

const installArguments = {
  npm: ["install", "--loglevel=error"],
  pnpm: ["install"],
  yarn: ["install"],
  bun: ["install"],
};
type PackageManager = keyof typeof installArguments;

const lockFiles: Record<string, PackageManager> = {
  "package-lock.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/** The process behind `pulumi install`. @throws Error when the package manager of Pulumi.yaml is not one we know */
export function installCommand(request: InstallDependenciesRequest): Command {
  const directory = request.getInfo()?.getProgramDirectory() || request.getDirectory();
  const byLockFile = Object.entries(lockFiles).find(([file]) =>
    fs.existsSync(path.join(directory, file)),
  )?.[1];
  const manager = runtimeOptions(request.getInfo()).packageManager ?? byLockFile ?? "npm";
  if (!(manager in installArguments)) {
    throw new Error(
      `runtime.options.packagemanager in Pulumi.yaml is "${manager}". Allowed: auto, ${Object.keys(installArguments).join(", ")}.`,
    );
  }
  return {
    file: manager,
    arguments: installArguments[manager as PackageManager],
    directory,
    environment: process.env,
  };
}

/** The packages that a program's package.json names, or all that are installed for it. */
export function programDependencies(request: GetProgramDependenciesRequest): DependencyInfo[] {
  const directory = request.getInfo()?.getProgramDirectory() || request.getPwd();
  const packages = request.getTransitivedependencies()
    ? installedPackages(directory)
    : directDependencies(directory);
  return packages.map(({ name, version }) => {
    const dependency = new DependencyInfo();
    dependency.setName(name);
    dependency.setVersion(version);
    return dependency;
  });
}

function directDependencies(directory: string) {
  const file = path.join(directory, "package.json");
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  return Object.entries({ ...dependencies, ...devDependencies }).map(([name, range]) => ({
    name,
    version: installedVersion(name, file) ?? range,
  }));
}

function installedVersion(name: string, from: string): string | undefined {
  const folders = createRequire(from).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const found = readPackage(path.join(folder, name, "package.json"));
    if (found) {
      return found.version;
    }
  }
  return undefined;
}
