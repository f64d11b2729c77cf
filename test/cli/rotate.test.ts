import { Command } from "./command";

jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

const file = "Pulumi.dev.yaml";
const wasUp = () => command.writeInInstance("pulumi/.pulumi/stacks/cakestack/dev.json", "{}");

/** Runs a command that must end with a mistake, before the stack's file is touched. */
async function refused(args: string): Promise<string> {
  const before = await command.read(file);
  const { code, text } = await command.run(args);
  expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(/^\s+at /m) as string });
  expect(await command.read(file)).toBe(before);
  return text.trim();
}

test("a database that the stack does not have is refused, with those that it has", async () => {
  expect(await refused("rotate database helo")).toBe(
    'Stack dev has no database "helo". It has: hello, florist. Did you mean hello?',
  );
  expect(await refused("rotate database orders")).toBe(
    'Stack dev has no database "orders". It has: hello, florist.',
  );
});

test("a stack without a file, or with a wrong one, is refused", async () => {
  expect(await refused("rotate database hello --stack devv")).toContain('There is no stack "devv"');
  await command.write(file, "config:\n  cake:environment: dev\n");
  expect(await refused("rotate database hello")).toContain("cake:cluster is missing");
});

test("a stack that was never up has no password to rotate", async () => {
  expect(await refused("rotate database hello")).toBe("Stack dev was never up: run `npx cake up dev`.");
});

test("a file that hides its database behind an alias is left to its owner", async () => {
  await command.write(
    file,
    "x: &shared { kind: postgres }\nconfig:\n  cake:environment: dev\n  cake:cluster: { kind: local }\n  cake:database: *shared\n",
  );
  expect(await refused("rotate database hello")).toBe(
    "Pulumi.dev.yaml has cake:database in a form that cannot be edited here. " +
      "Set cake:database.rotation.hello to 1 yourself, and run `npx cake up dev`.",
  );
});

test("where the stack does not come up, nothing is rotated", async () => {
  await wasUp();
  expect(await refused("rotate database hello")).toMatch(/Tools must be compiled here|apt-get update failed/);
});
