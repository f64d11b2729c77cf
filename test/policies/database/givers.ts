import { object } from "../../../policies/harness";
import { resource } from "../../../policies/harness";
import type { Resource } from "../../../policies/policy";
import type { Properties, Value } from "../../../policies/value";

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** A Deployment with one container. */
export const deployment = (container: Properties, list = "containers"): Resource =>
  object({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "api" },
    spec: { template: { spec: { [list]: [{ name: "api", ...container }] } } },
  });

/** A ConfigMap. */
export const configMap = (data: Value): Resource =>
  object({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "api" }, data });

/** A Secret, its texts as they are. */
export const secret = (stringData: Value): Resource =>
  object({ apiVersion: "v1", kind: "Secret", metadata: { name: "api" }, stringData });

type Giver = [says: string, at: string, giver: (text: string) => Resource];

/** Everything that gives a program one text, a variable of it by the name of DATABASE_URL. */
export const givers: readonly Giver[] = [
  ["a Secret", "stringData[DATABASE_URL]", (text) => secret({ DATABASE_URL: text })],
  [
    "a Secret in base64",
    "data[DATABASE_URL]",
    (text) =>
      object({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "api" },
        data: { DATABASE_URL: base64(text) },
      }),
  ],
  ["a ConfigMap", "data[DATABASE_URL]", (text) => configMap({ DATABASE_URL: text })],
  ...(["containers", "initContainers", "ephemeralContainers"] as const).flatMap((list): Giver[] => [
    [
      `a variable of ${list}`,
      `spec.template.spec.${list}[api].env[DATABASE_URL]`,
      (text) => deployment({ env: [{ name: "DATABASE_URL", value: text }] }, list),
    ],
    [
      `the command of ${list}`,
      `spec.template.spec.${list}[api].command[1]`,
      (text) => deployment({ command: ["serve", text] }, list),
    ],
    [
      `an argument of ${list}`,
      `spec.template.spec.${list}[api].args[1]`,
      (text) => deployment({ args: ["--database", text] }, list),
    ],
  ]),
  [
    "a function of Knative",
    "spec.template.spec.containers[0].env[DATABASE_URL]",
    (text) =>
      object({
        apiVersion: "serving.knative.dev/v1",
        kind: "Service",
        metadata: { name: "api" },
        spec: { template: { spec: { containers: [{ env: [{ name: "DATABASE_URL", value: text }] }] } } },
      }),
  ],
  [
    "a function of Lambda",
    "environment.variables[DATABASE_URL]",
    (text) =>
      resource("aws:lambda/function:Function", { environment: { variables: { DATABASE_URL: text } } }),
  ],
  [
    "a function of Google Cloud, as it was",
    "environmentVariables[DATABASE_URL]",
    (text) =>
      resource("gcp:cloudfunctions/function:Function", { environmentVariables: { DATABASE_URL: text } }),
  ],
  [
    "a function of Google Cloud",
    "serviceConfig.environmentVariables[DATABASE_URL]",
    (text) =>
      resource("gcp:cloudfunctionsv2/function:Function", {
        serviceConfig: { environmentVariables: { DATABASE_URL: text } },
      }),
  ],
  ...(
    [
      ["gcp:cloudrun/service:Service", ["template", "spec"]],
      ["gcp:cloudrunv2/service:Service", ["template"]],
      ["gcp:cloudrunv2/workerPool:WorkerPool", ["template"]],
      ["gcp:cloudrunv2/job:Job", ["template", "template"]],
    ] as const
  ).map(([type, path]): Giver => [
    type,
    `${path.join(".")}.containers[1].envs[DATABASE_URL]`,
    (text) => {
      const containers = [{}, { envs: [{ name: "DATABASE_URL", value: text }] }];
      return resource(
        type,
        path.reduceRight<Properties>((inner, step) => ({ [step]: inner }), { containers }),
      );
    },
  ]),
  [
    "a task of ECS",
    "containerDefinitions[1].environment[DATABASE_URL]",
    (text) =>
      resource("aws:ecs/taskDefinition:TaskDefinition", {
        containerDefinitions: JSON.stringify([{}, { environment: [{ name: "DATABASE_URL", value: text }] }]),
      }),
  ],
  [
    "Secrets Manager",
    "secretString",
    (text) => resource("aws:secretsmanager/secretVersion:SecretVersion", { secretString: text }),
  ],
  ["a parameter of SSM", "value", (text) => resource("aws:ssm/parameter:Parameter", { value: text })],
  [
    "an open parameter of SSM",
    "insecureValue",
    (text) => resource("aws:ssm/parameter:Parameter", { insecureValue: text }),
  ],
  [
    "Secret Manager",
    "secretData",
    (text) => resource("gcp:secretmanager/secretVersion:SecretVersion", { secretData: text }),
  ],
];
