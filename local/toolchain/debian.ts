import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** Which packages a download takes: those the machine lacks, or all that they need down to the C library. */
export type Closure = "missing" | "whole";

/**
 * Unpacks Debian packages into a folder. Nothing of the machine changes: apt works on state of its own, and no
 * package is configured, so no service starts.
 */
export async function unpackPackages(
  home: Home,
  packages: readonly string[],
  closure: Closure,
  target: string,
  report: Report,
): Promise<void> {
  const state = path.join(home.root, "build", `apt-${closure}`);
  const archives = path.join(state, "archives");
  for (const folder of ["lists/partial", "archives/partial"]) {
    await fs.mkdir(path.join(state, folder), { recursive: true });
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
    `Dir::State::lists=${path.join(state, "lists")}`,
    `Dir::State::status=${closure === "whole" ? status : "/var/lib/dpkg/status"}`,
    `Dir::Cache=${state}`,
    `Dir::Cache::archives=${archives}`,
    "Debug::NoLocking=1",
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
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const result = await execa(program, args, { reject: false, all: true });
  if (!result.failed) return;
  if ((result as execa.ExecaError & { code?: string }).code === "ENOENT") {
    throw new UserError(
      `"${program}" is missing: the local platform takes programs from Debian packages. Use Debian or Ubuntu, Docker with kind, or cake:cluster kind kubeconfig.`,
    );
  }
  throw new UserError(`${program} failed:\n${(result.all ?? "").split("\n").slice(-10).join("\n")}`);
}
