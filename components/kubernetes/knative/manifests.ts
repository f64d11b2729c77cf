import * as fs from "node:fs/promises";
import * as path from "node:path";
import { CORE_SCHEMA, loadAll } from "js-yaml";
import * as pulumi from "@pulumi/pulumi";
import type { Manifest } from "../object";
import { withoutDescriptions } from "./definition";

/** An object of a release: its name is known before it is there. */
export type ReleaseObject = Manifest & {
  readonly metadata: { readonly name: string; readonly namespace?: string };
};

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

/** How long the download of a file may take, in milliseconds. */
const patience = 30_000;

/**
 * The objects of the files, each once: a release has some of them in more than one file.
 * @throws ResourceError when a file cannot be had or is no manifest: what, from where, and what else would do
 */
export async function loadManifests(
  source: ManifestSource,
  files: readonly ReleaseFile[],
  owner: pulumi.Resource,
): Promise<ReleaseObject[]> {
  const objects = await Promise.all(files.map((file) => load(source, file, owner)));
  return [...new Map(objects.flat().map((object) => [identityOf(object), object])).values()];
}

/**
 * Objects of a file with several YAML documents; empty documents and comments are none, and definitions come without
 * their descriptions. By js-yaml, because half a megabyte of definitions takes 0.1 s with it on every preview, and 0.5 s
 * with the package yaml.
 * @throws Error when it is something else
 */
export function parse(content: string): ReleaseObject[] {
  const objects = loadAll(content, null, { schema: CORE_SCHEMA }).filter((document) => document != null);
  if (!objects.every(isManifest)) throw new Error("a document has no apiVersion, kind and name");
  return objects.map(withoutDescriptions);
}

function isManifest(document: unknown): document is ReleaseObject {
  const { apiVersion, kind, metadata } = document as Partial<ReleaseObject>;
  return [apiVersion, kind, metadata?.name].every((text) => typeof text === "string");
}

const identityOf = ({ apiVersion, kind, metadata }: ReleaseObject): string =>
  [apiVersion, kind, metadata.namespace, metadata.name].join(" ");

async function load(
  source: ManifestSource,
  file: ReleaseFile,
  owner: pulumi.Resource,
): Promise<ReleaseObject[]> {
  const fail = (message: string) => {
    throw new pulumi.ResourceError(message, owner, true);
  };
  const [origin, read, advice] = place(source, file);
  const content = await read().catch((error: Error) =>
    fail(`${origin} cannot be read (${reasonOf(error)}). ${advice}`),
  );
  try {
    return parse(content);
  } catch (error) {
    return fail(`${origin} is no Kubernetes manifest (${(error as Error).message}). ${advice}`);
  }
}

/** Where a file is, how to read it, and what to do when that fails. */
function place(
  source: ManifestSource,
  { project, file }: ReleaseFile,
): [string, () => Promise<string>, string] {
  if (source.directory !== undefined) {
    const local = path.join(source.directory, file);
    return [local, () => fs.readFile(local, "utf8"), "Name a folder with Knative's manifests, or a release."];
  }
  const url = `${source.mirror ?? "https://github.com"}/${project}/releases/download/knative-v${source.release}/${file}`;
  const advice = "Check the release and the network, or give the folder of a copy (manifests.directory).";
  return [url, () => download(url), advice];
}

async function download(url: string): Promise<string> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.text();
}

/** The cause, such as ECONNREFUSED: fetch itself says no more than that it failed. */
function reasonOf(error: Error): string {
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
  return typeof code === "string" ? code : message;
}
