import * as fs from "node:fs/promises";
import * as path from "node:path";
import { setImmediate } from "node:timers/promises";
import { homeOf, instanceOf } from "../../local/home";
import { cake } from "./cake";

/** Programs of the platform that its supervisor starts again. */
export const components = ["etcd", "kube-apiserver", "containerd", "kubelet"] as const;
export type Component = (typeof components)[number];

const instanceCalled = (name: string) => instanceOf(homeOf(), { CAKE_INSTANCE: name });

interface OwnProcess {
  readonly pid: number;
  readonly program: string;
  readonly args: readonly string[];
}

/** Processes whose command line names the instance's folders. */
async function processesOf(instance: string): Promise<OwnProcess[]> {
  const { directory, run } = instanceCalled(instance);
  const found: OwnProcess[] = [];
  for (const pid of (await fs.readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const command = await fs.readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [name = "", ...args] = command.split("\0");
    const own = args.some((arg) => arg.includes(`${directory}/`) || arg.includes(`${run}/`));
    if (own) found.push({ pid: Number(pid), program: path.basename(name), args });
  }
  return found;
}

/** Process id of a program of an instance's platform, as the machine counts. */
async function pidOf(instance: string, program: string, command?: string): Promise<number> {
  const found = (await processesOf(instance)).find(
    (one) => one.program === program && (command === undefined || one.args.includes(command)),
  );
  if (!found) throw new Error(`no ${program} of instance ${instance} runs`);
  return found.pid;
}

export const componentPid = (instance: string, component: Component): Promise<number> =>
  pidOf(instance, component);

/** The process that holds the whole platform. */
export const daemonPid = (instance: string): Promise<number> => pidOf(instance, "cake-node", "run");

/** What can happen to a platform as a whole; `cake up` brings it back after each. */
export const disasters = {
  async stop(instance) {
    await cake(instance, "stop");
  },
  /** The daemon's death ends everything below it. */
  async daemon(instance) {
    process.kill(await daemonPid(instance), "SIGKILL");
  },
  /** The first process of the node's process namespace. */
  async init(instance) {
    process.kill(await pidOf(instance, "exe", "init"), "SIGKILL");
  },
  /** All processes at once, and /run is empty. */
  async reboot(instance) {
    process.kill(await daemonPid(instance), "SIGKILL");
    for (let tries = 0; tries < 500 && (await processesOf(instance)).length > 0; tries++)
      await setImmediate();
    await fs.rm(instanceCalled(instance).run, { recursive: true, force: true });
  },
} satisfies Record<string, (instance: string) => Promise<void>>;

export type Disaster = keyof typeof disasters;
