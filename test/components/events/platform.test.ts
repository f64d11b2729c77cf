import * as path from "node:path";
import execa from "execa";

/** What of clouds' SDKs a program has loaded that loaded these. */
async function loaded(...modules: readonly string[]): Promise<string[]> {
  const files = modules.map((name) => path.join(__dirname, "..", "..", "..", "components", "events", name));
  const script = [
    ...files.map((file) => `require(${JSON.stringify(file)});`),
    "const found = Object.keys(require.cache).flatMap((file) => /@pulumi.(aws|gcp)\\b/.exec(file)?.[1] ?? []);",
    "console.log(JSON.stringify([...new Set(found)]));",
  ].join("\n");
  const args = ["-r", "ts-node/register/transpile-only", "-e", script];
  const { stdout } = await execa(process.execPath, args, { cwd: path.join(__dirname, "..", "..", "..") });
  return JSON.parse(stdout) as string[];
}

test("who has functions and a bus on Knative loads no SDK of a cloud", async () => {
  expect(await loaded("platform", "bus", "function", "function/check", "ledger")).toEqual([]);
});

test.each([
  ["lambda", ["aws"]],
  ["eventbridge", ["aws"]],
  ["cloud-functions", ["gcp"]],
  ["pubsub", ["gcp"]],
])("who has %s loads %j", async (name, sdks) => {
  expect(await loaded("platform", name)).toEqual(sdks);
});
