import execa from "execa";
import type { FunctionSpec } from "../components/contracts";
import { functionImage } from "../components/events/function/image";
import { publish } from "../components/images/store";
import { UserError } from "../local/errors";
import type { PlatformState } from "../local/platform/platform";
import { contextOf, engineEnvironment, engineTools, runningPlatform, type Context } from "./context";
import type { FunctionPlace } from "./function-place";

/** A function of the local platform whose source is being changed. */
export interface LiveFunction {
  /**
   * Has the function run what its source says now; done when it does.
   *
   * @returns whether that is something else than before
   * @throws Error when it does not compile, or does not start
   */
  readonly update: () => Promise<boolean>;
  /** Has it run what it ran at first. */
  readonly restore: () => Promise<void>;
}

/** How long a version may take to be ready. */
const patience = "90s";

export async function liveFunction(
  { name, namespace, kubectl, kubeconfig }: FunctionPlace,
  source: string,
  spec: Pick<FunctionSpec, "code" | "triggers">,
): Promise<LiveFunction> {
  const context = contextOf();
  const platform = await runningPlatform(context.instance);
  await findPrograms(context, platform.kind);
  const run = async (...args: string[]) => {
    const access = ["--kubeconfig", kubeconfig, "--namespace", namespace];
    const { stdout, failed, stderr } = await execa(kubectl, [...access, ...args], { reject: false });
    if (failed) throw new UserError(`${name} is not ready:\n${stderr}\nIts log: npx cake logs ${name}`);
    return stdout;
  };
  const service = `services.serving.knative.dev/${name}`;
  const imageField = "/spec/template/spec/containers/0/image";
  let current = await run("get", service, "--output=jsonpath={.spec.template.spec.containers[0].image}");
  const first = current;
  const change = async (image: string) => {
    const patch = JSON.stringify([{ op: "replace", path: imageField, value: image }]);
    const generation = await run(
      ...["patch", service, "--type=json", `--patch=${patch}`, "--output=jsonpath={.metadata.generation}"],
    );
    const wait = ["wait", service, `--timeout=${patience}`];
    await run(...wait, `--for=jsonpath={.status.observedGeneration}=${generation}`);
    await run(...wait, "--for=condition=Ready");
    current = image;
  };
  return {
    update: async () => {
      const image = await functionImage(platform.images, name, source, spec)();
      if (image.reference === current) return false;
      await change(await publish(platform.images, image));
      return true;
    },
    restore: async () => {
      if (current !== first) await change(first);
    },
  };
}

/** What puts images where the cluster takes them from is found on the PATH. */
async function findPrograms(context: Context, kind: PlatformState["kind"]): Promise<void> {
  const traits = {
    hasCloudDatabase: false,
    hasKeycloak: false,
    isLocal: true,
    isSimulated: false,
    cloud: undefined,
  };
  const tools = await engineTools(context, kind, traits, (line) => console.error(line));
  const { variables } = await engineEnvironment(context, tools, traits);
  process.env.PATH = variables.PATH;
}
