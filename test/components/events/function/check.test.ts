import * as fs from "node:fs";
import { checkFunctions } from "../../../../components/events/function/check";
import { sourceOf } from "../runtime/process";

const folders: string[] = [];
const source = (code: string): { source: string } => {
  const folder = sourceOf(code);
  folders.push(folder);
  return { source: folder };
};
afterEach(() => folders.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true })));

const good = "export default () => new Response();";

test("functions that are good are not mentioned, with or without source", async () => {
  expect(await checkFunctions({ a: { code: source(good) }, b: { code: { image: "b:1" } } })).toEqual([]);
});

test("every mistake of every function is shown at once, and nothing of the machinery", async () => {
  const broken = source("export default (\n  => 1;");
  const check = checkFunctions({
    broken: { code: broken },
    good: { code: source(good) },
    greedy: { code: { image: "b:1" }, scale: { min: 2, max: 1 }, startTimeout: "0 seconds" },
  });
  const messages = [
    `function broken:\n  - ${broken.source} does not compile:`,
    /Unexpected "=>"\n\n.*index\.ts:2:2:/,
    "function greedy:\n  - scale.max is 1.",
    `  - startTimeout is "0 seconds". Allowed: 1 second or more.`,
  ];
  for (const message of messages) await expect(check).rejects.toThrow(message);
  await expect(check).rejects.not.toThrow("good");
  await expect(check).rejects.toMatchObject({ name: "Error", __pulumiRunError: true });
});

test("a trigger that can never fire is a mistake of its function", async () => {
  const image = { code: { image: "b:1" } };
  const triggers = [{ event: { type: "order.placed" } }];
  await expect(checkFunctions({ assign: { ...image, triggers } }, ["bus"])).rejects.toThrow(
    "function assign:\n  - it waits for events order.placed, which no function publishes. Published: none.",
  );
  const place = { ...image, publishes: ["order.placed"] };
  expect(await checkFunctions({ assign: { ...image, triggers }, place }, ["bus"])).toEqual([]);
  await expect(checkFunctions({ place })).rejects.toThrow("it has publishes, and no bus. Give it needs.bus.");
});

test("what a function's place has no room for is found before anything is made", async () => {
  const hello = { code: source(good) };
  const reach = { cluster: false, internet: true };
  const on = (kind: "lambda" | "cloudfunctions", prefix: string) =>
    checkFunctions({ hello }, [], { kind, reach, prefix });
  expect(await on("lambda", "cake-dev")).toEqual([]);
  await expect(on("lambda", "cake-dev.1")).rejects.toThrow(
    'function hello:\n  - its name on Lambda would be "cake-dev.1-hello", with the stack\'s prefix. Allowed: letters, ' +
      "digits, dashes and underscores. Give the stack another prefix.",
  );
  await expect(on("cloudfunctions", "cake-Dev")).rejects.toThrow(
    'its name on Cloud Functions would be "cake-Dev-hello", with the stack\'s prefix. Allowed: lower-case letters, digits',
  );
  await expect(on("cloudfunctions", "c".repeat(44))).rejects.toThrow("Allowed: up to 49 characters.");
});

test("functions that wake each other in a circle are told of", async () => {
  const echo = { code: { image: "b:1" }, triggers: [{ event: { type: "said" } }], publishes: ["said"] };
  expect(await checkFunctions({ echo }, ["bus"])).toEqual([
    "Functions wake each other in a circle: echo → echo. See that it ends, or take a trigger out.",
  ]);
});
