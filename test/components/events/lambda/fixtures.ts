import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionPlatform, FunctionSpec } from "../../../../components/contracts";
import { deploy } from "../../../../components/events/platform";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

/** What AWS answers: ARNs and addresses, as it makes them of names. */
const outputs = (type: string, name: string): object => {
  const region = "eu-central-1:1";
  const own = name.replace(/-(logs|role|url)$/, "");
  const made: Readonly<Record<string, object>> = {
    "aws:lambda/function:Function": { arn: `arn:aws:lambda:${region}:function:cake-test-${name}` },
    "aws:lambda/functionUrl:FunctionUrl": { functionUrl: `https://${own}.lambda-url.eu-central-1.on.aws/` },
    "aws:cloudwatch/logGroup:LogGroup": {
      arn: `arn:aws:logs:${region}:log-group:/aws/lambda/cake-test-${own}`,
    },
    "aws:cloudwatch/eventRule:EventRule": { arn: `arn:aws:events:${region}:rule/cake-test-events/${name}` },
    "aws:sqs/queue:Queue": {
      arn: `arn:aws:sqs:${region}:cake-test-${name}`,
      url: `https://sqs.eu-central-1.amazonaws.com/1/cake-test-${name}`,
    },
    "aws:iam/role:Role": { arn: `arn:aws:iam::1:role/cake-test-${own}` },
  };
  return made[type] ?? {};
};

/** What is made. */
export let registrations: Registrations;

/** Records what every test of a file makes, and nothing of the one before. */
export function recordLambdas(): void {
  beforeAll(async () => {
    registrations = await recordRegistrations(outputs);
  });
  beforeEach(() => registrations.clear());
}

const source = path.join(__dirname, "..", "..", "..", "contract", "functions");
/** What functions are without anything else: one that takes requests, and one that takes events. */
export const requests = { code: { source: path.join(source, "requests") } };
export const events = { code: { source: path.join(source, "events") } };
type LambdaPlatform = Extract<FunctionPlatform, { kind: "lambda" }>;
export const platform: LambdaPlatform = {
  kind: "lambda",
  reach: { cluster: false, internet: true },
  prefix: "cake-test",
  logDays: 14,
};
export const bus: EventBus = {
  kind: "eventbridge",
  url: pulumi.output("https://events.eu-central-1.amazonaws.com/event-bus/cake-test-events"),
  delivery: "at-least-once",
  arn: pulumi.output("arn:aws:events:eu-central-1:1:event-bus/cake-test-events"),
  name: pulumi.output("cake-test-events"),
};

/** A function that is deployed. */
export async function registered(name: string, spec: FunctionSpec, on: Partial<LambdaPlatform> = {}) {
  const deployed = deploy({ ...platform, ...on }, name, spec);
  return { url: await valueOf(deployed.url), innerUrl: await valueOf(deployed.innerUrl) };
}
export const inputsOf = (type: string, name: string) => registrations.get(name, `aws:${type}`).inputs;
export const lambdaOf = (name: string) => inputsOf("lambda/function:Function", name);
export const policyOf = (name: string, type = "iam/rolePolicy:RolePolicy") =>
  JSON.parse(inputsOf(type, type.startsWith("iam") ? `${name}-policy` : name).policy as string) as {
    Statement: Statement[];
  };
interface Statement {
  readonly Sid: string;
  readonly Action: string[];
  readonly Resource: string[];
}
