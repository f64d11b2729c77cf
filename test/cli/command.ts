import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import type { CakeRun } from "../support/cake";
import { Checkout } from "../support/checkout";
import { workbench, type Workbench } from "../local/toolchain/workbench";

const gigabyte = 2 ** 30;

/** A machine on which everything runs. */
const good = { os: "linux", root: true, cores: 2, memory: 8 * gigabyte, disk: 20 * gigabyte };

/** The real command in a checkout of its own, on a machine that a test makes up, where nothing is installed. */
export class Command {
  private constructor(
    private readonly checkout: Checkout,
    private readonly bench: Workbench,
  ) {}

  static async make(): Promise<Command> {
    const command = new Command(await Checkout.make(), await workbench());
    for (const program of ["go", "apt-get", "npm"]) await command.program(program, "exit 1");
    await command.program("docker", 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    return command;
  }

  /** CAKE_HOME. */
  get home(): string {
    return this.bench.home.root;
  }

  /** Puts a program on the PATH that writes down its calls. */
  program(name: string, script: string): Promise<void> {
    return this.bench.program(name, `echo "${name} $*" >> "$CALLS"\n${script}`);
  }

  /** Calls of those programs. */
  calls(): Promise<string[]> {
    return this.bench.calls();
  }

  /** Replaces a file of the checkout. */
  write(file: string, content: string): Promise<void> {
    return this.checkout.write(file, content);
  }

  /** A file of the checkout. */
  read(file: string): Promise<string> {
    return this.checkout.read(file);
  }

  /** Puts a file into the folder of the instance. */
  async writeInInstance(file: string, content: string): Promise<void> {
    const target = path.join(this.home, "instances", "command", file);
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, content);
  }

  /** @param machine how it differs from one on which everything runs */
  async run(args: string, machine: Partial<typeof good> = {}, env: NodeJS.ProcessEnv = {}): Promise<CakeRun> {
    const options = {
      env: {
        CAKE_HOME: this.home,
        CAKE_INSTANCE: "command",
        CAKE_OFFLINE: "1",
        CAKE_GO_CACHE: "",
        HOME: this.bench.folder,
        KUBECONFIG: "",
        PULUMI_CONFIG_PASSPHRASE_FILE: "",
        MACHINE: JSON.stringify({ ...good, ...machine }),
        NODE_OPTIONS: `--require ${path.resolve(__dirname, "../support/machine.js")}`,
        ...env,
      },
      reject: false,
      all: true,
      stdin: "ignore",
    } as const;
    const program = path.join(this.checkout.directory, "cli/cake.js");
    const { exitCode, all } = await execa("node", [program, ...args.split(" ")], options);
    return { code: exitCode, text: all ?? "" };
  }

  /** What there is under CAKE_HOME. */
  async made(): Promise<string[]> {
    return fs.readdir(this.home).catch(() => []);
  }

  async remove(): Promise<void> {
    await this.checkout.remove();
    await this.bench.clear();
  }
}
