import * as path from "node:path";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { instance } from "./instance";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { repeated } from "./timing";

const root = path.join(__dirname, "..", "..");

/**
 * Runs the program as the language host does, but with an engine that takes every resource at once and does nothing.
 * Prints how many milliseconds after the start of the process the first resource was asked for.
 */
const start = `
const pulumi = require("@pulumi/pulumi");
const config = { "cake:environment": "dev", "cake:cluster": JSON.stringify({ kind: "local" }) };
pulumi.runtime.setAllConfig(config);
let first;
const newResource = ({ name, inputs }) => {
  first ??= performance.now();
  return { id: name, state: inputs };
};
const mocks = { call: ({ inputs }) => inputs, newResource };
(async () => {
  await pulumi.runtime.setMocks(mocks, "cakestack", "dev", true);
  pulumi.runtime.getMonitor().registerErrorHook = (request, callback) => callback(null, {});
  await pulumi.runtime.runInPulumiStack(require("./stacks"));
  console.log("first " + first);
})();`;

/** How long the TypeScript program takes by itself: from `node` to its first resource, and to its last one. */
export async function measureProgram(report: Report): Promise<void> {
  const env = await environmentOf(instance);
  const first: number[] = [];
  const run = async () => {
    const { stdout } = await execa("node", ["--require", "./stacks/preload.js", "-e", start], {
      cwd: root,
      env,
    });
    first.push(Number(/^first (.+)$/m.exec(stdout)?.[1]));
  };
  await run();
  first.length = 0;
  const times = await repeated(7, run);
  report.add("program: start to first resource (median of 7)", seconds(median(first)), "1.2 s or less");
  report.add("program: start to last resource, no engine (median of 7)", seconds(median(times)));
}
