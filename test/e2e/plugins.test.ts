import { engine, type Engine } from "../support/engine";

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const program = `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const config = new pulumi.Config();
const id = new random.RandomId("id", { byteLength: 4, keepers: { generation: config.require("generation") } });
const pet = new random.RandomPet("pet", { prefix: "p", keepers: { id: id.hex } });
const password = new random.RandomPassword("password", { length: 20, special: false });
const text = new random.RandomString("text", { length: 8, keepers: { token: config.requireSecret("token") } });
const uuid = new random.RandomUuid("uuid");
const typeError: string = 1;
export const names = [id.hex, pet.id, uuid.result, typeError];
export const secret = password.result;
export const hash = password.bcryptHash;
`;

interface Preview {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

const changes = (preview: Preview) =>
  preview.steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn.split("::").pop()}`);

describe("the engine with the language host and the random provider", () => {
  let pulumi: Engine;

  beforeAll(async () => {
    pulumi = await engine();
    await pulumi.write(program);
    await pulumi.succeed("config", "set", "generation", "1");
    await pulumi.succeed("config", "set", "--secret", "token", "t0ken-in-keepers");
  });

  afterAll(async () => {
    await pulumi.run("destroy", "--yes", "--skip-preview");
    await pulumi.remove();
  });

  const expectSuccess = async (...args: string[]) =>
    expect(await pulumi.succeed(...args)).toMatchObject({ code: 0 });

  it("creates, and secrets never stand in the state or the output", async () => {
    const { text } = await pulumi.succeed("up", "--yes");
    const outputs = JSON.parse(
      (await pulumi.succeed("stack", "output", "--json", "--show-secrets")).stdout,
    ) as {
      names: unknown[];
      secret: string;
      hash: string;
    };
    expect(outputs.names).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}$/),
      expect.stringMatching(/^p-[a-z]+-[a-z]+$/),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      1,
    ]);
    expect(outputs.secret).toMatch(/^[A-Za-z0-9]{20}$/);
    const shown = text + (await pulumi.stateFiles());
    for (const secret of [outputs.secret, outputs.hash, "t0ken-in-keepers"]) {
      expect(shown).not.toContain(secret);
    }
  });

  it("has nothing to do the second time, nor after a refresh, an export and an import", async () => {
    await expectSuccess("preview", "--expect-no-changes");
    await expectSuccess("refresh", "--yes", "--expect-no-changes");
    await pulumi.succeed("stack", "export", "--file", "exported.json");
    await pulumi.succeed("stack", "import", "--file", "exported.json");
    await expectSuccess("up", "--yes", "--expect-no-changes");
  });

  it("previews what an unknown keeper will replace, then replaces exactly that", async () => {
    await pulumi.succeed("config", "set", "generation", "2");
    const preview = JSON.parse((await pulumi.succeed("preview", "--json")).stdout) as Preview;
    expect(changes(preview).sort()).toEqual(["replace id", "replace pet"]);
    await pulumi.succeed("up", "--yes");
    await expectSuccess("preview", "--expect-no-changes");
  });

  it("imports what exists elsewhere", async () => {
    await pulumi.succeed(
      "import",
      "random:index/randomString:RandomString",
      "given",
      "abc",
      "--yes",
      "--generate-code=false",
      "--protect=false",
    );
    await pulumi.write(`${program}
new random.RandomString("given", { length: 3 });`);
    await expectSuccess("preview", "--expect-no-changes");
  });

  it("refuses inputs that the provider does not know, before anything is made", async () => {
    await pulumi.write(`${program}
new pulumi.CustomResource("random:index/randomPet:RandomPet", "typo", { lenght: 3 });`);
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain(
      `random:index/randomPet:RandomPet has no input "lenght". Inputs: keepers, length, prefix, separator.`,
    );
  });

  it("says which types the provider has when a program uses another", async () => {
    await pulumi.write(`${program}
new random.RandomShuffle("cards", { inputs: ["a", "b"] });`);
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain(
      "no type random:index/randomShuffle:RandomShuffle. It has: random:index/randomId:RandomId",
    );
  });

  it("shows a program's own error once, without a word of the host", async () => {
    await pulumi.write(`import * as pulumi from "@pulumi/pulumi";
throw new pulumi.RunError("the cause");`);
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain("the cause");
    expect(text).not.toContain("exit code");
  });

  it("destroys everything", async () => {
    await pulumi.write(program);
    await pulumi.succeed("destroy", "--yes");
    const state = JSON.parse((await pulumi.succeed("stack", "export")).stdout) as {
      deployment: { resources?: unknown[] };
    };
    expect(state.deployment.resources ?? []).toEqual([]);
  });
});
