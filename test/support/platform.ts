import * as fs from "node:fs/promises";
import execa from "execa";
import { openTunnel, type Tunnel } from "../../cli/tunnel";
import { homeOf, instanceOf } from "../../local/home";
import { localPlatform } from "../../local/platform";
import type { PlatformNeeds, PlatformState } from "../../local/platform/platform";
import { ensureTools, programOf } from "../../local/toolchain";

/** What a program left. */
export interface Run {
  readonly code: number;
  /** Both outputs, as a person would read them. */
  readonly text: string;
}

/** The local platform of an instance. */
export interface TestPlatform {
  readonly state: PlatformState;
  kubectl(...args: string[]): Promise<Run>;
  /** As `kubectl`, but a failure is thrown with all that was printed. @returns what it printed */
  succeed(...args: string[]): Promise<string>;
  /** Creates objects, or changes them. */
  create(...manifests: object[]): Promise<void>;
  /** Opens a port of a pod on the loopback. @param pod `namespace/name` */
  forward(pod: string, port: number): Promise<Tunnel>;
  wipe(): Promise<void>;
}

const report = (line: string) => process.stderr.write(`${line}\n`);

/** Starts the platform of an instance from nothing. */
export async function startPlatform(name: string, needs: PlatformNeeds): Promise<TestPlatform> {
  const home = homeOf();
  const instance = instanceOf(home, { CAKE_INSTANCE: name });
  const platform = await localPlatform(home, instance);
  await platform.wipe(report);
  const state = await platform.start(report, needs);
  const { kubernetes } = await ensureTools(home, ["kubernetes"], report);
  const run = async (args: readonly string[], input?: string): Promise<Run> => {
    const all = ["--kubeconfig", state.kubeconfig, ...args];
    const done = await execa(programOf(kubernetes, "kubectl"), all, { all: true, reject: false, input });
    return { code: done.exitCode, text: done.all ?? "" };
  };
  const succeed = async (args: readonly string[], input?: string) => {
    const { code, text } = await run(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")} ended with exit code ${code}:\n${text}`);
    return text;
  };
  return {
    state,
    kubectl: (...args) => run(args),
    succeed: (...args) => succeed(args),
    async create(...items) {
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
      await succeed(["apply", "--server-side", "--force-conflicts", "-f", "-"], list);
    },
    forward(pod, port) {
      const [namespace = "", name = ""] = pod.split("/");
      const access = ["--kubeconfig", state.kubeconfig, "-n", namespace];
      return openTunnel(programOf(kubernetes, "kubectl"), access, `pod/${name}`, port);
    },
    async wipe() {
      await platform.wipe(report);
      await fs.access(instance.directory).then(
        () => Promise.reject(new Error(`${instance.directory} is left`)),
        () => undefined,
      );
    },
  };
}
