import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { stateOf } from "../../cli/backend";
import { filesOf } from "../../local/emulators/cockroach-cloud/files";
import { homeOf, instanceOf } from "../../local/home";
import { cake, environmentOf, program } from "../support/cake";
import { Checkout } from "../support/checkout";
import { call } from "../support/ingress";
import { Terminal } from "../support/terminal";

/*
 * The stack with CockroachDB Cloud, emulated, from nothing to nothing: two terminals, as a person has them. The tests
 * are steps of one story and run in order: the first one pays for the tools and the platform.
 */

const instance = "simulated-stack";
const stack = "simulated";
/** Compiling every tool on two cores takes about 20 minutes. */
jest.setTimeout(45 * 60_000);

const here = instanceOf(homeOf(), { CAKE_INSTANCE: instance });
const files = filesOf(here);

let checkout: Checkout;
let emulator: Terminal;
let env: Record<string, string> = {};

/** The first terminal. Clusters take their time. */
async function emulate(): Promise<void> {
  const command = `node ${program} emulate cockroach-cloud --creation-delay 10000`;
  emulator = new Terminal(command, { CAKE_INSTANCE: instance });
  await emulator.shows(/Ctrl-C ends it/);
}

async function stopEmulator(): Promise<void> {
  emulator.interrupt();
  await emulator.ended;
}

/** The second one. */
const run = (...args: string[]) => checkout.cake(instance, ...args);

async function expectUp(): Promise<string> {
  const { code, text } = await run("up", stack);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("hello answered 200") as string });
  return text;
}

const pulumi = (...args: string[]) =>
  checkout.run(env, "pulumi", ...args, "--stack", stack, "--non-interactive");

/** Asks the emulated API. */
async function ask<Answer>(called: string, body?: object): Promise<Answer> {
  const method = body ? "POST" : "GET";
  const headers = { Authorization: `Bearer ${env.COCKROACH_API_KEY}` };
  const url = `${env.COCKROACH_SERVER}${called}`;
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  return (await answer.json()) as Answer;
}

const fault = (wanted: object) => ask("/emulator/faults", wanted);

interface Cluster {
  readonly id: string;
  readonly config: {
    readonly serverless: { readonly usage_limits: { readonly request_unit_limit: string } };
  };
}

const clusters = async () => (await ask<{ clusters: Cluster[] }>("/api/v1/clusters")).clusters;

/** The names in a list of the only cluster. */
async function namesIn(what: "databases" | "sql-users", key: "databases" | "users"): Promise<string[]> {
  const [cluster] = await clusters();
  const list = await ask<Record<string, { name: string }[]>>(`/api/v1/clusters/${cluster?.id}/${what}`);
  return (list[key] ?? []).map(({ name }) => name).sort();
}

/** Greets somebody. @returns how often they were greeted, as the database has it */
async function greet(name: string): Promise<unknown> {
  const { text } = await pulumi("stack", "output", "--json");
  const { urls } = JSON.parse(text) as { urls: { hello: string } };
  return (await call(`${urls.hello}/?name=${name}`)).body;
}

const greeted = (name: string, times: number) => ({ message: `Hello, ${name}!`, times });

/** A second application's database, which is in the program or not. */
const library = `  database.application("library", {});\n`;
const programFile = "stacks/platform.ts";
const addLibrary = () => checkout.edit(programFile, "  const connection =", `${library}  const connection =`);
const removeLibrary = () => checkout.edit(programFile, library, "");

const stackFile = (...database: string[]) =>
  [
    "config:",
    "  cake:environment: dev",
    "  cake:simulate: true",
    "  cake:cluster: { kind: local }",
    "  cake:database:",
    ...["kind: cockroach", "cloud: GCP", "regions: [us-east1]", ...database].map((line) => `    ${line}`),
    "",
  ].join("\n");

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  checkout = await Checkout.make();
  await emulate();
  env = await environmentOf(instance, stack);
});

afterAll(async () => {
  await stopEmulator();
  await cake(instance, "wipe", "--yes");
  await checkout.remove();
});

test("a cluster that cannot be made stops the first up, with the reason", async () => {
  await fault({ effect: "fail creation" });
  const { code, text } = await run("up", stack);
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("CREATION_FAILED") as string });
  expect(text).toContain("It was deleted again. Run the same command again");
  expect(await clusters()).toEqual([]);
});

test("the next up goes on, waits for a slow one, and ends with a function that reads and writes it", async () => {
  const text = await expectUp();
  expect(text).toContain("Stack simulated (clouds are emulated): done");
  expect([await greet("florist"), await greet("florist")]).toEqual([
    greeted("florist", 1),
    greeted("florist", 2),
  ]);
});

