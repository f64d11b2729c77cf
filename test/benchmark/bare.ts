import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import execa from "execa";
import { seconds, type Report } from "./report";

const root = path.join(__dirname, "..", "..");

/** How often the disk is looked at, in milliseconds. */
const interval = 2_000;

/** `npm start` in a fresh clone with an empty cache of its own: what a person has on the first day. */
export async function measureBareMachine(report: Report): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "cakestack-bare-"));
  const clone = path.join(folder, "clone");
  const env = {
    CAKE_HOME: path.join(folder, "home"),
    CAKE_INSTANCE: "bare",
    npm_config_cache: path.join(folder, "npm"),
  };
  await execa("git", ["clone", "--quiet", root, clone]);
  const before = await used(folder);
  let peak = 0;
  const watch = setInterval(
    () => void used(folder).then((now) => (peak = Math.max(peak, now - before))),
    interval,
  );
  try {
    const { took, silence } = await run(clone, env);
    report.add(
      "`npm start`, fresh clone, nothing cached",
      `${(took / 60_000).toFixed(1)} min`,
      "24 min or less",
    );
    report.add("longest silence of it", seconds(silence), "10 s or less");
    report.add("disk at its peak, clone included", gigabytes(peak));
    report.add("disk afterwards", gigabytes((await used(folder)) - before));
  } finally {
    clearInterval(watch);
    await execa("node", ["cli/cake.js", "wipe", "--yes"], { cwd: clone, env, reject: false });
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function run(cwd: string, env: Record<string, string>): Promise<{ took: number; silence: number }> {
  const started = performance.now();
  let [last, silence] = [started, 0];
  const child = execa("npm", ["start"], { cwd, env, all: true, buffer: false });
  for await (const line of readline.createInterface({ input: child.all! })) {
    console.error(line);
    silence = Math.max(silence, performance.now() - last);
    last = performance.now();
  }
  await child;
  return { took: performance.now() - started, silence };
}

/** Bytes in use on the disk that holds a folder. */
async function used(folder: string): Promise<number> {
  const { blocks, bfree, bsize } = await fs.statfs(folder);
  return (blocks - bfree) * bsize;
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;
