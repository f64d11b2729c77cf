import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../errors";
import { knativeImage, type KnativeRelease, type KnativeSource } from "./knative-releases";

/**
 * Writes the manifests of a part of Knative as its release has them, from the sources of its modules, with images of the
 * local platform.
 *
 * @param folderOf gives the folder of a module
 * @throws UserError when they refer to an image that is neither built here nor left out; nothing is written then
 */
export async function writeKnativeManifests(
  release: KnativeRelease,
  folderOf: (module: string) => string,
  target: string,
): Promise<void> {
  const files = await Promise.all(
    Object.entries(release.files).map(async ([name, { definitions, from }]) => {
      const found = await Promise.all(from.map((source) => filesOf(source, folderOf)));
      const contents = await Promise.all(found.flat().map((file) => fs.readFile(file, "utf8")));
      const documents = contents
        .filter((content) => !runsWhatIsAbsent(content, release))
        .flatMap((content) => content.split(/^---\s*$/m))
        .filter((document) => hasContent(document) && isWanted(document, definitions));
      return [name, documents.map((document) => localize(document, release))] as const;
    }),
  );
  for (const [name, documents] of files) {
    await fs.writeFile(path.join(target, name), documents.join("\n---\n"));
  }
}

async function filesOf(source: KnativeSource, folderOf: (module: string) => string): Promise<string[]> {
  const place = path.join(folderOf(source.module), source.path);
  if (place.endsWith(".yaml")) return [place];
  const entries = await fs.readdir(place, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(".yaml"))
    .sort()
    .map((entry) => path.join(place, entry));
}

const hasContent = (document: string): boolean => /^[^#\s]/m.test(document);

const isWanted = (document: string, definitions?: "only" | "none"): boolean =>
  definitions === undefined ||
  (definitions === "only") === /^kind: CustomResourceDefinition$/m.test(document);

/** Matches every reference to a program of the part, with its path as the first group. */
const reference = ({ part }: KnativeRelease): RegExp =>
  new RegExp(`ko://knative\\.dev/${part}/cmd/([a-z_/-]+)`, "g");

const runsWhatIsAbsent = (content: string, { part, absent }: KnativeRelease): boolean =>
  absent.some((command) => new RegExp(`image: ko://knative\\.dev/${part}/cmd/${command}\\s`).test(content));

function localize(document: string, release: KnativeRelease): string {
  const known = [...release.commands, ...release.absent];
  const result = document
    .replaceAll(reference(release), (found, command: string) => {
      const { name, tag } = knativeImage(release, command);
      return known.includes(command) ? `${name}:${tag}` : found;
    })
    .replaceAll(/(app\.kubernetes\.io\/version: )devel/g, `$1"${release.version}"`);
  const left = /ko:\/\/\S+/.exec(result)?.[0];
  if (left)
    throw new UserError(`Knative's manifests refer to ${left}, which is not among the images built here.`);
  return result.trim();
}
