import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../../../local/errors";
import { writeKnativeManifests } from "../../../local/toolchain/knative-manifests";

let root: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "knative-"));
  await write("serving/config/core/100-namespace.yaml", "# licence\napiVersion: v1\nkind: Namespace\n");
  await write(
    "serving/config/core/300-resources/route.yaml",
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n",
  );
  await write(
    "serving/config/core/deployments/activator.yaml",
    'kind: Deployment\nmetadata:\n  labels:\n    app.kubernetes.io/version: devel\nimage: ko://knative.dev/serving/cmd/activator\n---\n# nothing\n---\nkind: Service\nmode: "devel"\n',
  );
  await write(
    "serving/config/core/999-cache.yaml",
    "kind: Image\nimage: ko://knative.dev/serving/cmd/queue\n",
  );
  await write("serving/config/core/placeholder.go", "package core\n");
  for (const file of ["certificate", "domain-claim", "ingress", "serverlessservice"]) {
    await write(`networking/config/${file}.yaml`, `kind: CustomResourceDefinition\nname: ${file}\n`);
  }
  await write("networking/config/config-network.yaml", "kind: ConfigMap\n");
  await write("caching/config/image.yaml", "kind: CustomResourceDefinition\nname: image\n");
});
afterEach(() => fs.rm(root, { recursive: true }));

async function write(file: string, content: string): Promise<void> {
  const target = path.join(root, file);
  await fs.mkdir(path.dirname(target), { recursive: true });
  await fs.writeFile(target, content);
}

async function written(): Promise<{ crds: string[]; core: string[] }> {
  const serving = path.join(root, "serving");
  await writeKnativeManifests(serving, (module) => path.join(root, path.basename(module)), root);
  const documents = async (file: string) =>
    (await fs.readFile(path.join(root, file), "utf8")).split("\n---\n");
  return { crds: await documents("serving-crds.yaml"), core: await documents("serving-core.yaml") };
}

const kinds = (documents: string[]) => documents.map((document) => /^kind: (\S+)$/m.exec(document)?.[1]);

test("definitions are one file, with those of its dependencies, and everything else the other", async () => {
  const { crds, core } = await written();
  expect(kinds(crds)).toEqual(Array(6).fill("CustomResourceDefinition"));
  expect(kinds(core).sort()).toEqual(["ConfigMap", "Deployment", "Image", "Namespace", "Service"]);
});

test("images are those of the local platform", async () => {
  const images = (await written()).core.flatMap((document) => /image: (\S+)/.exec(document)?.[1] ?? []);
  expect(images.sort()).toEqual([
    "dev.local/knative-serving/activator:v1.22.0",
    "dev.local/knative-serving/queue:v1.22.0",
  ]);
});

test("the version is that of the release, where it says devel and nowhere else", async () => {
  const { core } = await written();
  const text = core.join("\n");
  expect(text).toContain('app.kubernetes.io/version: "1.22.0"');
  expect(text).toContain('mode: "devel"');
});

test("an image that is not built here is refused, and nothing is written", async () => {
  await write("serving/config/core/other.yaml", "kind: Job\nimage: ko://knative.dev/pkg/cmd/migrate\n");
  const result = written();
  await expect(result).rejects.toBeInstanceOf(UserError);
  await expect(result).rejects.toThrow("ko://knative.dev/pkg/cmd/migrate");
  expect(await fs.readdir(root)).toEqual(["caching", "networking", "serving"]);
});

test("a second writing makes the same files", async () => {
  const first = await written();
  expect(await written()).toEqual(first);
});
