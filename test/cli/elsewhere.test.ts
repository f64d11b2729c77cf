import { Command } from "./command";

/** Commands about a function that is not on the local platform. */
jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

const cluster =
  "{ kind: kubeconfig, path: shop.kubeconfig, context: shop, domain: x.test, scheme: https, registry: r.test/x }";
const database = (cloud: string, region: string) =>
  `{ kind: cockroach, cloud: ${cloud}, regions: [${region}], allow: [0.0.0.0/0] }`;
const stacks = {
  lambda: [
    `cake:cluster: ${cluster}`,
    `cake:database: ${database("AWS", "eu-central-1")}`,
    "cake:functions: { kind: lambda, region: eu-central-1, prefix: shop }",
  ],
  cloudfunctions: [
    `cake:cluster: ${cluster}`,
    `cake:database: ${database("GCP", "europe-west1")}`,
    "cake:functions: { kind: cloudfunctions, project: shop-prod-1234, region: europe-west1 }",
  ],
  knative: [`cake:cluster: ${cluster}`],
};

/** A stack `shop` whose functions are there. */
const shop = (where: keyof typeof stacks) =>
  command.write(
    "Pulumi.shop.yaml",
    ["config:", "  cake:environment: dev", ...stacks[where].map((line) => `  ${line}`), ""].join("\n"),
  );

/** Runs a command that must end with a mistake, before any program was called and any file was made. */
async function refused(args: string): Promise<string> {
  const { code, text } = await command.run(args);
  expect({ code, text }).toEqual({ code: 1, text: expect.not.stringMatching(/^\s+at /m) as string });
  expect(await command.calls()).toEqual([]);
  return text.trim();
}

/** The stack on the local platform. */
const holdsLambda = () => {
  const state = JSON.stringify({ checkpoint: { latest: { resources: [{}] } } });
  return command.writeInInstance("pulumi-simulated/.pulumi/stacks/cakestack/lambda.json", state);
};

describe.each(["logs hello", "invoke hello", "dev hello"])("%s", (args) => {
  test.each([
    ["lambda", "Lambda"],
    ["cloudfunctions", "Cloud Functions"],
  ])("of a simulated cloud says that nothing runs there: %s", async (stack, title) => {
    expect(await refused(`${args} --stack ${stack}`)).toBe(
      `Function hello of stack ${stack} is on a simulated ${title} (cake:simulate is true): nothing runs there. ` +
        "Run the same handler on a stack that has hello on the local platform, such as dev (`npx cake up dev`), " +
        "or remove cake:simulate.",
    );
    expect(await command.made()).toEqual([]);
  });

  test("is about the stack on the local platform where none is named", async () => {
    await holdsLambda();
    expect(await refused(args)).toMatch(/^Function hello of stack lambda is on a simulated Lambda/);
  });
});

describe("logs", () => {
  test("of a cloud's stack without that function", async () => {
    await shop("lambda");
    expect(await refused("logs helo --stack shop")).toBe(
      'Stack shop has no function "helo". It has: hello. Did you mean hello?',
    );
    expect(await refused("logs orders --stack shop")).toBe(
      'Stack shop has no function "orders". It has: hello.',
    );
  });

  test("of a stack that is not there, or is wrong", async () => {
    expect(await refused("logs hello --stack lambada")).toMatch(
      /^There is no stack "lambada".* Did you mean lambda\?$/,
    );
    await command.write("Pulumi.shop.yaml", "config:\n  cake:functions: { kind: lambda }\n");
    expect(await refused("logs hello --stack shop")).toContain("cake:functions.region is missing");
  });

  /** A program that says something, and ends with 3. */
  const saying = (name: string) => command.program(name, "echo a line; exit 3");

  test.each([
    ["lambda", "", "aws logs tail /aws/lambda/shop-hello --region eu-central-1 --since 1h"],
    ["lambda", " -f", "aws logs tail /aws/lambda/shop-hello --region eu-central-1 --since 1h --follow"],
    [
      "cloudfunctions",
      "",
      "gcloud functions logs read cake-shop-hello --region europe-west1 --project shop-prod-1234 --gen2 --limit 200",
    ],
    [
      "cloudfunctions",
      " --follow",
      "gcloud beta run services logs tail cake-shop-hello --region europe-west1 --project shop-prod-1234",
    ],
  ] as const)("on %s%s are shown by the cloud's own program, which decides how they end", async (...row) => {
    const [where, follow, line] = row;
    await shop(where);
    await saying(line.split(" ")[0]!);
    expect(await command.run(`logs hello --stack shop${follow}`)).toEqual({
      code: 3,
      text: `${line}\na line`,
    });
    expect(await command.calls()).toEqual([line]);
  });

  test("on a cluster that exists are kubectl's, by the kubeconfig and the context of the stack", async () => {
    await shop("knative");
    await saying("kubectl");
    expect((await command.run("logs ledger --stack shop -f")).code).toBe(3);
    expect(await command.calls()).toEqual([
      expect.stringMatching(
        /^kubectl --kubeconfig \/.*\/shop\.kubeconfig --context shop --namespace functions logs --selector serving\.knative\.dev\/service=ledger --container user-container --tail=200 --follow$/,
      ),
    ]);
  });
});

describe("dev", () => {
  test.each([
    ["lambda", "runs on Lambda"],
    ["cloudfunctions", "runs on Cloud Functions"],
    ["knative", "is on a cluster that exists"],
  ] as const)("is refused on %s, with what to do", async (where, found) => {
    await shop(where);
    expect(await refused("dev hello --stack shop")).toBe(
      `Function hello of stack shop ${found}. Allowed: one on the local platform, where others do not call it. ` +
        "`npx cake up shop` brings a change there. Run the same handler on a stack that has hello on the local " +
        "platform, such as dev (`npx cake up dev`), and `npx cake dev hello --stack dev`.",
    );
  });
});

test.each(["lambda", "cloudfunctions", "knative"] as const)(
  "invoke on %s, of a stack that was never up",
  async (where) => {
    await shop(where);
    expect(await refused("invoke hello --stack shop")).toBe(
      "Stack shop was never up: run `npx cake up shop`.",
    );
  },
);

test("dead letters of functions in a cloud are in that cloud", async () => {
  await holdsLambda();
  expect(await refused("events dead")).toBe(
    "Stack lambda has its functions in a cloud, which keeps their dead letters itself. " +
      "docs/functions.md says how they are looked at there, and come back.",
  );
});
