import * as pulumi from "@pulumi/pulumi";
import type { KnativeEventBus } from "../../../components/contracts";

/** A bus that is there. */
export const knativeBus: KnativeEventBus = {
  kind: "knative",
  url: pulumi.output("http://broker/functions/events"),
  delivery: "lossy",
  ledger: true,
  broker: pulumi.output("events"),
  namespace: pulumi.output("functions"),
};
