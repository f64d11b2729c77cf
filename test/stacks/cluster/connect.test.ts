import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { brought, connect } from "../../../stacks/cluster";
import type { CakeConfig } from "../../../stacks/config";
import { withPresets } from "../../../stacks/presets";
import type { PlatformState } from "../../../local/platform/platform";
import { valueOf } from "../../support/outputs";
import { kubernetes, serve, stopServers } from "./server";

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "connect-"));
});
afterEach(async () => {
  await stopServers();
  fs.rmSync(home, { recursive: true });
});

const env = () => ({ CAKE_HOME: home, HOME: home });
const instance = () => path.join(home, "instances", "default");
const local = (domain?: string) => withPresets({ environment: "dev", domain, cluster: { kind: "local" } });

function kubeconfig(server: string): string {
  const file = path.join(home, "kubeconfig");
  const contexts = [{ name: "c", context: { cluster: "c" } }];
  const clusters = [{ name: "c", cluster: { server } }];
  fs.writeFileSync(file, JSON.stringify({ "current-context": "c", contexts, clusters }));
  return file;
}

function startedPlatform(server: string): void {
  const state: PlatformState = {
    kind: "embedded",
    kubeconfig: kubeconfig(server),
    ingressPort: 8080,
    ingressNodePort: 30080,
    knative: { manifests: { directory: "/x/knative" }, ingressImage: "dev.local/traefik:1" },
    domain: "cake.localhost",
    storageClass: "local-path",
    images: { kind: "containerd", socket: "/run/x.sock", base: "/x/rootfs.tar" },
    networkPolicies: true,
  };
  fs.mkdirSync(instance(), { recursive: true });
  fs.writeFileSync(path.join(instance(), "platform.json"), JSON.stringify(state));
}

async function refusal(connected: Promise<unknown>): Promise<string> {
  const error: unknown = await connected.catch((reason: unknown) => reason);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return (error as Error).message;
}

describe("the local platform", () => {
  test("that runs is a cluster with a secret kubeconfig", async () => {
    const server = await serve(kubernetes("35"));
    startedPlatform(server);
    const { kubeconfig, ...rest } = await connect(local(), env());
    expect(rest).toEqual({
      ingress: { domain: "cake.localhost", scheme: "http", port: 8080 },
      storageClass: "local-path",
      images: { kind: "containerd", socket: "/run/x.sock", base: "/x/rootfs.tar" },
      egressCidrs: [],
    });
    expect(await pulumi.isSecret(kubeconfig)).toBe(true);
    expect(await valueOf(kubeconfig)).toContain(server);
  });

  test("brings what it has made itself: parts of Knative, on a port of its node, and images", () => {
    startedPlatform("http://127.0.0.1:1");
    expect(brought(local(), env())).toEqual({
      knative: {
        manifests: { directory: "/x/knative" },
        ingressImage: "dev.local/traefik:1",
        nodePort: 30080,
        processorShare: 0.25,
      },
      database: { postgres: undefined, flyway: undefined },
      identity: { adminHost: "cake.localhost", image: undefined },
      authorization: {},
    });
  });

  test("that is not started", async () => {
    expect(await refusal(connect(local(), env()))).toBe(
      "The local platform is not running: run `npx cake up` (or `npx cake start`), " +
        "or set cake:cluster to kind kubeconfig.",
    );
  });

  test("that was started and does not answer", async () => {
    startedPlatform(await serve(kubernetes("35")));
    await stopServers();
    const message = await refusal(connect(local(), env()));
    expect(message).toContain("cannot be reached: connect ECONNREFUSED");
    expect(message).toContain("npx cake up");
  });

  test("whose state is damaged", async () => {
    startedPlatform("http://127.0.0.1:1");
    fs.writeFileSync(path.join(instance(), "platform.json"), "{");
    expect(await refusal(connect(local(), env()))).toMatch(/platform\.json is damaged: run `npx cake stop`/);
  });

  test("of an instance whose name is not allowed", async () => {
    expect(await refusal(connect(local(), { ...env(), CAKE_INSTANCE: "No" }))).toContain(
      'CAKE_INSTANCE is "No".',
    );
  });
});

describe("cake:domain", () => {
  test("below the cluster's domain is what host names end in", async () => {
    startedPlatform(await serve(kubernetes("35")));
    const cluster = await connect(local("shop.cake.localhost"), env());
    expect(cluster.ingress.domain).toBe("shop.cake.localhost");
  });

  test("elsewhere is refused", async () => {
    startedPlatform(await serve(kubernetes("35")));
    expect(await refusal(connect(local("notcake.localhost"), env()))).toBe(
      "cake:domain is notcake.localhost, which the cluster's ingress does not serve. " +
        "Allowed: cake.localhost or a name that ends in .cake.localhost. Change it, or leave it out.",
    );
  });
});

describe("an existing cluster", () => {
  const existing = (path?: string, functions?: CakeConfig["functions"]) =>
    withPresets({
      environment: "prod",
      functions,
      cluster: {
        kind: "kubeconfig",
        path,
        domain: "apps.example.com",
        scheme: "https",
        registry: "registry.example.com/cake",
        egressCidrs: ["203.0.113.7/32"],
      },
    });

  test("is what the configuration says", async () => {
    const server = await serve(kubernetes("35"));
    const { kubeconfig: content, ...rest } = await connect(existing(kubeconfig(server)), env());
    expect(await valueOf(content)).toContain(server);
    expect(rest).toEqual({
      ingress: { domain: "apps.example.com", scheme: "https", port: 443 },
      storageClass: undefined,
      images: {
        kind: "registry",
        prefix: "registry.example.com/cake",
        base: expect.stringMatching(/^docker\.io\/library\/node:\d+\.\d+\.\d+-/) as string,
      },
      egressCidrs: ["203.0.113.7/32"],
    });
  });

  test("pulls the official parts of Knative", () => {
    expect(brought(existing(), env())).toEqual({});
  });

  test("is looked for where kubectl looks", async () => {
    const file = kubeconfig(await serve(kubernetes("35")));
    await expect(connect(existing(), { ...env(), KUBECONFIG: `:${file}:/elsewhere` })).resolves.toBeDefined();
    fs.mkdirSync(path.join(home, ".kube"));
    fs.renameSync(file, path.join(home, ".kube", "config"));
    await expect(connect(existing(), env())).resolves.toBeDefined();
    await expect(connect(existing("~/.kube/config"), env())).resolves.toBeDefined();
  });

  test("without a kubeconfig is refused", async () => {
    expect(await refusal(connect(existing(), env()))).toContain(
      `There is no readable kubeconfig at ${path.join(home, ".kube", "config")}`,
    );
  });

  test("is checked for the release of Knative that is configured, or the default one", async () => {
    const file = kubeconfig(await serve(kubernetes("33")));
    const manifests = (release: string) => ({ kind: "knative", manifests: { release } }) as const;
    expect(await refusal(connect(existing(file), env()))).toContain("Knative 1.22.0 needs 1.34 or newer");
    expect(await refusal(connect(existing(file, manifests("1.23.0")), env()))).toContain(
      "Knative 1.23.0 needs 1.34",
    );
    await expect(connect(existing(file, manifests("1.21.0")), env())).resolves.toBeDefined();
  });
});
