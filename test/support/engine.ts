import { execFile, spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { backendUrl } from "../../cli/backend";
import { homeOf } from "../../local/home";
import { bundleExecutable } from "../../local/plugins/bundle";
import { ensureTools } from "../../local/toolchain";
import type { ToolName } from "../../local/toolchain/tool";

/** What a run of the engine left. */
export interface EngineRun {
  readonly code: number;
  /** Both outputs, as a person would read them. */
  readonly text: string;
  readonly stdout: string;
}

/** The real engine on a project and a state of its own, in a folder that `remove` deletes. */
export interface Engine {
  readonly directory: string;
  /** Environment of every run. */
  readonly environment: NodeJS.ProcessEnv;
  /** Replaces the program. */
  write(program: string): Promise<void>;
  /** @param args `["up", "--yes"]`; never waits for an answer */
  run(...args: string[]): Promise<EngineRun>;
  /** As `run`, but a failure is thrown with all that was printed. */
  succeed(...args: string[]): Promise<EngineRun>;
  /** Starts a run and does not wait for it; its standard output is a stream. */
  start(...args: string[]): ChildProcess;
  /** Text of every file that the state consists of, as it lies on the disk. */
  stateFiles(): Promise<string>;
  remove(): Promise<void>;
}

export interface EngineOptions {
  /** Tools besides the engine and the random provider. */
  readonly tools?: readonly ToolName[];
  /** Main files of further provider plugins, by name. */
  readonly plugins?: Readonly<Record<string, string>>;
  readonly environment?: NodeJS.ProcessEnv;
}

interface Preview {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

/** What a preview in JSON would change: each operation with the name of its resource. */
export const stepsOf = (preview: string): string[] =>
  (JSON.parse(preview) as Preview).steps
    .filter(({ op }) => op !== "same")
    .map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);

/** Finds or makes the engine and the random provider, and initialises a stack `dev` of a project `scratch`. */
export async function engine(options: EngineOptions = {}): Promise<Engine> {
  const home = homeOf();
  const names = ["pulumi", "language-nodejs", "provider-random", ...(options.tools ?? [])] as const;
  const tools = await ensureTools(home, names, (line) => process.stderr.write(`${line}\n`));
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "engine-"));
  const state = path.join(directory, "state");
  await fs.mkdir(state);
  const plugins = Object.entries(options.plugins ?? {});
  for (const [name, main] of plugins) {
    await bundleExecutable(main, path.join(directory, "plugins", `pulumi-resource-${name}`));
  }
  const providers = plugins.map(([name]) => ({ name, path: "plugins" }));
  const project = {
    "Pulumi.yaml": JSON.stringify({ name: "scratch", runtime: "nodejs", plugins: { providers } }),
    "package.json": `{ "name": "scratch", "main": "index.ts" }`,
    "tsconfig.json": JSON.stringify({
      extends: path.resolve(__dirname, "../../tsconfig.json"),
      include: ["index.ts"],
    }),
    passphrase: "a passphrase",
  };
  for (const [file, content] of Object.entries(project)) {
    await fs.writeFile(path.join(directory, file), content, { mode: 0o600 });
  }
  await fs.symlink(path.resolve(__dirname, "../../node_modules"), path.join(directory, "node_modules"));
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    PATH: `${tools.pulumi.directory}${path.delimiter}${process.env.PATH}`,
    TMPDIR: directory,
    PULUMI_HOME: home.pulumi,
    PULUMI_BACKEND_URL: backendUrl(state),
    PULUMI_CONFIG_PASSPHRASE_FILE: path.join(directory, "passphrase"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...options.environment,
  };
  const run = (...args: string[]) => execute([...args, "--non-interactive"], directory, environment);
  const succeed = async (...args: string[]) => {
    const result = await run(...args);
    if (result.code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} ended with exit code ${result.code}:\n${result.text}`);
    }
    return result;
  };
  await succeed("stack", "init", "dev");
  return {
    directory,
    environment,
    write: (program) => fs.writeFile(path.join(directory, "index.ts"), program),
    run,
    succeed,
    start: (...args) =>
      spawn("pulumi", [...args, "--non-interactive"], {
        cwd: directory,
        env: environment,
        stdio: ["ignore", "pipe", "inherit"],
      }),
    stateFiles: () => contents(state),
    remove: () => fs.rm(directory, { recursive: true }),
  };
}

function execute(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<EngineRun> {
  return new Promise((resolve) => {
    execFile("pulumi", args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, stdout, text: stdout + stderr });
    });
  });
}

async function contents(directory: string): Promise<string> {
  const entries = await fs.readdir(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => fs.readFile(path.join(file.path, file.name), "utf8")))).join(
    "\n",
  );
}
