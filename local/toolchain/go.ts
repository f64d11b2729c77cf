import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as readline from "node:readline";
import execa from "execa";
import { UserError } from "../errors";
import { heartbeat } from "./heartbeat";
import { overlaid, type Overlay } from "./overlay";
import type { Report } from "./tool";
import { oneAtATime, type Turns } from "./turns";

/** The oldest Go that compiles every module of the tool chain; it fetches a newer one itself where a module asks. */
const oldestGo = { major: 1, minor: 25 };

/** How many of the last lines of a failed command are shown. */
const shownLines = 30;

/** Folder of a Go module that pins what a tool is compiled from. */
export const goModule = (name: string): string => path.join(__dirname, "go", name);

/** What to compile. */
export interface GoBuild {
  /** Folder of the module, with its pinned go.sum. */
  readonly module: string;
  /** Main packages; one program each, named by the last part of its path. */
  readonly packages: readonly string[];
  /** Name of the program, when there is one package and its own name will not do. */
  readonly binary?: string;
  readonly ldflags?: string;
  /** What is compiled only when it is asked for. @default – nothing */
  readonly tags?: string;
  /** What is left out of dependencies, with all that it brings along. */
  readonly overlays?: readonly Overlay[];
}

/** The environment of Go with all its caches in one folder, which can be deleted. */
export const goEnvironment = (caches: string): NodeJS.ProcessEnv => ({
  GOMODCACHE: path.join(caches, "mod"),
  GOCACHE: path.join(caches, "build"),
  // Read-only modules could not be deleted afterwards; a version stamp would need a repository.
  GOFLAGS: "-modcacherw -buildvcs=false",
  GOWORK: "off",
  CGO_ENABLED: "0",
  // The compiler's own garbage collector: a fifth less of the processor, for half as much memory again.
  GOGC: "400",
});

/**
 * Compiles Go programs, static ones that run in an image without a C library. Go uses every core by itself: one
 * module compiles at a time, and those that follow are fetched meanwhile.
 */
export class GoBuilder {
  /** With which flags Go then finds what was fetched, by module. */
  private readonly fetched = new Map<string, Promise<readonly string[]>>();
  private readonly fetching: Turns;
  private readonly compiling: Turns;

  /** @param caches folder of Go's caches: with them, an interrupted build goes on where it was */
  constructor(
    private readonly caches: string,
    private readonly signal: AbortSignal,
  ) {
    this.fetching = oneAtATime(signal);
    this.compiling = oneAtATime(signal);
  }

  /**
   * Fetches the modules of a build ahead of it, after those of earlier calls. A failure shows in the build.
   *
   * @returns the flags that Go needs to find them
   */
  fetch(what: GoBuild, report: Report): Promise<readonly string[]> {
    const before = this.fetched.get(what.module);
    if (before) return before;
    const fetched = this.fetching(() => this.download(what, report));
    fetched.catch(() => undefined);
    this.fetched.set(what.module, fetched);
    return fetched;
  }

  /** @throws UserError with the last lines of Go when it fails */
  async build(what: GoBuild, target: string, report: Report): Promise<void> {
    const flags = await this.fetch(what, report);
    await this.compiling(() => this.compile(what, flags, target, report));
  }

  /**
   * Folders of the modules, by path, that something that was built is made from. (`go list -m` would ask for what a
   * build does not fetch.)
   */
  async modulesOf(what: GoBuild): Promise<ReadonlyMap<string, string>> {
    const format = "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}";
    const args = ["list", "-mod=readonly", "-deps", "-f", format, ...what.packages];
    const { stdout } = await execa("go", args, { cwd: what.module, env: goEnvironment(this.caches) });
    return new Map(
      stdout.split("\n").map((line): [string, string] => {
        const [module = "", folder = ""] = line.split("\t");
        return [module, folder];
      }),
    );
  }

  private async download(what: GoBuild, report: Report): Promise<readonly string[]> {
    const { module, packages, overlays = [] } = what;
    await this.requireGo(module);
    const stop = heartbeat((elapsed) => report(`fetching modules, ${elapsed}`));
    try {
      const work = path.join(this.caches, "overlays", path.basename(module));
      const flags = await overlaid(module, overlays, work, goEnvironment(this.caches));
      // Listing what the packages need fetches just that; `go mod download` would fetch what nothing here uses, too.
      await this.run(what, ["list", ...flagsOf(what, flags), "-deps", "-f", "{{/**/}}", ...packages]);
      return flags;
    } finally {
      stop();
    }
  }

  private async compile(
    what: GoBuild,
    flags: readonly string[],
    target: string,
    report: Report,
  ): Promise<void> {
    const output = what.binary ? path.join(target, what.binary) : `${target}/`;
    const ldflags = ["-s -w", what.ldflags].filter(Boolean).join(" ");
    const args = [
      "build",
      "-v",
      "-trimpath",
      ...flagsOf(what, flags),
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
      env: goEnvironment(this.caches),
      reject: false,
      buffer: false,
    });
    const kill = (): void => void child.kill();
    this.signal.addEventListener("abort", kill);
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      readline.createInterface({ input: stream }).on("line", (line) => {
        note(line);
        lines.push(line);
        if (lines.length > shownLines) lines.shift();
      });
    }
    const { failed } = await child;
    this.signal.removeEventListener("abort", kill);
    this.signal.throwIfAborted();
    if (failed) throw new UserError(`go ${args[0]} failed in ${what.module}:\n${lines.join("\n")}`);
  }

  private async requireGo(module: string): Promise<void> {
    // Within the module, an older Go fetches the one that the module asks for, unless told not to.
    const { all, failed } = await execa("go", ["env", "GOVERSION"], {
      cwd: module,
      env: goEnvironment(this.caches),
      reject: false,
      all: true,
    });
    const found = failed ? undefined : /^go(\d+)\.(\d+)/.exec(all ?? "");
    const [major, minor] = [Number(found?.[1]), Number(found?.[2])];
    if (major > oldestGo.major || (major === oldestGo.major && minor >= oldestGo.minor)) return;
    throw new UserError(
      `Tools must be compiled here, because they cannot be downloaded: found ${all || "no Go"}, ` +
        `needed Go ${await goFor(module)} or newer on the PATH. Install Go, or run once with internet access.`,
    );
  }
}

/** Flags of what looks at packages as of what compiles them. */
const flagsOf = ({ tags }: GoBuild, flags: readonly string[]): string[] => [
  "-mod=readonly",
  ...flags,
  ...(tags ? [`-tags=${tags}`] : []),
];

/** The release of Go that a module asks for, where it is newer than the oldest. */
async function goFor(module: string): Promise<string> {
  const mod = await fs.readFile(path.join(module, "go.mod"), "utf8").catch(() => "");
  const [, asked = ""] = /^go (\S+)$/m.exec(mod) ?? [];
  return Number(asked.split(".")[1]) > oldestGo.minor ? asked : `${oldestGo.major}.${oldestGo.minor}`;
}
