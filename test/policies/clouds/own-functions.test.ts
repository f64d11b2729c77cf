import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { FunctionPlatform, FunctionSpec } from "../../../components/contracts";
import { EventBridgeBus } from "../../../components/events/eventbridge";
import { deploy } from "../../../components/events/platform";
import { PubSubBus } from "../../../components/events/pubsub";
import { clouds } from "../../../policies/clouds";
import { judge, resource } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, type Registrations } from "../../support/registrations";

const arn = (service: string, name: string) => `arn:aws:${service}:eu-central-1:1:${name}`;

/** What clouds answer that other resources are given. */
const outputs = (type: string, name: string): object => {
  const made: Readonly<Record<string, object>> = {
    "aws:lambda/function:Function": { arn: arn("lambda", `function:cake-test-${name}`) },
    "aws:lambda/functionUrl:FunctionUrl": { functionUrl: "https://a.lambda-url.eu-central-1.on.aws/" },
    "aws:cloudwatch/eventBus:EventBus": { arn: arn("events", `event-bus/cake-test-${name}`) },
    "aws:cloudwatch/eventRule:EventRule": { arn: arn("events", `rule/cake-test-events/${name}`) },
    "aws:cloudwatch/logGroup:LogGroup": { arn: arn("logs", `log-group:${name}`) },
    "aws:iam/role:Role": { arn: `arn:aws:iam::1:role/${name}` },
    "aws:sqs/queue:Queue": { arn: arn("sqs", name), url: `https://sqs.eu-central-1.amazonaws.com/1/${name}` },
    "gcp:cloudfunctionsv2/function:Function": { serviceConfig: { uri: "https://a.a.run.app" } },
    "gcp:serviceaccount/account:Account": {
      email: "a@shop.iam.gserviceaccount.com",
      member: "serviceAccount:a@shop.iam.gserviceaccount.com",
    },
    "gcp:secretmanager/secretVersion:SecretVersion": { version: "3" },
  };
  return made[type] ?? {};
};

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations(outputs);
});
beforeEach(() => registrations.clear());

const source = path.join(__dirname, "..", "..", "contract", "functions");
const requests = { code: { source: path.join(source, "requests") } };
const events = { code: { source: path.join(source, "events") } };
const reach = { cluster: false, internet: true } as const;

/** A function of each kind: called by everybody, by its ARN, by events and by a time. */
function functions(bus: NonNullable<FunctionSpec["needs"]>["bus"]): Readonly<Record<string, FunctionSpec>> {
  return {
    hello: { ...requests, publishes: ["order.placed"], needs: { bus } },
    ask: { ...requests, visibility: "cluster", secrets: { TOKEN: "t0ken" } },
    assign: { ...events, triggers: [{ event: { type: "order.placed" } }], needs: { bus } },
    morning: { ...events, triggers: [{ schedule: "0 6 * * *" }], scale: { max: 1 } },
  };
}

/** What this layer has against everything that was registered. */
async function findings(platform: FunctionPlatform, made: Readonly<Record<string, FunctionSpec>>) {
  await Promise.all(
    Object.entries(made).map(async ([name, spec]) => {
      const deployed = deploy(platform, name, spec);
      await valueOf(deployed.innerUrl);
    }),
  );
  const resources = registrations.names().map((one) => {
    const [type, name] = one.split(" ") as [string, string];
    const { inputs } = registrations.get(name, type);
    return resource(type, inputs as Properties, { name });
  });
  return clouds.flatMap((policy) =>
    judge(policy, resources).map(
      ({ resource: found, message }) => `${found?.name}: ${message.split("\n")[0]}`,
    ),
  );
}

const network = { subnets: ["subnet-1"], securityGroups: ["sg-1"] };

test("of functions on Lambda, nothing is wrong but that one is public, which its stack has to list", async () => {
  const bus = new EventBridgeBus("events", { prefix: "cake-test" });
  const key = "arn:aws:kms:eu-central-1:1:key/a";
  const platform: FunctionPlatform = {
    kind: "lambda",
    reach,
    prefix: "cake-test",
    logDays: 14,
    key,
    network,
  };
  expect(await findings(platform, functions(bus))).toEqual([
    'hello-url: authorizationType is "NONE", so that anybody on the internet may call the function.',
  ]);
});

test("of functions on Cloud Functions, nothing is wrong", async () => {
  const bus = new PubSubBus("events", { prefix: "cake-test" });
  const platform: FunctionPlatform = {
    kind: "cloudfunctions",
    reach,
    prefix: "cake-test",
    region: "europe-west1",
    project: "shop",
    projectNumber: pulumi.output("42"),
    bucket: pulumi.output("cake-test-sources"),
  };
  expect(await findings(platform, functions(bus))).toEqual([]);
});
