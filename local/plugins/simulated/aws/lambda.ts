import lambdaFunction from "sdk:aws:lambda/function:Function";
import eventSourceMapping from "sdk:aws:lambda/eventSourceMapping:EventSourceMapping";
import functionUrl from "sdk:aws:lambda/functionUrl:FunctionUrl";
import permission from "sdk:aws:lambda/permission:Permission";
import type { ResourceType, Values } from "../../base";
import { digest, hashOf } from "../digest";
import { word } from "../names";
import { oneOf, simulated, text, type Made } from "../resource";
import { arnOf, hostOf, partition, regional, regionOf, tagged, type Account } from "./account";

type Resource = Made<Account>;

const functionArn = (made: Resource, name = text(made.inputs, "name")): string =>
  // Some inputs take a name or an ARN.
  name.startsWith("arn:") ? name : arnOf("lambda", made, `function:${name}`);

/** By which an API gateway calls it. */
const invokeArn = (made: Resource): string =>
  `arn:${partition}:apigateway:${regionOf(made)}:lambda:path/2015-03-31/functions/${functionArn(made)}/invocations`;

const urlId = ({ inputs }: Resource): string => digest(`url of ${text(inputs, "functionName")}`, 32);

export const lambda: Readonly<Record<string, ResourceType<Account>>> = {
  "aws:lambda/function:Function": simulated(lambdaFunction, {
    description: "A function of Lambda, simulated: it runs nowhere.",
    fixed: ["name", "packageType", "region"],
    id: (inputs) => text(inputs, "name"),
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => functionArn(made),
      invokeArn,
      qualifiedArn: (made) => `${functionArn(made)}:$LATEST`,
      version: () => "$LATEST",
      codeSha256: ({ inputs }) => hashOf(inputs.code ?? inputs.imageUri ?? inputs.s3Key),
    },
    moving: ["tagsAll", "codeSha256"],
    // Where its code comes from.
    check: oneOf("code", "imageUri", "s3Bucket"),
  }),
  "aws:lambda/functionUrl:FunctionUrl": simulated(functionUrl, {
    description: "An address of a function, simulated: it leads nowhere.",
    fixed: ["functionName", "qualifier", "region"],
    id: (inputs) => text(inputs, "functionName"),
    outputs: {
      ...regional,
      functionArn: (made) => functionArn(made, text(made.inputs, "functionName")),
      functionUrl: (made) => `https://${hostOf(made, urlId(made), "lambda-url")}/`,
      urlId,
    },
  }),
  "aws:lambda/permission:Permission": simulated(permission, {
    description: "Who may call a function, simulated.",
    fixed: "all",
    id: (inputs) => `${word}-${statementId(inputs)}`,
    outputs: { ...regional, statementId: ({ inputs }) => statementId(inputs) },
  }),
  "aws:lambda/eventSourceMapping:EventSourceMapping": simulated(eventSourceMapping, {
    description: "What gives a queue's messages to a function, simulated.",
    fixed: ["eventSourceArn", "region"],
    id: mappingId,
    outputs: {
      ...regional,
      ...tagged,
      arn: (made) => arnOf("lambda", made, `event-source-mapping:${made.id}`),
      functionArn: (made) => functionArn(made, text(made.inputs, "functionName")),
      state: ({ inputs }) => (inputs.enabled === false ? "Disabled" : "Enabled"),
      uuid: ({ id }) => id,
    },
    moving: ["tagsAll", "state", "functionArn"],
  }),
};

const statementId = (inputs: Values): string =>
  typeof inputs.statementId === "string"
    ? inputs.statementId
    : digest(["action", "function", "principal", "sourceArn"].map((name) => text(inputs, name)).join(" "));

function mappingId(inputs: Values): string {
  const hex = digest(`${text(inputs, "eventSourceArn")} ${text(inputs, "functionName")}`, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
