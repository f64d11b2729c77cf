import type { Values } from "../../../../local/plugins/base";
import { itConforms, type Exercise } from "../../../support/conformance";
import { archive, config, inputs as all, mainOf } from "./fixtures";

/** Building a plugin reads megabytes of an SDK's declarations. */
jest.setTimeout(60_000);

type Told = Omit<Exercise, "main" | "config" | "type" | "inputs" | "secretOutputs"> & Partial<Exercise>;

/** @param change inputs beside the usual ones, of an update and of a replacement */
const exercise = (
  type: string,
  change: { readonly update?: Values; readonly replace: Values },
  told: Told,
): Exercise => {
  const cloud = type.startsWith("aws:") ? "aws" : "gcp";
  const inputs = all[type]!;
  return {
    main: mainOf(cloud),
    config: config[cloud],
    type,
    inputs,
    ...(change.update && { update: { ...inputs, ...change.update } }),
    replace: { ...inputs, ...change.replace },
    secretOutputs: [],
    ...told,
  };
};

const lambda = all["aws:lambda/function:Function"]!;
const cloudFunction = all["gcp:cloudfunctionsv2/function:Function"]!;
const rule = all["aws:cloudwatch/eventRule:EventRule"]!;

describe.each([
  exercise(
    "aws:lambda/function:Function",
    { update: { code: archive("two"), memorySize: 512 }, replace: { name: "bye" } },
    {
      dependent: "role",
      outputs: ["arn", "codeSha256", "invokeArn", "qualifiedArn", "region", "tagsAll", "version"],
      invalid: [
        { inputs: { ...lambda, role: 1 }, property: "role" },
        { inputs: { ...lambda, code: "index.js" }, property: "code" },
        { inputs: { ...lambda, imageUri: "hello:1" }, property: "code" },
        { inputs: { ...lambda, memorySize: "256" }, property: "memorySize" },
        { inputs: { ...lambda, environment: { variables: [] } }, property: "environment.variables" },
        { inputs: { ...lambda, environment: { variable: {} } }, property: "environment.variable" },
      ],
    },
  ),
  exercise(
    "aws:cloudwatch/eventRule:EventRule",
    { update: { description: "Orders." }, replace: { eventBusName: "others" } },
    {
      dependent: "eventPattern",
      outputs: ["arn", "region", "tagsAll"],
      invalid: [
        { inputs: { ...rule, eventPattern: "order.placed" }, property: "eventPattern" },
        { inputs: { name: "assign" }, property: "eventPattern" },
      ],
    },
  ),
  exercise(
    "aws:lambda/permission:Permission",
    { replace: { principal: "s3.amazonaws.com" } },
    {
      dependent: "function",
      outputs: ["region"],
      invalid: [
        { inputs: { ...all["aws:lambda/permission:Permission"], principal: 1 }, property: "principal" },
      ],
    },
  ),
  exercise(
    "gcp:cloudfunctionsv2/function:Function",
    { update: { serviceConfig: { availableMemory: "512Mi" } }, replace: { location: "europe-west3" } },
    {
      dependent: "description",
      inputs: { ...cloudFunction, description: "Greets." },
      update: { ...cloudFunction, description: "Greets.", serviceConfig: { availableMemory: "512Mi" } },
      outputs: ["effectiveLabels", "environment", "project", "pulumiLabels", "state", "url"],
      invalid: [
        {
          inputs: { ...cloudFunction, serviceConfig: { uri: "https://mine" } },
          property: "serviceConfig.uri",
        },
        { inputs: { ...cloudFunction, location: 1 }, property: "location" },
      ],
    },
  ),
  exercise(
    "gcp:storage/bucketObject:BucketObject",
    { update: { cacheControl: "no-store" }, replace: { source: archive("two") } },
    {
      dependent: "bucket",
      outputs: ["md5hash", "md5hexhash", "mediaLink", "outputName", "selfLink"],
      invalid: [{ inputs: { bucket: "sources", name: "hello.zip" }, property: "source" }],
    },
  ),
  exercise(
    "gcp:secretmanager/secretVersion:SecretVersion",
    { update: { enabled: false }, replace: { secretData: "other" } },
    {
      dependent: "secret",
      secretOutputs: ["secretData"],
      outputs: ["name", "version"],
      invalid: [{ inputs: { secretData: "t0ken" }, property: "secret" }],
    },
  ),
])("$type", (one) => {
  itConforms(one);
});
