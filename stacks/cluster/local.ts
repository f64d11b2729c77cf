import * as fs from "node:fs";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { homeOf, instanceOf, type Instance } from "../../local/home";
import type { PlatformState } from "../../local/platform/platform";

const howToStart = "run `npx cake up` (or `npx cake start`), or set cake:cluster to kind kubeconfig";

/**
 * What the started local platform says of itself.
 * @throws RunError when it is not running
 */
export function localPlatform(env: NodeJS.ProcessEnv): PlatformState {
  const file = path.join(instance(env).directory, "platform.json");
  let content: string;
  try {
    content = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new RunError(`The local platform is not running: ${howToStart}.`);
    }
    throw new RunError(
      `The local platform's ${file} cannot be read (${(error as Error).message}): ${howToStart}.`,
    );
  }
  try {
    return JSON.parse(content) as PlatformState;
  } catch {
    throw new RunError(`The local platform's ${file} is damaged: run \`npx cake stop\`, then ${howToStart}.`);
  }
}

function instance(env: NodeJS.ProcessEnv): Instance {
  try {
    return instanceOf(homeOf(env), env);
  } catch (error) {
    throw new RunError((error as Error).message);
  }
}
