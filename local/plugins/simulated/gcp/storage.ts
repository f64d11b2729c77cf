import { randomInt } from "node:crypto";
import secret from "sdk:gcp:secretmanager/secret:Secret";
import secretIamMember from "sdk:gcp:secretmanager/secretIamMember:SecretIamMember";
import secretVersion from "sdk:gcp:secretmanager/secretVersion:SecretVersion";
import bucket from "sdk:gcp:storage/bucket:Bucket";
import bucketObject from "sdk:gcp:storage/bucketObject:BucketObject";
import type { ResourceType } from "../../base";
import { hashOf } from "../digest";
import { domain, word } from "../names";
import { oneOf, simulated, text, type Made } from "../resource";
import { inProject, labelled, labels, member, pathOf, projectNumber, type Project } from "./project";

/** Numbers of versions are told apart, not counted: nobody knows here how many there were. */
const mostVersions = 1_000_000;

const linkOf = ({ inputs }: Made<Project>): string =>
  `https://storage.${domain}/${text(inputs, "bucket")}/${text(inputs, "name")}`;

const versionOf = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** What is kept: files, and secrets. */
export const storage: Readonly<Record<string, ResourceType<Project>>> = {
  "gcp:storage/bucket:Bucket": simulated(bucket, {
    description: "A bucket, simulated: nothing is in it.",
    fixed: ["name", "location", "project"],
    id: (inputs) => text(inputs, "name"),
    outputs: {
      ...inProject,
      ...labelled,
      projectNumber: () => Number(projectNumber),
      selfLink: ({ inputs }) => `https://storage.${domain}/b/${text(inputs, "name")}`,
      url: ({ inputs }) => `gs://${text(inputs, "name")}`,
    },
    moving: [...labels],
  }),
  "gcp:storage/bucketObject:BucketObject": simulated(bucketObject, {
    description: "A file in a bucket, simulated: it is kept nowhere.",
    fixed: ["bucket", "name", "source", "content"],
    id: (inputs) => `${text(inputs, "bucket")}-${text(inputs, "name")}`,
    outputs: {
      md5hash: ({ inputs }) => hashOf(inputs.source ?? inputs.content),
      md5hexhash: ({ inputs }) => hashOf(inputs.source ?? inputs.content, "hex"),
      mediaLink: linkOf,
      selfLink: linkOf,
      outputName: ({ inputs }) => text(inputs, "name"),
    },
    secret: ["content"],
    check: oneOf("source", "content"),
  }),
  "gcp:secretmanager/secret:Secret": simulated(secret, {
    description: "A secret, simulated: nothing is in it.",
    fixed: ["secretId", "project"],
    id: (inputs, place) => pathOf({ inputs, place }, "secrets", text(inputs, "secretId")),
    outputs: {
      ...inProject,
      ...labelled,
      name: ({ inputs }) => `projects/${projectNumber}/secrets/${text(inputs, "secretId")}`,
    },
    moving: [...labels],
  }),
  "gcp:secretmanager/secretIamMember:SecretIamMember": simulated(
    secretIamMember,
    member("secretId", "secrets"),
  ),
  "gcp:secretmanager/secretVersion:SecretVersion": simulated(secretVersion, {
    description: "What is in a secret, simulated.",
    fixed: ["secret", "secretData", "isSecretDataBase64"],
    id: (inputs) => `${word}/${text(inputs, "secret")}/versions/${randomInt(1, mostVersions)}`,
    outputs: { name: ({ id }) => id.slice(word.length + 1), version: ({ id }) => versionOf(id) },
    secret: ["secretData", "secretDataWo"],
  }),
};
