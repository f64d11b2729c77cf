import { containers, makesPods } from "../kubernetes";
import { resourcePolicy, type Finding, type Resource } from "../policy";
import { at, shown, UNKNOWN, type Value } from "../value";
import { declaresPods } from "./declared";
import { imageReference, type ImageReference } from "./image-reference";
import { pattern } from "../../components/pattern";
import { volumesOf } from "./pod-security/standard";

/**
 * Knative finds the digest of a tag when it makes a revision, but which one that is depends on the day, too: its Services
 * are judged as everything else.
 */
export const containerImages = resourcePolicy({
  name: "container-images",
  description:
    "Every image is named by its digest or by a version, and comes from a registry that is allowed.",
  why: "What latest means changes without a deployment: pods of one Deployment then run different programs, and there is no way back. A registry that nobody has chosen may serve anything.",
  link: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  options: {
    registries: {
      description:
        "Registries that images may come from, or parts of them, such as ghcr.io/team; `*` stands for anything but a slash.",
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [
        "docker.io",
        "quay.io",
        "gcr.io",
        "*.gcr.io",
        "ghcr.io",
        "registry.k8s.io",
        "public.ecr.aws",
        "*.pkg.dev",
        // Images that were put on the nodes themselves, as the local platform does: nobody serves this name.
        "dev.local",
      ] as readonly string[],
    },
  },
  concerns: makesPods,
  *check(resource, { options, stack }) {
    // A stack that brings a registry of its own has chosen it.
    const own = at(stack.config, "cake:cluster", "registry");
    const registries = typeof own === "string" ? [...options.registries, own] : options.registries;
    for (const { at: where, value } of named(resource)) {
      // A patch leaves it as it is.
      if (value === UNKNOWN || (value === undefined && !declaresPods(resource.type))) continue;
      for (const finding of faults(value, registries)) yield { at: where, ...finding };
    }
  },
});

/** What names an image: containers, and volumes that are the files of one. */
function* named(resource: Resource): Iterable<{ readonly at: string; readonly value: Value }> {
  for (const { at: where, value } of containers(resource))
    yield { at: `${where}.image`, value: at(value, "image") };
  for (const { at: where, value } of volumesOf(resource)) {
    const source = at(value, "image");
    if (source !== undefined) yield { at: `${where}.image.reference`, value: at(source, "reference") };
  }
}

function* faults(image: Value, registries: readonly string[]): Iterable<Omit<Finding, "at">> {
  const reference = typeof image === "string" ? imageReference(image) : undefined;
  if (!reference) {
    yield {
      problem: image === undefined ? "is missing" : `is ${shown(image)}, which is no name of an image`,
      fix: "Write it as registry/repository:version or registry/repository@sha256:digest, in lower case",
    };
    return;
  }
  const { registry, repository, tag } = reference;
  if (!registries.some((allowed) => isFrom(reference, allowed)))
    yield {
      problem: `is ${shown(image)}, from ${registry}/${repository}`,
      fix: `Use an image from ${registries.join(", ")}, or add its registry to the option registries of this policy`,
    };
  if (!isPinned(reference))
    yield {
      problem: `is ${shown(image)}, ${tag === undefined ? "without a tag" : `and the tag ${tag} is no version`}`,
      fix: "Name a version, such as :1.2.3, or better the digest, @sha256:…",
    };
}

const isFrom = ({ registry, repository }: ImageReference, allowed: string): boolean =>
  new RegExp(`^${pattern(allowed)}/`).test(`${registry}/${repository}/`);

/**
 * Whether it means the same image for ever, as far as its name says. A part of a tag that begins with a digit is taken for
 * a version, and one of seven hexadecimal digits or more for a commit: `1.2-alpine`, `release-v3`, `main-f9e8d7c`.
 * What a tag is called after without one moves on: `stable`, `bookworm`, `pg16`.
 */
const isPinned = ({ tag = "", digest }: ImageReference): boolean =>
  digest !== undefined || (!tag.startsWith("latest") && /(?:^|-)(?:[vV]?\d|[a-f\d]{7,}(?:-|$))/.test(tag));
