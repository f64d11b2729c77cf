import { RunError } from "@pulumi/pulumi";
import type { CakeConfig } from "../../../../stacks/config";
import { checkCredentials } from "../../../../stacks/function-platform/credentials";
import { withPresets } from "../../../../stacks/presets";

/** A machine on which nobody is signed in to anything, and that has no role. */
const nobody = {
  HOME: "/nowhere",
  AWS_EC2_METADATA_DISABLED: "true",
  // Nothing listens there.
  GCE_METADATA_HOST: "127.0.0.1:1",
};
const lambda = { kind: "lambda", region: "eu-central-1" } as const;
const cloudFunctions = { kind: "cloudfunctions", project: "shop-prod-1234", region: "europe-west1" } as const;

const check = (functions: CakeConfig["functions"], simulate?: true) =>
  checkCredentials(
    withPresets({ environment: "dev", cluster: { kind: "local" }, functions, simulate }),
    nobody,
  );

test.each<[CakeConfig["functions"], RegExp]>([
  [lambda, /^AWS needs credentials/],
  [cloudFunctions, /^Google Cloud needs credentials/],
])("a stack with functions in a cloud needs credentials for it: %j", async (functions, problem) => {
  const refusal = check(functions);
  await expect(refusal).rejects.toThrow(problem);
  await expect(refusal).rejects.toBeInstanceOf(RunError);
});

test.each<[CakeConfig["functions"], true | undefined]>([
  [undefined, undefined],
  [{ kind: "knative" }, undefined],
  [lambda, true],
  [cloudFunctions, true],
])("one without any, or with a simulated one, needs none: %j", async (functions, simulate) => {
  await expect(check(functions, simulate)).resolves.toBeUndefined();
});
