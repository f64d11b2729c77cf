import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import type { CakeRun } from "./cake";

const root = path.resolve(__dirname, "../..");
const files = ["cli", "components", "local", "sdks", "stacks", "examples"];

/** A copy of this repository, to be changed as a person would. */
export class Checkout {
  private constructor(readonly directory: string) {}

  static async make(): Promise<Checkout> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "cake-checkout-"));
    const single = (await fs.readdir(root)).filter((name) =>
      /^(Pulumi|package|tsconfig).*\.(yaml|json)$/.test(name),
    );
    for (const name of [...files, ...single]) {
      await fs.cp(path.join(root, name), path.join(directory, name), { recursive: true });
    }
    // One by one: what installs into the copy must not reach the original.
    await fs.mkdir(path.join(directory, "node_modules"));
    for (const name of await fs.readdir(path.join(root, "node_modules"))) {
      await fs.symlink(path.join(root, "node_modules", name), path.join(directory, "node_modules", name));
    }
    return new Checkout(directory);
  }

  /** Replaces a file. */
  async write(file: string, content: string): Promise<void> {
    await fs.writeFile(path.join(this.directory, file), content);
  }

  /** Replaces a part of a file. @throws Error when the file has no such part */
  async edit(file: string, before: string, after: string): Promise<void> {
    const content = await fs.readFile(path.join(this.directory, file), "utf8");
    if (!content.includes(before)) throw new Error(`${file} has no ${before}`);
    await this.write(file, content.replace(before, after));
  }

  read(file: string): Promise<string> {
    return fs.readFile(path.join(this.directory, file), "utf8");
  }

  /** Its `cake`. */
  get program(): string {
    return path.join(this.directory, "cli", "cake.js");
  }

  /** Runs its `cake` on an instance. */
  cake(instance: string, ...args: string[]): Promise<CakeRun> {
    return this.run({ CAKE_INSTANCE: instance }, "node", this.program, ...args);
  }

  /** Runs a program in it. */
  async run(env: NodeJS.ProcessEnv, program: string, ...args: string[]): Promise<CakeRun> {
    const options = { cwd: this.directory, env, reject: false, all: true, stdin: "ignore" } as const;
    const run = await execa(program, args, options);
    return { code: run.exitCode, text: run.all ?? "" };
  }

  async remove(): Promise<void> {
    await fs.rm(this.directory, { recursive: true });
  }
}
