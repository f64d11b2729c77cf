import { sdkType } from "../../../../local/plugins/simulated/sdk";

/** An SDK's declarations are megabytes. */
jest.setTimeout(60_000);

it("says of AWS's SDK what it declares", () => {
  const { inputs, outputs } = sdkType("aws:lambda/function:Function");
  expect(inputs.role).toMatchObject({ type: "string", required: true });
  expect(inputs.code).toMatchObject({ type: "archive" });
  expect(inputs.memorySize).toMatchObject({ type: "number" });
  expect(inputs.publish).toMatchObject({ type: "boolean" });
  expect(inputs.architectures).toMatchObject({ type: "list" });
  expect(inputs.tags).toMatchObject({ type: "map" });
  // A value of an enumeration is a text.
  expect(inputs.runtime).toMatchObject({ type: "string" });
  expect(inputs.role).not.toHaveProperty("readOnly");
  expect(inputs.environment).toMatchObject({
    type: { name: "lambdaFunctionEnvironment", properties: { variables: { type: "map" } } },
  });
  expect(inputs.environment).not.toHaveProperty("required");
  expect(outputs).toMatchObject({ arn: { type: "string" }, sourceCodeSize: { type: "number" } });
  expect(outputs.arn!.description).toMatch(/ARN/);
});

it("knows resources by their ids, policies as texts or objects, lists of objects, and assets of both kinds", () => {
  expect(sdkType("aws:lambda/permission:Permission").inputs.function).toMatchObject({ type: "string" });
  expect(sdkType("aws:iam/role:Role").inputs.assumeRolePolicy).toMatchObject({ type: "any", required: true });
  expect(sdkType("gcp:storage/bucketObject:BucketObject").inputs.source).toMatchObject({ type: "asset" });
  expect(sdkType("aws:iam/role:Role").inputs.inlinePolicies).toMatchObject({
    type: { isList: true, properties: { name: { type: "string" } } },
  });
});

it("knows what only the cloud says among inputs", () => {
  const { serviceConfig } = sdkType("gcp:cloudfunctionsv2/function:Function").inputs;
  expect(serviceConfig).toMatchObject({
    type: { properties: { uri: { type: "string", readOnly: true }, availableMemory: { type: "string" } } },
  });
});

it("ends with objects that hold themselves", () => {
  const { eventTrigger } = sdkType("gcp:cloudfunctionsv2/function:Function").inputs;
  expect(eventTrigger).toMatchObject({ type: { properties: { eventFilters: { type: { isList: true } } } } });
  expect(() => JSON.stringify(sdkType("aws:provider:Provider"))).not.toThrow();
});

it.each([
  ["aws:lambda/funktion:Function", /^@pulumi\/aws has no aws:lambda\/funktion:Function: /],
  ["aws:lambda/function:Funktion", /declares no FunktionArgs\.$/],
])("has no %s", (token, problem) => {
  expect(() => sdkType(token)).toThrow(problem);
});
