import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionPlatform, FunctionSpec } from "../../../../components/contracts";
import { deploy } from "../../../../components/events/platform";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

/** What Google answers: ids, accounts and addresses, as it makes them of names. */
const outputs = (type: string, name: string): object => {
  const own = name.replace(/-account$/, "");
  const made: Readonly<Record<string, object>> = {
    "gcp:cloudfunctionsv2/function:Function": {
      serviceConfig: { uri: `https://cake-test-${name}-abc.a.run.app` },
    },
    "gcp:serviceaccount/account:Account": {
      email: `cake-test-${own}@shop.iam.gserviceaccount.com`,
      member: `serviceAccount:cake-test-${own}@shop.iam.gserviceaccount.com`,
    },
    "gcp:secretmanager/secretVersion:SecretVersion": { version: "3" },
  };
  return made[type] ?? {};
};

/** What is made. */
export let registrations: Registrations;

/** Records what every test of a file makes, and nothing of the one before. */
export function recordFunctions(): void {
  beforeAll(async () => {
    registrations = await recordRegistrations(outputs);
  });
  beforeEach(() => registrations.clear());
}

const source = path.join(__dirname, "..", "..", "..", "contract", "functions");
/** What functions are without anything else: one that takes requests, and one that takes events. */
export const requests = { code: { source: path.join(source, "requests") } };
export const events = { code: { source: path.join(source, "events") } };
export const platform: Extract<FunctionPlatform, { kind: "cloudfunctions" }> = {
  kind: "cloudfunctions",
  reach: { cluster: false, internet: true },
  prefix: "cake-test",
  region: "europe-west1",
  project: "shop",
  projectNumber: pulumi.output("42"),
  bucket: pulumi.output("cake-test-sources"),
};
export const bus: EventBus = {
  kind: "pubsub",
  url: pulumi.output("https://pubsub.googleapis.com/v1/projects/shop/topics/cake-test-events"),
  delivery: "at-least-once",
  topic: pulumi.output("projects/shop/topics/cake-test-events"),
};

/** A function that is deployed. */
export async function registered(name: string, spec: FunctionSpec) {
  const deployed = deploy(platform, name, spec);
  return { url: await valueOf(deployed.url), innerUrl: await valueOf(deployed.innerUrl) };
}
export const inputsOf = (type: string, name: string) => registrations.get(name, `gcp:${type}`).inputs;
export const functionOf = (name: string) => inputsOf("cloudfunctionsv2/function:Function", name);
