import { Command } from "./command";

/** What of the command itself is known before anybody is asked. */
jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

const stack = (identity: string) =>
  `config:\n  cake:environment: dev\n  cake:cluster: { kind: local }\n  cake:identity: ${identity}\n`;

/** Runs a command that must end with a mistake, before any program was called and any file was made. */
async function refused(args: string): Promise<string> {
  const { code, text } = await command.run(args);
  expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(/^\s+at /m) as string });
  expect([await command.calls(), await command.made()]).toEqual([[], []]);
  return text.trim();
}

const every = [
  "list",
  "invite rose@x.test",
  "disable flora",
  "enable flora",
  "delete flora --yes",
  "export flora",
];

test("a stack that signs nobody in has no users, whatever is to be done with them", async () => {
  await command.write(
    "Pulumi.dev.yaml",
    "config:\n  cake:environment: dev\n  cake:cluster: { kind: local }\n",
  );
  for (const args of every) {
    expect(await refused(`users ${args}`)).toBe(
      "Stack dev has no users: cake:identity is missing. Allowed: kind keycloak. Set it in Pulumi.dev.yaml, " +
        "and run `npx cake up dev`.",
    );
  }
});

test("a stack whose users are somebody else's", async () => {
  await command.write("Pulumi.dev.yaml", stack("{ kind: oidc, issuer: https://shop.eu.auth0.com/ }"));
  expect(await refused("users list")).toContain("its users are those of https://shop.eu.auth0.com/");
});

test("a stack that is not there, or was never up", async () => {
  expect(await refused("users list devv")).toMatch(/^There is no stack "devv".* Did you mean dev\?$/);
  expect(await refused("users disable flora --stack devv")).toMatch(/^There is no stack "devv"/);
  await command.write("Pulumi.dev.yaml", stack("{ kind: keycloak }"));
  expect(await refused("users list")).toBe("The local platform is not running: run `npx cake up`.");
});

test("an address that is none is said to be, whatever the stack is", async () => {
  expect(await refused("users invite rose --name Rose --stack nowhere")).toBe(
    'The address is "rose". Allowed: an e-mail address, such as flora@florist.example.\n' +
      '--name is "Rose". Allowed: a first and a last name, such as "Flora Florist".',
  );
});

test("a command that is not there is refused with the one that was meant", async () => {
  expect(await refused("users lst")).toMatch(/^error: unknown command 'lst'\n\(Did you mean list\?\)/);
});