test("status names the emulator, and wipe leaves its data alone while it runs", async () => {
  const rows = new RegExp(`emulated CockroachDB Cloud +${env.COCKROACH_SERVER}$`, "m");
  expect((await run("status")).text).toMatch(rows);
  const { code, text } = await run("wipe", "--yes");
  expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("End it with Ctrl-C") as string });
});

test("a second up changes nothing, and plain pulumi sees the same", async () => {
  expect(await expectUp()).toMatch(/: 0 changes; \d+ unchanged/);
  const preview = await pulumi("preview", "--refresh", "--expect-no-changes");
  expect(preview).toEqual({ code: 0, text: expect.stringMatching(/\d+ unchanged/) as string });
});

test("the API key is in its file, and nowhere else", async () => {
  const key = (await fs.readFile(files.key, "utf8")).trim();
  expect(key).toMatch(/^CCDB1_/);
  expect((await run("env", stack)).text).not.toContain(key);
  const kept = [files.key, files.state, stateOf(here, true), path.join(here.directory, "logs")];
  const { stdout } = await execa("grep", ["-rlF", key, ...kept]);
  expect(stdout.split("\n")).toEqual([files.key]);
});

test("limits, allow list and passwords change in place, and the function answers on", async () => {
  const [before] = await clusters();
  const changes = ["requestUnits: 60000000", "allow: [192.0.2.0/24]", "rotation: { hello: 1 }"];
  await checkout.write("Pulumi.simulated.yaml", stackFile(...changes));
  await expectUp();
  const [after] = await clusters();
  expect(after).toMatchObject({
    id: before?.id,
    config: { serverless: { usage_limits: { request_unit_limit: "60000000" } } },
  });
  const { allowlist } = await ask<{ allowlist: { cidr_ip: string; cidr_mask: number }[] }>(
    `/api/v1/clusters/${after?.id}/networking/allowlist`,
  );
  const entries = allowlist.map(({ cidr_ip, cidr_mask }) => `${cidr_ip}/${cidr_mask}`);
  expect(entries.sort()).toEqual(["192.0.2.0/24", "198.51.100.1/32"]);
  expect(await greet("florist")).toEqual(greeted("florist", 3));
});

test.each([
  [
    "401",
    { status: 401, message: "the key has expired" },
    /the key has expired\. \(HTTP 401\)\n.*COCKROACH_API_KEY/,
  ],
  ["409", { status: 409, message: "being changed" }, /being changed\. \(HTTP 409\)\n.*a little later/],
  ["429", { status: 429, times: 5, retry_after: 0 }, /\(HTTP 429\)\n.*too many requests at a time/],
  ["500", { status: 500 }, /\(HTTP 500\)\n.*a fault of the service/],
])("an answer of %s stops an up with what to do, and the function answers on", async (_, answer, problem) => {
  await addLibrary();
  await fault({ on: "POST /api/v1/clusters/*/databases", effect: "error", ...answer });
  const { code, text } = await run("up", stack);
  await removeLibrary();
  expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(problem) as string });
  expect(text).toContain('did not create the database "library"');
  expect(text).not.toMatch(/^\s+at /m);
  expect(await namesIn("databases", "databases")).not.toContain("library");
  expect(await greet("grocer")).toMatchObject({ message: "Hello, grocer!" });
});

test("the next up goes on: a database is added with its users, and taken out with them", async () => {
  await addLibrary();
  await expectUp();
  const users = ["library_app_a", "library_app_b", "library_owner"];
  expect(await namesIn("databases", "databases")).toContain("library");
  expect(await namesIn("sql-users", "users")).toEqual(expect.arrayContaining(users));
  await removeLibrary();
  await expectUp();
  expect(await namesIn("databases", "databases")).not.toContain("library");
  const left = await namesIn("sql-users", "users");
  expect(left.filter((name) => users.includes(name))).toEqual([]);
  expect(await greet("florist")).toEqual(greeted("florist", 4));
});

test("while no emulator runs, down touches nothing and says what to do", async () => {
  await stopEmulator();
  const { code, text } = await run("down", stack, "--yes");
  expect({ code, text }).toEqual({
    code: 1,
    text: expect.stringContaining("npx cake emulate cockroach-cloud") as string,
  });
  expect(text).not.toContain("deleted");
});

test("down leaves nothing, in the emulator neither", async () => {
  await emulate();
  const { code, text } = await run("down", stack, "--yes");
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("nothing of it is left") as string,
  });
  expect(await clusters()).toEqual([]);
  expect(await fs.readdir(files.clusters)).toEqual([]);
});
