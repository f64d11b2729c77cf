import * as path from "node:path";
import execa from "execa";

const root = path.join(__dirname, "..", "..");

/** What a program sees of the stack of a promise of the SDK, and of an error of its own. */
const program = `
require("ts-node").register({ transpileOnly: true, swc: true });
const lines = (stack) => stack.split("\\n").length;
require("./stacks/promise-stacks");
const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable");
const promise = Promise.resolve();
debuggablePromise(promise, "a test");
let mistake;
try { require("./components/duration").toSeconds("soon"); } catch (error) { mistake = error.stack; }
console.log(JSON.stringify({ promise: lines(promise._debugStackTrace), mistake }));`;

const run = async (env: NodeJS.ProcessEnv = {}) => {
  const { stdout } = await execa("node", ["-e", program], { cwd: root, env });
  return JSON.parse(stdout) as { promise: number; mistake: string };
};

test("promises of the SDK have no stack, errors of the program name their line in TypeScript", async () => {
  const { promise, mistake } = await run();
  expect(promise).toBe(1);
  expect(mistake).toMatch(/at .*toSeconds .*components\/duration\.ts:\d+:\d+\)/);
});

test("promises have their stack where somebody looks for those that never end", async () => {
  const { promise } = await run({ PULUMI_DEBUG_PROMISE_LEAKS: "1" });
  expect(promise).toBeGreaterThan(1);
});
