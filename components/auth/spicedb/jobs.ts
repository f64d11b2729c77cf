import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import type { Database, PodConnection } from "../../contracts";
import type { Manifest } from "../../kubernetes/object";
import { authorityMount, authorityVolume } from "../../database-authority";
import { hostOf, keyNames, names, ports, tlsFolder } from "./names";
import { container, restrictedPod, scratch, tlsMount, tlsVolume } from "./pods";
import { datastore } from "./settings";
import { versionOf } from "./schema";

type Namespace = pulumi.Input<string>;

/** What a Job gets, beside the server. */
export const jobSize = { cpu: 50, memory: "128Mi" } as const;

/** In seconds. A migration of much data takes its time; a schema is written in one call. */
const deadlines = { migrate: 3600, schema: 120 };

const folder = "/schema";
const file = "schema.zed";

/** Brings the database's tables to what an image's release knows. It runs once for each image, as the owner. */
export function migrateJob(
  namespace: Namespace,
  image: string,
  engine: Database["engine"],
  connection: PodConnection,
): Manifest {
  const command = ["spicedb", "datastore", "migrate", "head", ...datastore(engine)];
  return job("migrate", namespace, deadlines.migrate, { image, command }, (name) => ({
    containers: [
      container(
        {
          name,
          image,
          command,
          environment: { SPICEDB_DATASTORE_CONN_URI: { secret: connection.secret, key: "url" } },
          ...jobSize,
        },
        [authorityMount],
      ),
    ],
    volumes: [authorityVolume(connection), scratch],
  }));
}

/** The file with a schema, named by what is in it. */
export function schemaFile(namespace: Namespace, schema: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `spicedb-schema-${versionOf(schema)}`, namespace },
    data: { [file]: schema },
  };
}

/**
 * Puts a schema in force. SpiceDB takes it as a whole or not at all: one that would leave relationships without their
 * definition is refused, and the message is the Job's last word.
 */
export function schemaJob(
  namespace: Namespace,
  where: string,
  image: string,
  schema: string,
  configMap: pulumi.Input<string>,
): Manifest {
  const command = [
    "zed",
    "schema",
    "write",
    `${folder}/${file}`,
    `--endpoint=${hostOf(where)}:${ports.grpc}`,
    `--certificate-path=${tlsFolder}/ca.crt`,
    "--skip-version-check",
  ];
  return job("schema", namespace, deadlines.schema, { image, command, schema }, (name) => ({
    containers: [
      container(
        {
          name,
          image,
          command,
          environment: { ZED_TOKEN: { secret: names.keys, key: keyNames.current }, HOME: "/tmp" },
          ...jobSize,
        },
        [tlsMount, { name: "schema", mountPath: folder, readOnly: true }],
      ),
    ],
    volumes: [tlsVolume(["ca.crt"]), { name: "schema", configMap: { name: configMap } }, scratch],
  }));
}

/** A Job is named by what it does, because each runs once: with something else to do it is another one. */
function job(
  name: string,
  namespace: Namespace,
  deadline: number,
  done: object,
  pod: (name: string) => object,
): Manifest {
  const digest = createHash("sha256").update(JSON.stringify(done)).digest("hex").slice(0, 10);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: `spicedb-${name}-${digest}`,
      namespace,
      // One that failed is run again by the next update; waiting for it once more would help nobody.
      annotations: { "pulumi.com/replaceUnready": "true" },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: deadline,
      template: { spec: { ...restrictedPod, restartPolicy: "Never", ...pod(name) } },
    },
  };
}
