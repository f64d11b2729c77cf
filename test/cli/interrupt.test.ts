import { spawn } from "node:child_process";
import * as path from "node:path";
import type { CakeRun } from "../support/cake";

const root = path.resolve(__dirname, "../..");

/** A command whose work is `work`; it says `begun` when it can be interrupted. */
const command = (work: string) => `
require("ts-node").register({ transpileOnly: true, swc: true });
const { handleInterrupts, inGoodOrder } = require("./cli/interrupt");
const { UserError } = require("./local/errors");
const { report } = require("./cli/main");
// By the stream of everything else: two have no order.
const say = (line) => console.error(line);
const forever = () => { say("begun"); return new Promise((_, reject) => { fail = reject; setInterval(() => {}, 1e6); }); };
let fail;
handleInterrupts();
(async () => { ${work} })().then(() => say("all done"), (error) => process.exit(report(error)));
`;

/** Runs it, and interrupts it at the first sign of each line. */
function interrupted(work: string, ...at: string[]): Promise<CakeRun> {
  const child = spawn(process.execPath, ["-e", command(work)], { cwd: root });
  let text = "";
  const read = (chunk: Buffer) => {
    text += chunk.toString();
    if (at[0] === undefined || !text.includes(at[0])) return;
    at.shift();
    child.kill("SIGINT");
  };
  child.stderr.on("data", read);
  return new Promise((resolve) => child.once("close", (code) => resolve({ code: code ?? -1, text })));
}

const goesOn = "\nInterrupted. Run the same command again to go on.\n";
const ending = "\nending in good order; press Ctrl-C again to end at once\n";

test("Ctrl-C ends a command at once, and says what to do next", async () => {
  expect(await interrupted("await forever();", "begun")).toEqual({ code: 130, text: `begun\n${goesOn}` });
});

test("work in good order is stopped, and waited for", async () => {
  const work = `await inGoodOrder(forever, async () => { say("stopping"); fail(new Error("cut off")); });`;
  expect(await interrupted(work, "begun")).toEqual({
    code: 130,
    // Once to make it end, and once for what it may have begun since.
    text: `begun\n${ending}stopping\nstopping\n${goesOn}`,
  });
});

test("the second Ctrl-C does not wait", async () => {
  const { code, text } = await interrupted("await inGoodOrder(forever);", "begun", "ending in good order");
  expect({ code, text }).toEqual({
    code: 130,
    text: `begun\n${ending}\nEnded at once. Run the same command again: it clears up first.\n`,
  });
});

test("what comes after the work is not begun, though the work itself was done", async () => {
  const work = `let done; await inGoodOrder(() => { say("begun"); return new Promise((end) => { done = end; setInterval(() => {}, 1e6); }); },
    () => done()); say("next");`;
  expect(await interrupted(work, "begun")).toEqual({ code: 130, text: `begun\n${ending}${goesOn}` });
});

test("work that could not be stopped says why", async () => {
  const work = `await inGoodOrder(forever, async () => { fail(new Error("cut off")); throw new UserError("no tools"); });`;
  expect(await interrupted(work, "begun")).toEqual({ code: 1, text: `begun\n${ending}\nno tools\n` });
});

test("nothing changes for work that is left alone, or fails by itself", async () => {
  const good = await interrupted(`say(await inGoodOrder(async () => "result"));`);
  expect(good).toEqual({ code: 0, text: "result\nall done\n" });
  const bad = await interrupted(`await inGoodOrder(async () => { throw new UserError("bad"); });`);
  expect(bad).toEqual({ code: 1, text: "\nbad\n" });
});
