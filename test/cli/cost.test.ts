import { Command } from "./command";

jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

/** No cluster, no root, no program of the machine. */
const nothing = { root: false, cores: 1, memory: 0, disk: 0 };

test.each([
  ["cost", /^PostgreSQL: nothing beyond the machines that it runs on\.\n?$/],
  ["cost prod", /^CockroachDB Basic: at most \$0\.00 a month\.\n.* \$15\.00 a month are free/],
])("%s says it from the stack's file alone", async (args, words) => {
  const { code, text } = await command.run(args, nothing, { COCKROACH_API_KEY: "" });
  expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(words) as string });
  expect([await command.calls(), await command.made()]).toEqual([[], []]);
});

test("limits that are wrong are refused", async () => {
  const prod = await command.read("Pulumi.prod.yaml");
  await command.write("Pulumi.prod.yaml", `${prod}    requestUnits: 5\n`);
  expect(await command.run("cost prod")).toEqual({
    code: 1,
    text: expect.stringContaining("cake:database.requestUnits is the number 5. Allowed: a whole") as string,
  });
});
