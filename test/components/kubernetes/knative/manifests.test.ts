import * as fs from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  loadManifests,
  parse,
  type ManifestSource,
} from "../../../../components/kubernetes/knative/manifests";
import { recordRegistrations } from "../../../support/registrations";
import { release, releaseFolder } from "./fixtures";

const files = [
  { project: "knative/serving", file: "serving-crds.yaml" },
  { project: "knative/serving", file: "serving-core.yaml" },
];

let owner: pulumi.Resource;
let folder: string;
let server: http.Server;
let asked: string[];
let answer: (url: string) => { status: number; body: string };

beforeAll(async () => {
  await recordRegistrations();
  owner = new pulumi.ComponentResource("test:Owner", "owner");
  folder = await releaseFolder();
  server = http.createServer((request, response) => {
    asked.push(request.url!);
    const { status, body } = answer(request.url!);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await fs.rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
  answer = (url) => ({ status: 200, body: release[path.posix.basename(url)]! });
});

const mirror = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const load = (source: ManifestSource) => loadManifests(source, files, owner);

test("empty documents and comments are no objects", () => {
  expect(parse("# nothing\n---\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\n---\n")).toEqual([
    { apiVersion: "v1", kind: "Secret", metadata: { name: "a" } },
  ]);
});

test("text that looks like a date stays text", () => {
  const [object] = parse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {day: 2026-04-28}");
  expect(object?.data).toEqual({ day: "2026-04-28" });
});

test("definitions come without what they say to readers, and with all that they say to the API server", () => {
  const [definition] = parse(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: routes.example.com, annotations: { description: kept } }
spec:
  group: example.com
  versions:
    - name: v1
      additionalPrinterColumns: [{ name: Ready, description: kept }]
      schema:
        openAPIV3Schema:
          description: dropped
          type: object
          required: [description]
          properties:
            description: { type: string, description: dropped, default: kept }
            hosts: { type: array, items: { type: string, description: dropped } }
            labels: { type: object, additionalProperties: { type: string, description: dropped } }
            free: { type: object, additionalProperties: true, x-kubernetes-preserve-unknown-fields: true }
    - name: v1alpha1
`);
  expect(definition?.metadata).toEqual({
    name: "routes.example.com",
    annotations: { description: "kept" },
  });
  expect(definition?.spec).toEqual({
    group: "example.com",
    versions: [
      {
        name: "v1",
        additionalPrinterColumns: [{ name: "Ready", description: "kept" }],
        schema: {
          openAPIV3Schema: {
            type: "object",
            required: ["description"],
            properties: {
              description: { type: "string", default: "kept" },
              hosts: { type: "array", items: { type: "string" } },
              labels: { type: "object", additionalProperties: { type: "string" } },
              free: {
                type: "object",
                additionalProperties: true,
                "x-kubernetes-preserve-unknown-fields": true,
              },
            },
          },
        },
      },
      { name: "v1alpha1" },
    ],
  });
  expect(
    parse("apiVersion: v1\nkind: Other\nmetadata: { name: a }\nspec: { versions: [{ schema: 1 }] }"),
  ).toEqual([
    { apiVersion: "v1", kind: "Other", metadata: { name: "a" }, spec: { versions: [{ schema: 1 }] } },
  ]);
});

test("a folder's objects come once, however many files have them", async () => {
  const kinds = (await load({ directory: folder })).map(({ kind }) => kind);
  expect(kinds).toHaveLength(10);
  expect(kinds.filter((kind) => kind === "CustomResourceDefinition")).toHaveLength(1);
});

test("a release is fetched from where its project publishes it", async () => {
  const objects = await load({ release: "1.22.0", mirror: mirror() });
  expect(asked.sort()).toEqual([
    "/knative/serving/releases/download/knative-v1.22.0/serving-core.yaml",
    "/knative/serving/releases/download/knative-v1.22.0/serving-crds.yaml",
  ]);
  expect(objects).toEqual(await load({ directory: folder }));
});

test("a release that is not there names the address and what else would do", async () => {
  answer = () => ({ status: 404, body: "" });
  await expect(load({ release: "1.99.0", mirror: mirror() })).rejects.toThrow(
    `${mirror()}/knative/serving/releases/download/knative-v1.99.0/serving-crds.yaml cannot be read (404 Not Found). ` +
      "Check the release and the network, or give the folder of a copy (manifests.directory).",
  );
});

test("an unreachable host is named with its reason", async () => {
  // Port 1 is a privileged one that nothing here listens on.
  await expect(load({ release: "1.22.0", mirror: "http://127.0.0.1:1" })).rejects.toThrow(
    "http://127.0.0.1:1/knative/serving/releases/download/knative-v1.22.0/serving-crds.yaml cannot be read",
  );
});

test("a folder without the files is named", async () => {
  const error = await load({ directory: "/nowhere" }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(pulumi.ResourceError);
  expect((error as pulumi.ResourceError).message).toBe(
    "/nowhere/serving-crds.yaml cannot be read (ENOENT). Name a folder with Knative's manifests, or a release.",
  );
  expect((error as pulumi.ResourceError).hideStack).toBe(true);
});

test.each([
  ["a page of a proxy", "<html>sign in</html>", "a document has no apiVersion, kind and name"],
  ["broken YAML", "kind: [", "unexpected end of the stream"],
])("%s is no manifest", async (_name, body, problem) => {
  answer = () => ({ status: 200, body });
  await expect(load({ release: "1.22.0", mirror: mirror() })).rejects.toThrow(problem);
});
