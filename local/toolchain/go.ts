import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Home } from "../home";
import type { Report } from "./tool";
import { heartbeat } from "./heartbeat";

/** The oldest Go that compiles every module of the tool chain. */
const oldestGo = { major: 1, minor: 25 };

/** What to compile. */
export interface GoBuild {
  /** Folder of the module, with its pinned go.sum. */
  readonly module: string;
  /** Main packages; one binary each. */
  readonly packages: readonly string[];
  /** Name of the binary, when there is one package and its own name will not do. */
  readonly binary?: string;
  readonly ldflags?: string;
  /** @default false – a static binary, which runs in an image without a C library */
  readonly cgo?: boolean;
}

/** Compiles Go modules, with caches that are deleted afterwards unless `CAKE_GO_CACHE` keeps them elsewhere. */
export class GoBuilder {
  private readonly caches: string;
  private readonly kept: boolean;

  constructor(home: Home, env: NodeJS.ProcessEnv = process.env) {
    this.kept = Boolean(env.CAKE_GO_CACHE);
    this.caches = env.CAKE_GO_CACHE || path.join(home.root, "build");
  }

  /** @throws UserError with the compiler's last lines when it fails */
  async build(what: GoBuild, target: string, report: Report): Promise<void> {
    await this.requireGo();
    const output = what.binary ? path.join(target, what.binary) : `${target}/`;
    const ldflags = ["-s -w", what.ldflags].filter(Boolean).join(" ");
    const args = ["build", "-v", "-trimpath", "-mod=readonly", `-ldflags=${ldflags}`, "-o", output, ...what.packages];
    const build = execa("go", args, { cwd: what.module, env: this.environment(what.cgo ?? false), all: true });
    const lines: string[] = [];
    let compiled = 0;
    build.all?.setEncoding("utf8").on("data", (chunk: string) => {
      const fresh = chunk.split("\n").filter(Boolean);
      compiled += fresh.filter((line) => !line.startsWith("go: ")).length;
      lines.push(...fresh);
      lines.splice(0, lines.length - 30);
    });
    const stop = heartbeat((elapsed) =>
      report(compiled > 0 ? `compiling, ${compiled} packages so far, ${elapsed}` : `fetching modules, ${elapsed}`),
    );
    try {
      await build;
    } catch {
      throw new UserError(`go build failed in ${path.basename(what.module)}:\n${lines.join("\n")}`);
    } finally {
      stop();
    }
  }

  /** Folder of a package that a module depends on. Asking for a whole module would ask a registry for its date. */
  async folderOf(module: string, dependency: string): Promise<string> {
    const args = ["list", "-mod=readonly", "-find", "-f", "{{.Dir}}", dependency];
    return (await execa("go", args, { cwd: module, env: this.environment(false) })).stdout;
  }

  /** Deletes the caches, unless they are kept. */
  async clean(): Promise<void> {
    if (!this.kept) await fs.rm(this.caches, { recursive: true, force: true });
  }

  private environment(cgo: boolean): NodeJS.ProcessEnv {
    return {
      GOMODCACHE: path.join(this.caches, "mod"),
      GOCACHE: path.join(this.caches, "build"),
      // Read-only modules could not be deleted afterwards; version stamps would need a repository.
      GOFLAGS: "-modcacherw -buildvcs=false",
      CGO_ENABLED: cgo ? "1" : "0",
    };
  }

  private async requireGo(): Promise<void> {
    const { stdout, failed } = await execa("go", ["env", "GOVERSION"], { reject: false });
    const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
    const good = Number(major) > oldestGo.major || (Number(major) === oldestGo.major && Number(minor) >= oldestGo.minor);
    if (!failed && good) return;
    throw new UserError(
      `Tools must be compiled here, because nothing can be downloaded: found ${stdout || "no Go"}, ` +
        `needed Go ${oldestGo.major}.${oldestGo.minor} or newer on the PATH. Install Go, or run once with internet access.`,
    );
  }
}
