import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "./errors";

/** Where everything that this project keeps on a machine lives. Deleting the folder forgets all of it. */
export interface Home {
  /** `CAKE_HOME`, default `~/.cache/cakestack`. */
  readonly root: string;
  /** Tools by name and version, shared by all instances. */
  readonly tools: string;
  /** PULUMI_HOME: plugins by name and version, shared by all instances. */
  readonly pulumi: string;
}

/** One local platform with the stacks on it: own namespaces, ports, data and Pulumi state. */
export interface Instance {
  /** `CAKE_INSTANCE`, default `default`. */
  readonly name: string;
  /** State on disk: certificates, etcd, volumes, images, logs, Pulumi state. */
  readonly directory: string;
  /** Sockets and other run-time files; gone after a stop or a reboot. */
  readonly run: string;
}

const instanceName = /^[a-z][a-z0-9-]{0,19}$/;

/** @param env the process environment, read here and nowhere else */
export function homeOf(env: NodeJS.ProcessEnv = process.env): Home {
  const root = path.resolve(env.CAKE_HOME || path.join(os.homedir(), ".cache", "cakestack"));
  return { root, tools: path.join(root, "tools"), pulumi: path.join(root, "pulumi") };
}

/** @throws UserError when CAKE_INSTANCE is not a name that fits into host names and interface names */
export function instanceOf(home: Home, env: NodeJS.ProcessEnv = process.env): Instance {
  const name = env.CAKE_INSTANCE || "default";
  if (!instanceName.test(name)) {
    throw new UserError(
      `CAKE_INSTANCE is "${name}". Allowed: 1 to 20 lower-case letters, digits and dashes, a letter first. Set another name.`,
    );
  }
  return { name, directory: path.join(home.root, "instances", name), run: path.join("/run/cakestack", name) };
}
