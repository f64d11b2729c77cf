import * as fs from "node:fs/promises";
import {
  egressToEventing,
  KnativeEventing,
  type KnativeEventingArgs,
} from "../../../../components/kubernetes/knative/eventing";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../../support/registrations";
import { releaseFolder } from "./fixtures";

let registrations: Registrations;
let directory: string;

beforeAll(async () => {
  registrations = await recordRegistrations();
  directory = await releaseFolder();
});
beforeEach(() => registrations.clear());
afterAll(async () => {
  await fs.rm(directory, { recursive: true });
  await stopRecording();
});

/** @returns names of what is to be waited for */
async function install(name: string, args: Partial<KnativeEventingArgs> = {}): Promise<string[]> {
  const ready = await new KnativeEventing(name, { manifests: { directory }, ...args }).ready;
  const urns = await Promise.all(ready.map(({ urn }) => valueOf(urn)));
  return urns.map((urn) => urn.split("::").at(-1) ?? "");
}

const children = (name: string) =>
  registrations
    .names()
    .map((one) => one.split(" ")[1] ?? "")
    .filter((one) => one !== name);

test("its four files come up phase by phase, and it is ready when the webhook has admitted an object", async () => {
  const type = "phases-eventtype-knative-eventing-dev.knative.sources.ping";
  expect(await install("phases")).toEqual([type]);
  const after = (name: string) => registrations.get(name).dependsOn;
  const definitions = [
    "phases-customresourcedefinition-brokers.eventing.knative.dev",
    "phases-namespace-knative-eventing",
  ];
  const foundation = "phases-configmap-knative-eventing-config-features";
  const programs = ["eventing-webhook", "imc-dispatcher", "mt-broker-ingress", "pingsource-mt-adapter"].map(
    (name) => `phases-deployment-knative-eventing-${name}`,
  );
  const webhook = "phases-mutatingwebhookconfiguration-webhook.eventing.knative.dev";
  expect(after(definitions[0]!)).toEqual([]);
  expect(after(definitions[1]!)).toEqual([definitions[0]]);
  expect(after(foundation)).toEqual([definitions[1]]);
  for (const name of programs) expect(after(name)).toEqual([foundation]);
  expect(after(webhook)).toEqual(programs);
  expect(after(type)).toEqual([webhook]);
  expect(children("phases").sort()).toEqual([...definitions, foundation, ...programs, webhook, type].sort());
  expect(children("phases").filter((name) => registrations.get(name).parent !== "phases")).toEqual([]);
});

test("what waits for the webhook is the type of the events that schedules send", async () => {
  await install("types");
  const { inputs, onError } = registrations.get("types-eventtype-knative-eventing-dev.knative.sources.ping");
  expect(onError).toEqual(["types-until-admitted"]);
  expect(inputs).toMatchObject({
    apiVersion: "eventing.knative.dev/v1beta3",
    spec: {
      attributes: [
        { name: "specversion", required: true },
        { name: "id", required: true },
        { name: "type", required: true, value: "dev.knative.sources.ping" },
        { name: "source", required: true },
      ],
    },
  });
});

test("what its programs write themselves is left to them, whatever the number of pods", async () => {
  for (const replicas of [1, 2]) {
    const name = `left-${replicas}`;
    await install(name, { replicas });
    const ignored = children(name).flatMap((child) => {
      const { ignoreChanges } = registrations.get(child);
      return ignoreChanges.length > 0 ? [[child, ignoreChanges] as const] : [];
    });
    expect(Object.fromEntries(ignored)).toEqual({
      [`${name}-deployment-knative-eventing-pingsource-mt-adapter`]: [
        "spec.replicas",
        "spec.template.spec.containers[0].env",
      ],
      [`${name}-mutatingwebhookconfiguration-webhook.eventing.knative.dev`]: ["webhooks"],
    });
    registrations.clear();
  }
});

const replicasOf = (name: string, program: string) =>
  (registrations.get(`${name}-deployment-knative-eventing-${program}`).inputs.spec as { replicas?: number })
    .replicas;

test("alone, each part has one pod, and schedules none until there is one", async () => {
  await install("alone");
  expect(replicasOf("alone", "eventing-webhook")).toBe(1);
  expect(replicasOf("alone", "pingsource-mt-adapter")).toBe(0);
  expect(registrations.names().filter((name) => /Autoscaler/.test(name))).toEqual([]);
});

test("several pods of each part are always there, and autoscalers keep as many", async () => {
  await install("several", { replicas: 2 });
  expect(replicasOf("several", "eventing-webhook")).toBe(2);
  expect(replicasOf("several", "pingsource-mt-adapter")).toBe(2);
  expect(
    registrations.get("several-horizontalpodautoscaler-knative-eventing-broker-ingress-hpa").inputs.spec,
  ).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
});

test("its namespace admits restricted pods only", async () => {
  await install("restricted");
  expect(registrations.get("restricted-namespace-knative-eventing").inputs.metadata).toMatchObject({
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  });
});

test("who publishes is let out to the pods that take events, and nowhere else", () => {
  expect(egressToEventing).toEqual({
    to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "knative-eventing" } } }],
    ports: [{ port: 8080, protocol: "TCP" }],
  });
});

test("every wrong argument is named before anything is made", () => {
  const make = () => new KnativeEventing("wrong", { manifests: { release: "latest" }, replicas: 0 });
  expect(make).toThrow(
    "Knative Eventing wrong:\n" +
      '  - manifests.release is "latest". Allowed: a release number, such as 1.22.0.\n' +
      "  - replicas is 0. Allowed: a whole number from 1.",
  );
  expect(registrations.names().filter((name) => name.startsWith("kubernetes:"))).toEqual([]);
});
