import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { FunctionSpec } from "../../../../components/contracts";
import { problemsOf } from "../../../../components/events/function/problems";

const good: FunctionSpec = { code: { image: "registry.example.com/greeter:1" } };
const problems = (spec: object, name = "greeter") => problemsOf(name, { ...good, ...spec });

test("a function that says no more than it must is good", () => {
  expect(problems({})).toEqual([]);
});

test.each<[string, object, string | undefined, string]>([
  ["upper case", {}, "Greeter", 'the name is "Greeter". Allowed: up to 40 lower-case letters'],
  ["a digit first", {}, "1st", 'the name is "1st"'],
  ["a dash last", {}, "greeter-", 'the name is "greeter-"'],
  ["too long a name", {}, "g".repeat(41), "Allowed: up to 40"],
  ["fewer than no pods", { scale: { min: -1 } }, undefined, "scale.min is -1. Allowed: 0 or more."],
  ["half a pod", { scale: { min: 0.5 } }, undefined, "scale.min is 0.5."],
  ["no pod at most", { scale: { max: 0 } }, undefined, "scale.max is 0. Allowed: 1 or more"],
  ["a range that is empty", { scale: { min: 5, max: 4 } }, undefined, "at least scale.min (5)"],
  ["too many at once", { scale: { concurrency: 1001 } }, undefined, "Allowed: 0 (no limit) to 1000."],
  ["no time", { timeout: "0 seconds" }, undefined, 'timeout is "0 seconds". Allowed: 1 to 600 seconds.'],
  ["more time than Knative gives", { timeout: "11 minutes" }, undefined, "Allowed: 1 to 600 seconds."],
  ["a time without a unit", { timeout: "60" }, undefined, 'timeout: "60" is no duration.'],
  ["too little memory for Node", { memory: "63 MB" }, undefined, 'Allowed: "64 MB" or more'],
  ["memory in other words", { memory: "256Mi" }, undefined, 'memory: "256Mi" is no amount of memory.'],
  ["an empty image", { code: { image: "" } }, undefined, "code.image is empty."],
  ["both kinds of code", { code: { image: "a", source: "b" } }, undefined, "both of source and image"],
  ["a variable with a dash", { environment: { "A-B": "" } }, undefined, '"A-B" is no name of a variable.'],
  ["a variable of Knative's", { secrets: { PORT: "1" } }, undefined, "PORT is set by Knative"],
])("%s is refused", (_, spec, name, expected) => {
  const found = problems(spec, name);
  expect(found).toEqual([expect.stringContaining(expected)]);
});

test("a variable that is plain and secret at once is refused", () => {
  expect(problems({ environment: { TOKEN: "a" }, secrets: { TOKEN: "b" } })).toEqual([
    "TOKEN is in both environment and secrets. Take it out of one.",
  ]);
});

test.each([
  [{ max: 5 }, "scale.max is 5, and needs.database is a connection for 4 pods at once. Allowed: up to that."],
  [{ min: 5 }, "scale.min is 5, and needs.database is a connection for 4 pods at once. Allowed: up to that."],
  [{ min: 5, max: 6 }, "scale.max is 6, and needs.database is a connection for 4 pods"],
])("more pods than its database has connections for are refused: %j", (scale, expected) => {
  const database = { secret: "orders", pods: 4 };
  expect(problems({ scale, needs: { database } })).toEqual([expect.stringContaining(expected)]);
  expect(problems({ scale: { min: 1, max: 4 }, needs: { database } })).toEqual([]);
  expect(problems({ needs: { database } })).toEqual([]);
});

test("a source folder must have an index.ts", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "function-"));
  try {
    expect(problems({ code: { source: folder } })).toEqual([
      `code.source is "${folder}", but ${path.join(folder, "index.ts")} does not exist. It exports the handler: make it.`,
    ]);
    fs.writeFileSync(path.join(folder, "index.ts"), "");
    expect(problems({ code: { source: folder } })).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test("everything that is wrong is said at once", () => {
  expect(problems({ scale: { min: -1, max: 0 }, memory: "1 MB", timeout: "1 hour" }, "")).toHaveLength(5);
});
