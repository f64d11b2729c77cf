import * as path from "node:path";
import execa from "execa";
import { UserError } from "../../errors";
import type { Home, Instance } from "../../home";
import type { Report } from "../../toolchain/tool";
import { portsOf } from "../embedded/ports";
import type { LocalPlatform, PlatformState, PlatformStatus } from "../platform";
import { readState, removeState, writePrivate, writeState } from "../state";

/** The node port behind the ingress port of the machine, as on the embedded platform. */
const ingressNodePort = 30080;

/** What functions are built on where Docker pulls images: the official Node image, by version. */
const functionBase = "docker.io/library/node:24.21.0-bookworm-slim";

/** A Kubernetes in Docker, by kind (sigs.k8s.io/kind), for machines that have Docker and no root. */
export class KindPlatform implements LocalPlatform {
  readonly kind = "kind";
  private readonly cluster: string;
  private readonly kubeconfig: string;

  constructor(
    _home: Home,
    private readonly instance: Instance,
  ) {
    this.cluster = `cakestack-${instance.name}`;
    this.kubeconfig = path.join(instance.directory, "kubeconfig");
  }

  async start(report: Report): Promise<PlatformState> {
    const ports = await portsOf(this.instance);
    const nodes = await this.nodes();
    if (nodes.length === 0) {
      report("creating a kind cluster");
      await this.create(ports);
    } else if (!(await this.runs())) {
      report("starting the kind cluster");
      await run("docker", ["start", ...nodes]);
    }
    await this.untilReady();
    const { stdout } = await run("kind", ["get", "kubeconfig", "--name", this.cluster]);
    await writePrivate(this.kubeconfig, stdout);
    const state: PlatformState = {
      kind: "kind",
      kubeconfig: this.kubeconfig,
      ingressPort: ports.ingress,
      ingressNodePort,
      domain: "localhost",
      storageClass: "standard",
      images: { kind: "kind", cluster: this.cluster, base: functionBase },
      // kind's own network plugin enforces them since kind 0.24.
      networkPolicies: true,
    };
    await writeState(this.instance, state);
    return state;
  }

  async stop(report: Report): Promise<void> {
    report("stopping the kind cluster");
    const nodes = await this.nodes();
    if (nodes.length > 0) await run("docker", ["stop", ...nodes]);
    await removeState(this.instance);
  }

  async wipe(report: Report): Promise<void> {
    report("deleting the kind cluster");
    await run("kind", ["delete", "cluster", "--name", this.cluster]);
    await removeState(this.instance);
  }

  async status(): Promise<PlatformStatus> {
    const running = await this.runs();
    return { running, ready: running && (await readState(this.instance)) !== undefined, components: [] };
  }

  private async create(ports: { readonly ingress: number; readonly api: number }): Promise<void> {
    const configuration = {
      kind: "Cluster",
      apiVersion: "kind.x-k8s.io/v1alpha4",
      networking: { apiServerAddress: "127.0.0.1", apiServerPort: ports.api },
      nodes: [
        {
          role: "control-plane",
          extraPortMappings: [
            { containerPort: ingressNodePort, hostPort: ports.ingress, listenAddress: "127.0.0.1" },
          ],
        },
      ],
    };
    // JSON is YAML.
    await run(
      "kind",
      ["create", "cluster", "--name", this.cluster, "--config", "-"],
      JSON.stringify(configuration),
    );
  }

  private async nodes(): Promise<string[]> {
    const { stdout } = await run("kind", ["get", "nodes", "--name", this.cluster]);
    return stdout.split("\n").filter((line) => line.startsWith(this.cluster));
  }

  private async runs(): Promise<boolean> {
    const { stdout } = await run("docker", [
      "ps",
      "--quiet",
      "--filter",
      `label=io.x-k8s.kind.cluster=${this.cluster}`,
    ]);
    return stdout.trim() !== "";
  }

  private async untilReady(): Promise<void> {
    const context = `kind-${this.cluster}`;
    await run("kind", ["export", "kubeconfig", "--name", this.cluster, "--kubeconfig", this.kubeconfig]);
    await run("kubectl", [
      ...["--kubeconfig", this.kubeconfig, "--context", context],
      ...["wait", "--for=condition=Ready", "nodes", "--all", "--timeout=180s"],
    ]);
  }
}

async function run(
  program: string,
  args: readonly string[],
  input?: string,
): Promise<execa.ExecaReturnValue> {
  try {
    return await execa(program, args, { input });
  } catch (error) {
    const { code, stderr } = error as execa.ExecaError & { code?: string };
    if (code === "ENOENT") {
      throw new UserError(
        `"${program}" is not on the PATH. Install it, or run as root on Linux, where it is not needed.`,
      );
    }
    throw new UserError(`${program} ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim()}`);
  }
}
