import type { Case } from "./case";
import { before, beside, container, inEveryKind, pod } from "./workloads";

const of = (image: string) => pod({ containers: [container({ image })] });
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const at = "spec.containers[api].image is";

const noVersion = (image: string, tag: string): Case => ({
  says: image,
  manifest: of(image),
  breaks: [`${at} "${image}", and the tag ${tag} is no version.\n`],
});

const noTag = (image: string): Case => ({
  says: image,
  manifest: of(image),
  breaks: [`${at} "${image}", without a tag.\n`],
});

const foreign = (image: string): Case => ({
  says: image,
  manifest: of(image),
  breaks: [`${at} "${image}", from ${image.replace(/:[^/]*$/, "")}.\n`],
});

const refused = (image: string): Case => ({
  says: `"${image}"`,
  manifest: of(image),
  breaks: [`${at} "${image}", which is no name of an image.\n`],
});

/** What container-images says of pods. */
export const containerImages: readonly Case[] = [
  noTag("nginx"),
  noTag("docker.io/library/nginx"),
  noTag("gcr.io/distroless/static"),
  noVersion("nginx:latest", "latest"),
  noVersion("nginx:latest-1.29", "latest-1.29"),
  noVersion("nginx:stable", "stable"),
  noVersion("nginx:stable-alpine3.22", "stable-alpine3.22"),
  noVersion("debian:bookworm-slim", "bookworm-slim"),
  noVersion("quay.io/team/app:main", "main"),
  noVersion("ghcr.io/team/app:pg16", "pg16"),
  noVersion("ghcr.io/team/app:arm64v8", "arm64v8"),
  noVersion("ghcr.io/team/app:main-abcdef", "main-abcdef"),
  noVersion("ghcr.io/team/app:effacedly", "effacedly"),
  foreign("registry.example.com/app:1.2"),
  foreign("registry.example.com/docker.io/library/nginx:1.2"),
  foreign("docker.io.example.com/nginx:1.2"),
  foreign("mydocker.io/nginx:1.2"),
  foreign("localhost/app:1.2"),
  foreign("localhost:5000/app:1.2"),
  foreign("gcr.io:8443/team/app:1.2"),
  foreign("registry:5000/app:1.2"),
  foreign("pkg.dev/team/app:1.2"),
  foreign("eu-gcr.io/team/app:1.2"),
  foreign("GHCR.io/team/app:1.2"),
  {
    says: "another registry, and a digest",
    manifest: of(`registry.example.com/app@${digest}`),
    breaks: [", from registry.example.com/app.\n"],
  },
  {
    says: "another registry, and no version",
    manifest: of("registry.example.com/app:edge"),
    breaks: [
      `${at} "registry.example.com/app:edge", from registry.example.com/app.\n`,
      `${at} "registry.example.com/app:edge", and the tag edge is no version.\n`,
    ],
  },
  ...["Nginx:1.2", "docker.io/Team/app:1.2", "nginx:1.2:3", "nginx@sha256:0123", "nginx:-1", "nginx 1.2"].map(
    refused,
  ),
  ...["https://docker.io/app:1.2", "ghcr.io//app:1.2", "/app:1.2", "team/:1.2", "my_hub.io/app:1.2"].map(
    refused,
  ),
  ...[
    "ghcr.io:port/app:1.2",
    "ghcr..io/app:1.2",
    "app_:1.2",
    "nginx:1.2@sha256",
    `nginx@md5:${"0".repeat(32)}`,
  ].map(refused),
  {
    says: "no version of a container that runs first",
    manifest: pod({ initContainers: [before({ image: "nginx" })] }),
    breaks: ['spec.initContainers[prepare].image is "nginx", without a tag.\n'],
  },
  {
    says: "no version of a sidecar",
    manifest: pod({ initContainers: [beside({ image: "nginx" })] }),
    breaks: ['spec.initContainers[proxy].image is "nginx", without a tag.\n'],
  },
  {
    says: "no version of the second container",
    manifest: pod({ containers: [container(), container({ name: "second", image: "nginx" })] }),
    breaks: ['spec.containers[second].image is "nginx", without a tag.\n'],
  },
  {
    says: "no version of a volume",
    manifest: pod({ volumes: [{ name: "data", image: { reference: "quay.io/team/data:stable" } }] }),
    breaks: [
      'spec.volumes[data].image.reference is "quay.io/team/data:stable", and the tag stable is no version.\n',
    ],
  },
  {
    says: "a version of a volume",
    manifest: pod({
      volumes: [
        { name: "data", image: { reference: "quay.io/team/data:1.2" } },
        { name: "tmp", emptyDir: {} },
      ],
    }),
  },
  ...inEveryKind({ containers: [container({ image: "nginx" })] }).map(([kind, where, manifest]) => ({
    says: `no version, in a ${kind}`,
    manifest,
    breaks: [`${where}.containers[api].image is "nginx", without a tag.\n`],
  })),
  ...[
    "nginx:1.29",
    "nginx:1.29-alpine3.22",
    "nginx:1",
    "index.docker.io/nginx:1.29",
    "docker.io/nginx:1.29",
    "team/app.with_all__of-the--marks/x:v1.2.3-rc.1",
    "quay.io/team/app:V2",
    "quay.io/minio/minio:RELEASE.2025-04-22T22-12-26Z",
    "gcr.io/team/app:release-1.2",
    "eu.gcr.io/team/app:1.2",
    "ghcr.io/team/app:9bcdb3580df0",
    "ghcr.io/team/app:abcdefa",
    "ghcr.io/team/app:f3e2d1c-alpine",
    "ghcr.io/team/app:main-abcdefa",
    "ghcr.io/team/app:nightly-2026-11-28",
    "registry.k8s.io/pause:3.10",
    "public.ecr.aws/team/app:1.2",
    "europe-docker.pkg.dev/team/images/app:1.2",
    "dev.local/ledger:9bcdb3580df0",
    `nginx@${digest}`,
    `nginx:latest@${digest}`,
    `docker.io/library/nginx:1.29@${digest}`,
    `ghcr.io/team/app@sha512:${"0123456789abcdef".repeat(8)}`,
  ].map((image): Case => ({ says: image, manifest: of(image) })),
  ...inEveryKind({}).map(([kind, , manifest]) => ({ says: `a version, in a ${kind}`, manifest })),
];
