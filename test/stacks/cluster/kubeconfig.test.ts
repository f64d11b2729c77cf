import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadKubeconfig } from "../../../stacks/cluster/kubeconfig";

const file = () => path.join(folder, "config");
let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "kubeconfig-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const two = `
apiVersion: v1
kind: Config
current-context: shop
contexts:
  - { name: shop, context: { cluster: east, user: me, namespace: x } }
  - { name: other, context: { cluster: west, user: you } }
clusters:
  - { name: east, cluster: { server: "https://east.example.com:6443", certificate-authority: pki/ca.crt } }
  - { name: west, cluster: { server: "https://west.example.com" } }
users:
  - { name: me, user: { client-certificate: me.crt, client-key: me.key } }
  - { name: you, user: { token: secret-of-west } }
`;

async function refusal(content: string | undefined, context?: string): Promise<string> {
  if (content !== undefined) fs.writeFileSync(file(), content);
  const error: unknown = await loadKubeconfig(file(), context).catch((reason: unknown) => reason);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return (error as Error).message;
}

test("the current context alone, with the files that it names", async () => {
  fs.mkdirSync(path.join(folder, "pki"));
  fs.writeFileSync(path.join(folder, "pki", "ca.crt"), "CA");
  fs.writeFileSync(path.join(folder, "me.crt"), "CERT");
  fs.writeFileSync(path.join(folder, "me.key"), "KEY");
  fs.writeFileSync(file(), two);
  const access = await loadKubeconfig(file());
  expect(access.server.href).toBe("https://east.example.com:6443/");
  expect(JSON.parse(access.kubeconfig)).toEqual({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "shop",
    contexts: [{ name: "shop", context: { cluster: "east", user: "me", namespace: "x" } }],
    clusters: [
      {
        name: "east",
        cluster: { server: "https://east.example.com:6443", "certificate-authority-data": "Q0E=" },
      },
    ],
    users: [{ name: "me", user: { "client-certificate-data": "Q0VSVA==", "client-key-data": "S0VZ" } }],
  });
});

test("another context, without the credentials of the first", async () => {
  fs.writeFileSync(file(), two);
  const { kubeconfig, server } = await loadKubeconfig(file(), "other");
  expect(server.href).toBe("https://west.example.com/");
  expect(kubeconfig).toContain("secret-of-west");
  expect(kubeconfig).not.toContain("east");
});

test("no file", async () => {
  expect(await refusal(undefined)).toBe(
    `There is no readable kubeconfig at ${file()} (ENOENT). Set cake:cluster.path to a kubeconfig, or make it readable.`,
  );
});

test("no such context", async () => {
  expect(await refusal(two, "shopp")).toBe(
    `The kubeconfig ${file()} has no context shopp. Contexts in it: shop, other. Set cake:cluster.context to one.`,
  );
});

test("no current context", async () => {
  expect(await refusal(two.replace("current-context: shop", ""))).toContain("names no current context.");
});

test("not YAML, without a word of its contents", async () => {
  const message = await refusal("token: [s3cret\nfoo: }");
  expect(message).toContain(`The kubeconfig ${file()} cannot be used: it is not YAML: `);
  expect(message).not.toContain("s3cret");
});

test.each([
  ["an empty file", "", "the file: "],
  [
    "a server that is no address",
    two.replace("https://east.example.com:6443", "east"),
    "clusters.0.cluster.server: ",
  ],
  [
    "a context without its cluster",
    two.replace("cluster: east,", "cluster: north,"),
    "that is not in it: north",
  ],
  ["a context without its user", two.replace("user: me,", "user: us,"), "that is not in it: us"],
])("%s", async (_name, content, reason) => {
  const message = await refusal(content);
  expect(message).toContain(`The kubeconfig ${file()} cannot be used: `);
  expect(message).toContain(reason);
});

test("a certificate file that is missing", async () => {
  expect(await refusal(two)).toContain(
    `names ${path.join(folder, "pki", "ca.crt")} as its certificate-authority, which cannot be read (ENOENT).`,
  );
});
