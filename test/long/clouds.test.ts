import { cake, environmentOf, program } from "../support/cake";
import { Checkout } from "../support/checkout";
import { Terminal } from "../support/terminal";

/*
 * The stacks whose functions are on simulated clouds, beside CockroachDB Cloud, emulated, and a cluster for the database's
 * Jobs. The tests are steps of one story and run in order.
 */

const instance = "clouds";
/** Compiling every tool on two cores takes about 20 minutes. */
jest.setTimeout(45 * 60_000);

let checkout: Checkout;
let emulator: Terminal;

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  checkout = await Checkout.make();
  emulator = new Terminal(`node ${program} emulate cockroach-cloud`, { CAKE_INSTANCE: instance });
  await emulator.shows(/Ctrl-C ends it/);
});

afterAll(async () => {
  emulator.interrupt();
  await emulator.ended;
  await cake(instance, "wipe", "--yes");
  await checkout.remove();
});

describe.each([
  [
    "lambda",
    /^ {2}hello {2}https:\/\/[0-9a-f]{32}\.lambda-url\.eu-central-1\.simulated\.invalid {2}simulated: nothing is there$/m,
  ],
  [
    "cloudfunctions",
    /^ {2}hello {2}https:\/\/cake-cloudfunctions-hello-[0-9a-f]{10}\.a\.run\.simulated\.invalid {2}simulated: nothing is there$/m,
  ],
])("the stack %s", (stack, row) => {
  const run = (...args: string[]) => checkout.cake(instance, ...args);

  it("comes up, with an address that is said to be simulated, and that nobody calls", async () => {
    const { code, text } = await run("up", stack);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(row) as string });
    expect(text).toContain(`Stack ${stack} (clouds are emulated): done`);
    expect(text).not.toContain("hello answered");
  });

  it("has no changes in a second update", async () => {
    const { code, text } = await run("up", stack);
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringMatching(/: 0 changes; \d+ unchanged/) as string,
    });
  });

  it("has nothing of functions in the cluster", async () => {
    const env = await environmentOf(instance, stack);
    const { text } = await checkout.run(env, "kubectl", "get", "namespaces", "--output=name");
    expect(text.split("\n")).toContain("namespace/database");
    expect(text).not.toMatch(/knative|functions/);
  });

  it("goes, and leaves nothing", async () => {
    const { code, text } = await run("down", stack, "--yes");
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining("is destroyed: nothing of it is left.") as string,
    });
  });
});
