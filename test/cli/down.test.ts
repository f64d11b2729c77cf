import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Command } from "./command";
import { refused as refusedBy, stack } from "./refused";

/** Commands that end or delete something, where nothing is. */
jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

const refused = (...run: Parameters<Command["run"]>) => refusedBy(command, ...run);

describe("down", () => {
  test("asks, and where nobody can answer says how to go on without", async () => {
    expect(await refused("down")).toBe(
      "Destroy everything in stack dev, with its data? Nobody can answer here: add --yes.",
    );
  });

  test("refuses a stack without a file, and a machine that can have no platform, before it asks", async () => {
    expect(await refused("down devv")).toContain('There is no stack "devv"');
    expect(await refused("down --yes", { root: false })).toContain("No local platform can run here");
  });

  test("makes no tools to destroy what was never up, whatever else is wrong with its file", async () => {
    await command.write("Pulumi.dev.yaml", stack("cake:enviroment: dev", "cake:cluster: { kind: local }"));
    const { code, text } = await command.run("down --yes");
    expect({ code, text }).toEqual({
      code: 0,
      text: expect.stringContaining("Stack dev is destroyed") as string,
    });
    expect([await command.calls(), await command.made()]).toEqual([[], []]);
  });
});

describe.each(["stop", "wipe --yes"])("%s", (args) => {
  test("makes no tools where nothing runs", async () => {
    await command.writeInInstance("data", "");
    expect((await command.run(args)).code).toBe(0);
    expect([await command.calls(), await command.made()]).toEqual([[], ["instances"]]);
    const left = await fs.readdir(path.join(command.home, "instances"));
    expect(left).toEqual(args === "stop" ? ["command"] : []);
  });
});

test("wipe asks, and where nobody can answer says how to go on without", async () => {
  expect(await refused("wipe")).toBe(
    "Delete the local platform with all its data? Nobody can answer here: add --yes.",
  );
});
