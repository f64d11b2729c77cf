import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../errors";

/** The release whose sources the module `knative.dev/serving` v0.49.0 holds. */
export const servingRelease = "1.22.0";

const localImage = (command: string): string => `dev.local/knative-serving/${command}:v${servingRelease}`;

/** Manifests that Knative's own release takes from its dependencies. */
const borrowed: Readonly<Record<string, readonly string[]>> = {
  "knative.dev/networking": [
    "certificate.yaml",
    "config-network.yaml",
    "domain-claim.yaml",
    "ingress.yaml",
    "serverlessservice.yaml",
  ],
  "knative.dev/caching": ["image.yaml"],
};

/**
 * Writes Knative Serving's manifests as its release does, `serving-crds.yaml` and `serving-core.yaml`, from the
 * sources of its module, with images of the local platform.
 *
 * @param serving folder of the module knative.dev/serving
 * @param dependency gives the folder of a module that it depends on
 * @throws UserError when they refer to an image that is not built here; nothing is written then
 */
export async function writeKnativeManifests(
  serving: string,
  dependency: (module: string) => string,
  target: string,
): Promise<void> {
  const files = await yamlFiles(path.join(serving, "config", "core"));
  for (const [module, names] of Object.entries(borrowed)) {
    files.push(...names.map((name) => path.join(dependency(module), "config", name)));
  }
  const contents = await Promise.all(files.map((file) => fs.readFile(file, "utf8")));
  const documents = contents.flatMap((content) => content.split(/^---\s*$/m)).filter(hasContent);
  const localized = documents.map(localize);
  const write = (file: string, own: string[]) => fs.writeFile(path.join(target, file), own.join("\n---\n"));
  await write("serving-crds.yaml", localized.filter(isCrd));
  await write(
    "serving-core.yaml",
    localized.filter((document) => !isCrd(document)),
  );
}

async function yamlFiles(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(".yaml"))
    .sort()
    .map((entry) => path.join(folder, entry));
}

const hasContent = (document: string): boolean => /^[^#\s]/m.test(document);

const isCrd = (document: string): boolean => /^kind: CustomResourceDefinition$/m.test(document);

function localize(document: string): string {
  const result = document
    .replaceAll(/ko:\/\/knative\.dev\/serving\/cmd\/([a-z-]+)/g, (_, command: string) => localImage(command))
    .replaceAll(/(app\.kubernetes\.io\/version: )devel/g, `$1"${servingRelease}"`);
  const left = /ko:\/\/\S+/.exec(result)?.[0];
  if (left)
    throw new UserError(`Knative's manifests refer to ${left}, which is not among the images built here.`);
  return result.trim();
}
