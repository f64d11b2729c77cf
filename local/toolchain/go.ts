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
  private readonly fetched = new Map<string, Promise<void>>();
  private readonly fetching: Turns;
  private readonly compiling: Turns;

  constructor(home: Home, env: NodeJS.ProcessEnv = process.env) {
    this.kept = Boolean(env.CAKE_GO_CACHE);
    this.caches = env.CAKE_GO_CACHE || path.join(home.root, "build");
  }

  /** Fetches the modules of a build ahead of it, after those of earlier calls. A failure shows in the build. */
  fetch(what: GoBuild, report: Report): Promise<void> {
    const before = this.fetched.get(what.module);
    if (before) return before;
    const fetched = this.fetching(() => this.download(what, report));
    fetched.catch(() => undefined);
    this.fetched.set(what.module, fetched);
    return fetched;
  }

  /** @throws UserError with the last lines of Go when it fails */
  async build(what: GoBuild, target: string, report: Report): Promise<void> {
    await this.fetch(what, report);
    await this.compiling(() => this.compile(what, target, report));
  }

  /**
   * Folders of the modules, by path, that something that was built is made from. (`go list -m` would ask for what a
   * build does not fetch.)
   */
  async modulesOf(what: GoBuild): Promise<ReadonlyMap<string, string>> {
    const format = "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}";
    const args = ["list", "-mod=readonly", "-deps", "-f", format, ...what.packages];
    const { stdout } = await execa("go", args, { cwd: what.module, env: this.environment() });
    return new Map(
      stdout.split("\n").map((line): [string, string] => {
        const [module = "", folder = ""] = line.split("\t");
        return [module, folder];
      }),
    );
  }

  private async download(what: GoBuild, report: Report): Promise<void> {
    await this.requireGo(what.module);
    const stop = heartbeat((elapsed) => report(`fetching modules, ${elapsed}`));
    // Listing what the packages need fetches just that; `go mod download` would fetch what nothing here uses, too.
    await this.run(what, ["list", "-mod=readonly", "-deps", "-f", "{{/**/}}", ...what.packages]).finally(
      stop,
    );
  }

  private async compile(what: GoBuild, target: string, report: Report): Promise<void> {
    const output = what.binary ? path.join(target, what.binary) : `${target}/`;
    const ldflags = ["-s -w", what.ldflags].filter(Boolean).join(" ");
    const args = [
      "build",
      "-v",
      "-trimpath",
      "-mod=readonly",
      `-ldflags=${ldflags}`,
      "-o",
      output,
      ...what.packages,
    ];
    let [count, last] = [0, "the standard library"];
    report("compiling");
    const stop = heartbeat((elapsed) => report(`compiling ${last} (${count} packages so far, ${elapsed})`));
    const note = (line: string): void => {
      if (line.startsWith("go: ")) return;
      count++;
      last = line;
    };
    await this.run(what, args, note).finally(stop);
  }

  private async run(
    what: GoBuild,
    args: readonly string[],
    note: (line: string) => void = () => {},
  ): Promise<void> {
    const child = execa("go", args, {
      cwd: what.module,
      env: this.environment(),
      reject: false,
      buffer: false,
    });
    const kill = (): void => void child.kill();
    this.signal.addEventListener("abort", kill);
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
