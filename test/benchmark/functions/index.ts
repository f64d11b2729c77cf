import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionPlatform } from "../../../components/contracts";
import { deploy } from "../../../components/events/platform";
import { imageOf } from "../../../components/images/oci";
import { publish, repositoryOf } from "../../../components/images/store";
import { kubernetesProvider } from "../../../components/kubernetes/provider";
import { connect } from "../../../stacks/cluster";
import { withPresets } from "../../../stacks/presets";

/**
 * A Node server and nothing else: what a cold start costs without the function's run time. As the first process of its
 * container it would not end at SIGTERM by itself, and each cycle would wait for its time limit.
 */
const bareServer = `
require("http").createServer((_, answer) => answer.end("{}")).listen(process.env.PORT);
process.once("SIGTERM", () => process.exit());
`;

/** A stack of its own beside the dev stack, in the same namespace: the functions that are measured. */
export async function functionsStack(env: Record<string, string>): Promise<Stack> {
  const pulumiCommand = await PulumiCommand.get({ skipVersionCheck: true });
  return LocalWorkspace.createOrSelectStack(
    { projectName: "cakestack-benchmark", stackName: "functions", program: () => program(env) },
    { envVars: env, pulumiCommand },
  );
}

async function program(env: Record<string, string>) {
  const cluster = await connect(withPresets({ environment: "dev", cluster: { kind: "local" } }), env);
  const provider = kubernetesProvider("cluster", cluster);
  const platform: FunctionPlatform = {
    kind: "knative",
    namespace: pulumi.output("functions"),
    cluster,
    reach: { cluster: true, internet: false },
  };
  const bare = await imageOf({
    name: repositoryOf(cluster.images, "bare"),
    base: cluster.images.base,
    files: [{ path: "/index.js", content: bareServer }],
    entrypoint: ["node", "/index.js"],
    port: 8080,
  });
  const image = await publish(cluster.images, bare);
  const slow = path.join(__dirname, "slow");
  return {
    bare: deploy(platform, "bare", { code: { image } }, { provider }).url,
    slow: deploy(
      platform,
      "slow",
      { code: { source: slow }, scale: { concurrency: 10, max: 20 } },
      { provider },
    ).url,
  };
}
