import type { Input } from "@pulumi/pulumi";

/** A function as the receiver of events, by its Knative Service. The webhook would fill in the namespace. */
export const destinationOf = (name: Input<string>, namespace: Input<string>): object => ({
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name, namespace },
});
