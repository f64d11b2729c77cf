import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../../../local/errors";
import { writeKnativeManifests } from "../../../local/toolchain/knative-manifests";
import { eventing, serving, type KnativeRelease } from "../../../local/toolchain/knative-releases";

let root: string;
let target: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), "knative-"));
  target = path.join(root, "target");
  await fs.mkdir(target);
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

  await write("eventing/config/core/resources/broker.yaml", "kind: CustomResourceDefinition\nname: broker\n");
  await write(
    "eventing/config/core/deployments/controller.yaml",
    "kind: Deployment\nimage: ko://knative.dev/eventing/cmd/controller\nvalue: ko://knative.dev/eventing/cmd/auth_proxy\n",
  );
  await write(
    "eventing/config/core/deployments/job-sink.yaml",
    "kind: Deployment\nimage: ko://knative.dev/eventing/cmd/jobsink\n---\nkind: Service\nname: job-sink\n",
  );
  await write(
    "eventing/third_party/eventing-integrations-latest/images.yaml",
    "kind: ConfigMap\nname: eventing-integrations-images\n",
  );
  await write(
    "eventing/config/channels/in-memory-channel/all.yaml",
    "kind: CustomResourceDefinition\n---\nkind: Deployment\nimage: ko://knative.dev/eventing/cmd/in_memory/channel_dispatcher\n",
  );
  await write(
    "eventing/config/brokers/mt-channel-broker/ingress.yaml",
    "kind: Deployment\nimage: ko://knative.dev/eventing/cmd/broker/ingress\n",
  );
  await write("eventing/config/brokers/mt-channel-broker/roles.yaml~1 (old)", "kind: Nothing\n");
});
afterEach(() => fs.rm(root, { recursive: true }));

async function write(file: string, content: string): Promise<void> {
  const whole = path.join(root, file);
  await fs.mkdir(path.dirname(whole), { recursive: true });
  await fs.writeFile(whole, content);
}

/** @returns the documents of each file that was written */
async function written(release: KnativeRelease): Promise<Record<string, string[]>> {
  await writeKnativeManifests(release, (module) => path.join(root, path.basename(module)), target);
  const files = await fs.readdir(target);
  const documents = async (file: string) =>
    [file, (await fs.readFile(path.join(target, file), "utf8")).split("\n---\n")] as const;
  return Object.fromEntries(await Promise.all(files.map(documents)));
}

const kinds = (documents: readonly string[] = []) =>
  documents.map((document) => /^kind: (\S+)$/m.exec(document)?.[1]);

const imagesIn = (files: Record<string, string[]>) =>
  Object.values(files)
    .flat()
    .flatMap((document) => /image: (\S+)/.exec(document)?.[1] ?? [])
    .sort();

test("definitions are one file, with those of its dependencies, and everything else the other", async () => {
  const { "serving-crds.yaml": crds, "serving-core.yaml": core } = await written(serving);
  expect(kinds(crds)).toEqual(Array(6).fill("CustomResourceDefinition"));
  expect(kinds(core).sort()).toEqual(["ConfigMap", "Deployment", "Image", "Namespace", "Service"]);
});

test("a part may have files of several folders, each with all that is in them", async () => {
  const files = await written(eventing);
  expect(Object.fromEntries(Object.entries(files).map(([name, all]) => [name, kinds(all)]))).toEqual({
    "eventing-crds.yaml": ["CustomResourceDefinition"],
    "eventing-core.yaml": ["Deployment", "ConfigMap"],
    "in-memory-channel.yaml": ["CustomResourceDefinition", "Deployment"],
    "mt-channel-broker.yaml": ["Deployment"],
  });
});

test("images are those of the local platform", async () => {
  expect(imagesIn(await written(serving))).toEqual([
    "dev.local/knative-serving/activator:v1.22.0",
    "dev.local/knative-serving/queue:v1.22.0",
  ]);
});

test("an image is named by its program, whatever the program's folder", async () => {
  expect(imagesIn(await written(eventing))).toEqual([
    "dev.local/knative-eventing/channel_dispatcher:v1.23.0",
    "dev.local/knative-eventing/controller:v1.23.0",
    "dev.local/knative-eventing/ingress:v1.23.0",
  ]);
});

test("what runs a program that is left out is left out, with all of its file, and may be named", async () => {
  const text = Object.values(await written(eventing))
    .flat()
    .join("\n");
  expect(text).not.toContain("job");
  expect(text).toContain("value: dev.local/knative-eventing/auth_proxy:v1.23.0");
});

test("the version is that of the release, where it says devel and nowhere else", async () => {
  const text = (await written(serving))["serving-core.yaml"]?.join("\n");
  expect(text).toContain('app.kubernetes.io/version: "1.22.0"');
  expect(text).toContain('mode: "devel"');
});

test.each(["knative.dev/pkg/cmd/migrate", "knative.dev/serving/cmd/other"])(
  "the image %s, which is not built here, is refused, and nothing is written",
  async (program) => {
    await write("serving/config/core/other.yaml", `kind: Job\nimage: ko://${program}\n`);
    const result = written(serving);
    await expect(result).rejects.toBeInstanceOf(UserError);
    await expect(result).rejects.toThrow(`ko://${program}`);
    expect(await fs.readdir(target)).toEqual([]);
  },
);

test("a second writing makes the same files", async () => {
  const first = await written(serving);
  expect(await written(serving)).toEqual(first);
});
