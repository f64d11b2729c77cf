import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "./object";

/** A Service. @param pods labels of the pods behind it @param spec the rest of it */
export const serviceManifest = (
  name: string,
  namespace: Input<string>,
  pods: Readonly<Record<string, string>>,
  spec: object,
): Manifest => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace },
  spec: { ...spec, selector: pods },
});
