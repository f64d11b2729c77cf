import { at, items, literal } from "../cel";
import { called, inContainer, pods } from "../pods";
import { pattern } from "../../../pattern";
import { findingsIn, type Rule, type Variable } from "../rule";

/*
 * The name of an image is read as container runtimes do, https://github.com/distribution/reference: `nginx` is
 * `docker.io/library/nginx`. What is before the first slash is a registry where it looks like a host.
 */

/** A text, or one that names no image. */
const textOf = (value: string): string => `(type(${value}) == string ? string(${value}) : "")`;

/** What names an image: containers, and volumes that are the files of one. */
const named = [
  `variables.containers.map(i, {"at": string(i.at) + ".image", "image": ${textOf(inContainer("image"))}})`,
  `${items("variables.pod", "volumes")}.filter(i, ${at("i", "image")} != null)` +
    `.map(i, {"at": ${called("volumes")} + ".image.reference", "image": ${textOf(at("i", "image", "reference"))}})`,
];

const startsWithHost = "^(?:localhost|[^/]*[.:A-Z][^/]*)/";
const registryForm = "^[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]+)?$";
const part = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const digests = "sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}";
const restForm = `^${part}(?:/${part})*(?::\\w[\\w.-]{0,127})?(?:@(?:${digests}))?$`;

/**
 * A part of a tag that begins with a digit is taken for a version, and one of seven hexadecimal digits or more for a
 * commit. What a tag is called after without one moves on.
 */
const versioned = "(?:^|-)(?:[vV]?[0-9]|[a-f0-9]{7,}(?:-|$))";

/** The name without its registry, that without its digest, and that without its tag: in steps, for nothing has a name within an expression. */
const variables: readonly Variable[] = [
  {
    name: "named",
    expression: `(${named.join(" + ")}).map(i, {"at": i.at, "image": i.image, "host": i.image.matches(${literal(startsWithHost)}) ? i.image.split("/")[0] : ""})`,
  },
  {
    name: "images",
    expression:
      'variables.named.map(i, {"at": i.at, "image": i.image, "registry": i.host in ["", "index.docker.io"] ? "docker.io" : i.host, ' +
      '"rest": i.host == "" ? i.image : i.image.substring(size(i.host) + 1)})' +
      '.map(i, {"at": i.at, "image": i.image, "registry": i.registry, "rest": i.rest, "name": i.rest.split("@")[0]})' +
      '.map(i, {"at": i.at, "image": i.image, "registry": i.registry, "rest": i.rest, "path": i.name.split(":")[0], ' +
      '"tag": i.name.contains(":") ? i.name.split(":")[1] : ""})',
  },
];

const isRead = `i.registry.matches(${literal(registryForm)}) && i.rest.matches(${literal(restForm)})`;
const full =
  '(i.registry + "/" + (i.registry == "docker.io" && !i.path.contains("/") ? "library/" : "") + i.path + "/")';
const shown = 'i.at + " (" + i.image + ")"';

/** Images from registries that are allowed, each by its digest or a version. @param registries as `ghcr.io/team`; `*` stands for anything but a slash */
export const containerImages = (registries: readonly string[]): Rule => ({
  subject: pods,
  variables,
  findings: [
    findingsIn("variables.images", `!(${isRead})`, shown, {
      problem: "is no name of an image",
      fix: "write it as registry/repository:version or registry/repository@sha256:digest, in lower case",
    }),
    findingsIn("variables.images", `${isRead} && !${full}.matches(${literal(allowed(registries))})`, shown, {
      problem: "is from a registry that is not allowed",
      fix: `use an image from ${registries.join(", ")}, or allow its registry`,
    }),
    findingsIn(
      "variables.images",
      `${isRead} && !i.rest.contains("@") && (i.tag.startsWith("latest") || !i.tag.matches(${literal(versioned)}))`,
      shown,
      {
        problem: "names no version",
        fix: "name a version, such as :1.2.3, or better the digest, @sha256:...",
      },
    ),
  ],
  link: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
});

const allowed = (registries: readonly string[]): string =>
  `^(?:${registries.map((one) => pattern(one)).join("|")})/`;
