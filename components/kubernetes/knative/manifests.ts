import * as fs from "node:fs/promises";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parseAllDocuments } from "yaml";
import type { Manifest } from "../object";

/** Where manifests come from: a folder, or a release on GitHub. */
export type ManifestSource =
  | { readonly directory: string; readonly release?: undefined }
  /** A release number: `1.22.0`. `mirror` replaces `https://github.com`. */
  | { readonly release: string; readonly directory?: undefined; readonly mirror?: string };

/** A file of a release: the project that publishes it, and its name. */
export interface ReleaseFile {
  readonly project: string;
  readonly file: string;
}

/** @throws ResourceError when a file cannot be had: what, from where, and what else would do */
export async function loadManifests(
  source: ManifestSource,
  files: readonly ReleaseFile[],
  owner: pulumi.Resource,
): Promise<Manifest[]> {
  const contents = await Promise.all(files.map((file) => read(source, file, owner)));
  return contents.flatMap(parse);
}

/** Objects of a file with several YAML documents; empty documents and comments are none. */
export function parse(content: string): Manifest[] {
  return parseAllDocuments(content)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

async function read(source: ManifestSource, { project, file }: ReleaseFile, owner: pulumi.Resource): Promise<string> {
  if (source.directory !== undefined) {
    const local = path.join(source.directory, file);
    return fs.readFile(local, "utf8").catch(() => {
      throw new pulumi.ResourceError(`${local} cannot be read. Name a folder with Knative's manifests, or a release.`, owner, true);
    });
  }
  const base = source.mirror ?? "https://github.com";
  const url = `${base}/${project}/releases/download/knative-v${source.release}/${file}`;
  const answer = await fetch(url).catch((error: Error) => ({ ok: false, status: error.message }) as const);
  if (answer instanceof Response && answer.ok) return answer.text();
  throw new pulumi.ResourceError(
    `${url} cannot be fetched (${answer.status}). Check the release and the network, or give the folder of a copy (manifests.directory).`,
    owner,
    true,
  );
}
