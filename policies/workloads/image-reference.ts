/** The name of an image, in full. */
export interface ImageReference {
  /** @example "docker.io" */
  readonly registry: string;
  /** @example "library/nginx" */
  readonly repository: string;
  readonly tag?: string;
  /** @example "sha256:…" */
  readonly digest?: string;
}

const label = String.raw`[a-zA-Z\d]+(?:-+[a-zA-Z\d]+)*`;
const registryForm = new RegExp(String.raw`^${label}(?:\.${label})*(?::\d+)?$`);

const part = String.raw`[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*`;
const digestForm = String.raw`sha256:[a-f\d]{64}|sha512:[a-f\d]{128}`;
const restForm = new RegExp(String.raw`^(${part}(?:/${part})*)(?::(\w[\w.-]{0,127}))?(?:@(${digestForm}))?$`);

/**
 * Reads the name of an image as container runtimes do: `nginx` is `docker.io/library/nginx`. Undefined for what they
 * refuse.
 *
 * @see https://github.com/distribution/reference
 */
export function imageReference(text: string): ImageReference | undefined {
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(slash, 0));
  const isRegistry = /[.:A-Z]/.test(first) || first === "localhost";
  const registry = !isRegistry || first === "index.docker.io" ? "docker.io" : first;
  const [, path, tag, digest] = restForm.exec(isRegistry ? text.slice(slash + 1) : text) ?? [];
  if (path === undefined || !registryForm.test(registry)) return undefined;
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  return { registry, repository, tag, digest };
}
