import * as pulumi from "@pulumi/pulumi";
import { readConfig } from "../../../stacks/config";

beforeAll(async () => {
  await pulumi.runtime.setMocks(
    { newResource: (args) => ({ id: args.name, state: {} }), call: () => ({}) },
    "cakestack",
    "dev",
  );
});

const configured = (values: Record<string, string>, secrets: string[] = []) =>
  pulumi.runtime.setAllConfig(values, secrets);

/** What `readConfig` throws. */
function thrown(): unknown {
  try {
    return readConfig();
  } catch (error) {
    return error;
  }
}

test("reads namespace cake", () => {
  configured({ "cake:environment": "dev", "cake:cluster": '{"kind":"local"}' });
  expect(readConfig()).toEqual({ environment: "dev", cluster: { kind: "local" } });
});

test("throws one RunError that lists every problem and says where to correct it", () => {
  configured({ "cake:cluster": '{"kind":"loca"}', "cake:domian": "x" });
  const error = thrown();
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect((error as Error).message.split("\n")).toEqual([
    "3 problems in the configuration of stack dev; nothing was changed:",
    "  - cake:environment is missing. Allowed: dev, prod, preview.",
    '  - cake:cluster.kind is the text "loca". Allowed: local, kubeconfig. Did you mean local?',
    "  - cake:domian is not a key. Did you mean cake:domain? Allowed here: environment, preview, domain, cluster, database, databaseUrl, identity, authorization, simulate, functions, events, guardrails.",
    "Edit Pulumi.dev.yaml, or use `pulumi config set --path KEY VALUE`. docs/configuration.md lists all keys.",
  ]);
});

test("knows from the engine which keys are secret", () => {
  configured({ "cake:environment": "hunter2", "cake:cluster": '{"kind":"local"}' }, ["cake:environment"]);
  const { message } = thrown() as Error;
  expect(message).toContain("1 problem in");
  expect(message).toContain("cake:environment is a secret.");
  expect(message).not.toContain("hunter2");
});
