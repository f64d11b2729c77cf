import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** `missing`: the packages and what they need, without what the machine has installed. `alone`: just the packages. */
export type Extent = "missing" | "alone";

/** Where programs and libraries lie since Debian 12; packages may still name the short folders. */
const mergedFolders = ["bin", "sbin", "lib", "lib64"];

/** Documentation and the like, which no program reads. */
const unneeded = ["doc", "man", "locale", "lintian", "bash-completion", "gdb", "bug"];

/**
 * Unpacks Debian packages into a folder. Nothing of the machine changes: apt works on state of its own, and no
 * package is configured, so no service starts.
 *
 * @throws UserError with the last lines of apt, or when this is no Debian
 */
export async function unpackPackages(
  home: Home,
  packages: readonly string[],
  extent: Extent,
  target: string,
  report: Report,
): Promise<void> {
  const state = path.join(home.root, "build", "apt");
  const archives = path.join(state, "archives");
  await fs.rm(archives, { recursive: true, force: true });
  for (const folder of [path.join(state, "lists", "partial"), path.join(archives, "partial")]) {
    await fs.mkdir(folder, { recursive: true });
  }
  const stop = heartbeat((elapsed) => report(`fetching Debian packages, ${elapsed}`));
  try {
    report("fetching Debian packages");
    await apt(state, ["update"]);
    const fetch =
      extent === "alone" ? ["download"] : ["install", "--download-only", "--no-install-recommends", "--yes"];
    await apt(state, [...fetch, ...packages], archives);
    await extract(archives, target);
  } finally {
    stop();
  }
}

async function apt(state: string, args: readonly string[], directory = state): Promise<void> {
  const options = [
    `Dir::State=${state}`,
    "Dir::State::status=/var/lib/dpkg/status",
    `Dir::Cache=${state}`,
    // A machine's own settings may delete archives once they are fetched.
    "APT::Keep-Downloaded-Packages=true",
    "Debug::NoLocking=true",
    // The unprivileged user that apt would download as cannot write here.
    "APT::Sandbox::User=root",
  ].flatMap((option) => ["-o", option]);
  const env = { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  const result = await execa("apt-get", [...options, "--quiet", ...args], {
    cwd: directory,
    env,
    reject: false,
    all: true,
  });
  if (!result.failed) return;
  if ((result as { code?: string }).code === "ENOENT") {
    throw new UserError(
      "apt-get is missing: the local platform takes programs from Debian packages. " +
        "Use Debian or Ubuntu, or Docker with kind, or a cluster of yours (cake:cluster with kind kubeconfig).",
    );
  }
  throw new UserError(`apt-get ${args[0]} failed:\n${result.all?.split("\n").slice(-10).join("\n") ?? ""}`);
}

async function extract(archives: string, target: string): Promise<void> {
  for (const folder of mergedFolders) {
    await fs.mkdir(path.join(target, "usr", folder), { recursive: true });
    await fs.symlink(path.join("usr", folder), path.join(target, folder));
  }
  const exclude = unneeded.map((folder) => `--exclude=./usr/share/${folder}`);
  for (const file of (await fs.readdir(archives)).filter((name) => name.endsWith(".deb")).sort()) {
    const content = execa("dpkg-deb", ["--fsys-tarfile", path.join(archives, file)], { buffer: false });
    const args = ["--extract", "--keep-directory-symlink", "--no-same-owner", ...exclude, "-C", target];
    await Promise.all([content, execa("tar", args, { input: content.stdout ?? undefined })]);
  }
}
