import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadKubeconfig } from "../../../stacks/cluster/kubeconfig";
import { preflight } from "../../../stacks/cluster/preflight";
import { selfSigned } from "../../support/certificate";
import { kubernetes, serve, stopServers } from "./server";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "preflight-"));
});
afterEach(async () => {
  await stopServers();
  fs.rmSync(folder, { recursive: true });
});

interface CheckOptions {
  readonly cluster?: object;
  readonly user?: object;
  readonly knative?: string;
  /** In milliseconds. */
  readonly timeout?: number;
}

async function check(
  server: string,
  { cluster = {}, user = {}, knative = "1.22.0", timeout }: CheckOptions = {},
): Promise<void> {
  const file = path.join(folder, "config");
  const kubeconfig = {
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user }],
  };
  fs.writeFileSync(file, JSON.stringify(kubeconfig));
  await preflight(await loadKubeconfig(file), knative, timeout);
}

/** The message of the RunError that a check ends in. */
async function refusal(checked: Promise<void>): Promise<string> {
  const error: unknown = await checked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return (error as Error).message;
}

test.each(["34", "35+", "40"])("Kubernetes 1.%s is new enough for Knative 1.22", async (minor) => {
  await expect(check(await serve(kubernetes(minor)))).resolves.toBeUndefined();
});

test("a cluster that is too old for the release, and the release that fits", async () => {
  const server = await serve(kubernetes("33"));
  expect(await refusal(check(server))).toBe(
    `The cluster at ${server} runs Kubernetes 1.33, and Knative 1.22.0 needs 1.34 or newer. ` +
      "Upgrade the cluster, or set cake:functions.manifests.release to 1.21.0.",
  );
  await expect(check(server, { knative: "1.21.0" })).resolves.toBeUndefined();
});

test("a cluster that is too old for every release", async () => {
  expect(await refusal(check(await serve(kubernetes("30"))))).toMatch(
    /needs 1\.34 or newer\. Upgrade the cluster\.$/,
  );
});

test("manifests of an unknown release are not compared with the cluster's version", async () => {
  const server = await serve(kubernetes("30"));
  await expect(preflightWithoutRelease(server)).resolves.toBeUndefined();
});

async function preflightWithoutRelease(server: string): Promise<void> {
  const file = path.join(folder, "config");
  const cluster = { name: "c", cluster: { server } };
  const contexts = [{ name: "c", context: { cluster: "c" } }];
  fs.writeFileSync(file, JSON.stringify({ "current-context": "c", contexts, clusters: [cluster] }));
  await preflight(await loadKubeconfig(file), undefined);
}

test("a cluster where nobody listens", async () => {
  const server = await serve(kubernetes("35"));
  await stopServers();
  expect(await refusal(check(server))).toMatch(
    /^The cluster at http:\/\/127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED .* that cake:cluster chooses\.$/,
  );
});

test("a cluster that takes the connection and never answers", async () => {
  const server = await serve(() => undefined);
  expect(await refusal(check(server, { timeout: 50 }))).toContain(
    "cannot be reached: no answer within 0.05 s.",
  );
});

test("a cluster whose answer ends in the middle", async () => {
  const server = await serve((_request, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("{", () => response.destroy());
  });
  expect(await refusal(check(server))).toContain("cannot be reached: aborted");
});

test("a server that is no Kubernetes", async () => {
  const hello = await serve((_request, response) => response.end("hello"));
  expect(await refusal(check(hello))).toContain(`What answers at ${hello} is no Kubernetes API (HTTP 200).`);
  const missing = await serve((_request, response) => response.writeHead(404).end());
  expect(await refusal(check(missing))).toContain("(HTTP 404)");
});

test.each([401, 403])("refused credentials (HTTP %d)", async (status) => {
  const server = await serve((_request, response) => response.writeHead(status).end());
  expect(await refusal(check(server, { user: { token: "t0ken" } }))).toBe(
    `The cluster at ${server} refuses the credentials in the kubeconfig (HTTP ${status}). ` +
      "Sign in again, or choose another context with cake:cluster.context.",
  );
});

test("a login helper is left to the provider", async () => {
  const server = await serve((_request, response) => response.writeHead(401).end());
  await expect(check(server, { user: { exec: { command: "login" } } })).resolves.toBeUndefined();
});

test("the token is sent, from the kubeconfig or from a file beside it", async () => {
  const seen: (string | undefined)[] = [];
  const server = await serve((request, response) => {
    seen.push(request.headers.authorization);
    kubernetes("35")(request, response);
  });
  fs.writeFileSync(path.join(folder, "token"), "from-file\n");
  await check(server, { user: { token: "t0ken" } });
  await check(server, { user: { tokenFile: "token" } });
  expect(seen).toEqual(["Bearer t0ken", "Bearer from-file"]);
});

test("a missing token file", async () => {
  expect(await refusal(check(await serve(kubernetes("35")), { user: { tokenFile: "gone" } }))).toContain(
    "ENOENT",
  );
});

describe("over TLS", () => {
  const tls = selfSigned();

  test("a certificate that the kubeconfig trusts", async () => {
    const server = await serve(kubernetes("35"), tls);
    fs.writeFileSync(path.join(folder, "ca.crt"), tls.cert);
    await expect(check(server, { cluster: { "certificate-authority": "ca.crt" } })).resolves.toBeUndefined();
  });

  test("a certificate that it does not trust", async () => {
    const server = await serve(kubernetes("35"), tls);
    expect(await refusal(check(server))).toMatch(/cannot be reached: self-signed certificate/);
    const other = Buffer.from(selfSigned().cert).toString("base64");
    expect(await refusal(check(server, { cluster: { "certificate-authority-data": other } }))).toMatch(
      /certificate/,
    );
  });

  test("a certificate that the kubeconfig says not to check", async () => {
    const server = await serve(kubernetes("35"), tls);
    await expect(check(server, { cluster: { "insecure-skip-tls-verify": true } })).resolves.toBeUndefined();
  });
});
