import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * How long Knative's objects may take. It takes them seconds; a deletion whose end the provider misses is seen only when
 * its time is up.
 */
export const patience: CustomResourceOptions = {
  customTimeouts: { create: "2m", update: "2m", delete: "30s" },
};
