import * as path from "node:path";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { instance } from "./instance";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { repeated } from "./timing";

const root = path.join(__dirname, "..", "..");

/** Runs the program as the language host does, but with an engine that takes every resource at once and does nothing. */
const start = `
require("ts-node").register({ transpileOnly: true });
const pulumi = require("@pulumi/pulumi");
const config = { "cake:environment": "dev", "cake:cluster": JSON.stringify({ kind: "local" }) };
pulumi.runtime.setAllConfig(config);
const mocks = { call: ({ inputs }) => inputs, newResource: ({ name, inputs }) => ({ id: name, state: inputs }) };
(async () => {
  await pulumi.runtime.setMocks(mocks, "cakestack", "dev", true);
  pulumi.runtime.getMonitor().registerErrorHook = (request, callback) => callback(null, {});
  await pulumi.runtime.runInPulumiStack(require("./stacks"));
})();`;

/** How long the TypeScript program takes by itself: from `node` to its last resource. */
export async function measureProgram(report: Report): Promise<void> {
  const env = await environmentOf(instance);
  const run = () => execa("node", ["-e", start], { cwd: root, env });
  await run();
  const times = await repeated(7, run);
  report.add(
    "program: start to last resource, no engine (median of 7)",
    seconds(median(times)),
    "1.2 s or less",
  );
}
