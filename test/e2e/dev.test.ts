import execa from "execa";
import { environmentOf } from "../support/cake";
import { Checkout } from "../support/checkout";
import { call } from "../support/ingress";
import { tokensOf } from "../support/oauth";
import { Visitor, type Tokens } from "../support/sign-in";
import { usersOf, type StackUsers } from "../support/stack-users";
import { Terminal } from "../support/terminal";
import { browser } from "./dev/browser";
import { pipeline } from "./dev/pipeline";

/*
 * The dev stack on a platform of its own: Keycloak and SpiceDB in the stack's database, functions that know their users by
 * them, and events between functions. The tests are steps of one story and run in order: the first one pays for the tools and
 * the platform.
 */

const instance = "identity";
jest.setTimeout(60 * 60_000);

let checkout: Checkout;
let env: Record<string, string>;
let text: string;
let application: StackUsers["application"];
let url: string;
let passwords: StackUsers["passwords"];

const cake = (...args: string[]) => checkout.cake(instance, ...args);
const pulumi = (...args: string[]) => checkout.run(env, "pulumi", ...args);
const output = async (name: string) =>
  JSON.parse(
    (await pulumi("stack", "output", name, "--json", "--show-secrets", "--stack", "dev")).text,
  ) as unknown;
const kubectl = async (...args: string[]) => (await execa("kubectl", args, { env })).stdout;

/** Calls the function. */
const ask = (place: string, token?: string, method?: string) =>
  call(`${url}${place}`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

const signIn = (user: string): Promise<Tokens> =>
  tokensOf(application, { username: user, password: passwords[user] ?? "" });

beforeAll(async () => {
  checkout = await Checkout.make();
  await cake("wipe", "--yes");
  const up = await cake("up", "dev");
  if (up.code !== 0) throw new Error(up.text);
  ({ text } = up);
  env = await environmentOf(instance, "dev");
  ({ url, passwords, application } = await usersOf(checkout, env));
});

afterAll(async () => {
  await cake("wipe", "--yes");
  await checkout.remove();
});

test("an update says where users sign in, and who is there to try it", () => {
  expect(text).toContain(url);
  expect(Object.keys(passwords)).toEqual(["dario", "flora"]);
  for (const password of Object.values(passwords)) {
    expect(password).toMatch(/^[a-zA-Z0-9]{20}$/);
    expect(text).toContain(password);
  }
});

test("a second update changes nothing, and nothing has drifted", async () => {
  const again = await cake("up", "dev");
  expect(again).toEqual({ code: 0, text: expect.stringContaining("Stack dev: 0 changes") as string });
  const preview = ["preview", "--stack", "dev", "--refresh", "--expect-no-changes"];
  expect(await pulumi(...preview)).toMatchObject({ code: 0 });
});

test("no password is in the state in plain text", async () => {
  const { text: state } = await pulumi("stack", "export", "--stack", "dev");
  expect(state).toContain("cakestack:auth:Realm");
  const { clientSecret } = (await output("keycloak")) as { clientSecret: string };
  expect(clientSecret).toMatch(/^[a-zA-Z0-9]{32}$/);
  for (const secret of [clientSecret, ...Object.values(passwords)]) expect(state).not.toContain(secret);
});

test("whoever is not signed in is told to", async () => {
  expect(await ask("/me")).toEqual({ status: 401, body: { error: "Sign in first." } });
  expect(await ask("/me", "token")).toMatchObject({ status: 401 });
});

test("a function knows its user, with the roles that the user has", async () => {
  const [flora, dario] = await Promise.all([signIn("flora"), signIn("dario")]);
  expect(await ask("/me", flora.access_token)).toMatchObject({
    status: 200,
    body: { name: "Flora Florist", roles: ["florist"] },
  });
  expect(await ask("/me", dario.access_token)).toMatchObject({ status: 200, body: { roles: ["driver"] } });
  expect(await ask("/me", flora.id_token)).toMatchObject({ status: 401 });
  expect(await ask("/me", flora.refresh_token)).toMatchObject({ status: 401 });
});

test("a role opens what others are refused, and so does a permission", async () => {
  const [flora, dario] = await Promise.all([signIn("flora"), signIn("dario")]);
  expect(await ask("/orders/roses", dario.access_token, "POST")).toMatchObject({ status: 403 });
  expect(await ask("/orders/roses", flora.access_token)).toMatchObject({ status: 403 });
  expect(await ask("/orders/roses", flora.access_token, "POST")).toMatchObject({ status: 201 });
  expect(await ask("/orders/roses", flora.access_token)).toMatchObject({
    status: 200,
    body: { order: "roses", shop: "main" },
  });
  expect(await ask("/orders/roses", dario.access_token)).toMatchObject({ status: 403 });
});

test("a wrong password signs nobody in", async () => {
  const wrong = { username: "flora", password: "wrong" };
  await expect(tokensOf(application, wrong)).rejects.toThrow("flora is not signed in");
});

describe("in a browser", () => {
  browser(() => ({ url, passwords }));
});

describe("an order", () => {
  pipeline(() => ({
    cake,
    env,
    text,
    ask: async (place, method) => ask(place, (await signIn("flora")).access_token, method),
  }));
});

test("a change of a function's source is live while it is followed, a mistake is shown, and then it is as it was", async () => {
  const { hello } = (await output("urls")) as { hello: string };
  const greeting = async () => ((await call(`${hello}/?name=Ada`)).body as { message: string }).message;
  const source = "examples/hello/index.ts";
  const dev = new Terminal(`node ${checkout.program} dev hello`, { CAKE_INSTANCE: instance });
  await dev.shows(/hello follows examples\/hello/);
  await checkout.edit(source, "Hello, ", "Good morning, ");
  await dev.shows(/hello is live after/);
  expect(await greeting()).toBe("Good morning, Ada!");
  await checkout.edit(source, "Good morning, ", "` + } ");
  await dev.shows(/examples\/hello does not compile:/);
  expect(await greeting()).toBe("Good morning, Ada!");
  dev.interrupt();
  expect((await dev.ended).code).toBe(0);
  expect(await greeting()).toBe("Hello, Ada!");
  await checkout.edit(source, "` + } ", "Hello, ");
});

describe("the command for users", () => {
  const rose = "rose@florist.example";
  /** Runs it. @returns all that it said */
  async function users(...args: string[]): Promise<string> {
    const { code, text: said } = await cake("users", ...args);
    expect({ code, said }).toEqual({ code: 0, said: expect.any(String) as string });
    return said;
  }

  test("lists who is there, by role, also as JSON", async () => {
    const all = await users("list");
    expect(all).toMatch(
      /Users of stack dev: 2\n {2}dario +Dario Driver +dario@florist\.example +enabled +driver\n/,
    );
    const florists = await users("list", "--role", "florist", "--json");
    expect(JSON.parse(florists.slice(florists.indexOf("[")))).toEqual([
      expect.objectContaining({ username: "flora", roles: ["florist"] }),
    ]);
    expect(await cake("users", "list", "--role", "florst")).toEqual({
      code: 1,
      text: expect.stringContaining(
        'Stack dev has no role "florst". Did you mean florist? It has: driver, florist.',
      ) as string,
    });
  });

  test("invites with a first password, which lets nobody in before there is another one", async () => {
    const said = await users("invite", rose, "--role", "driver", "--name", "Rose Thorn");
    expect(said).toContain(url);
    const [, password = ""] = /first password +([A-Za-z0-9]{20,})\n/.exec(said) ?? [];
    await expect(tokensOf(application, { username: rose, password })).rejects.toThrow(
      `${rose} is not signed in: 302`,
    );
    expect((await cake("users", "invite", rose)).text).toContain(`Stack dev has a user ${rose} already.`);
  });

  test("disables and enables, and says what becomes of a user of the program", async () => {
    expect(await users("disable", "flora")).toMatch(
      /^Disabled flora, [^]*flora is a user of stacks\/realm\.ts/m,
    );
    await expect(signIn("flora")).rejects.toThrow("flora is not signed in");
    await users("enable", "flora");
    expect(await signIn("flora")).toHaveProperty("access_token");
  });

  test("exports what is kept of a user", async () => {
    const said = await users("export", "flora");
    expect(JSON.parse(said.slice(said.indexOf("{")))).toMatchObject({
      profile: { username: "flora" },
      roles: { realm: ["florist"] },
    });
    expect(said).not.toContain(passwords.flora);
  });

  test("deletes, and not without being told to", async () => {
    const question = await cake("users", "delete", rose);
    expect(question).toEqual({
      code: 1,
      text: expect.stringContaining("Nobody can answer here: add --yes.") as string,
    });
    expect(await users("delete", rose, "--yes")).toContain(`Deleted ${rose}`);
    expect(await users("list")).not.toContain(rose);
  });
});

test("the realm that administers the others, its console and what Keycloak tells of itself are not public", async () => {
  const visitor = new Visitor();
  const { origin } = new URL(application.issuer);
  const places = [
    "/",
    "/admin/",
    "/admin/realms",
    "/realms/master/",
    "/metrics",
    "/health",
    "/realms/master/account/",
  ];
  for (const place of places) expect(await visitor.ask(`${origin}${place}`)).toMatchObject({ status: 404 });
  const document = await visitor.ask(`${application.issuer}/.well-known/openid-configuration`);
  expect(document.status).toBe(200);
  expect(JSON.parse(document.body)).toMatchObject({ issuer: application.issuer });
});

test("while nobody can say what a user may do, a function lets nobody in", async () => {
  const { access_token: token } = await signIn("flora");
  expect(await ask("/orders/roses", token)).toMatchObject({ status: 200 });
  await kubectl("-n", "permissions", "scale", "deployment", "spicedb", "--replicas=0");
  await kubectl(
    "-n",
    "permissions",
    "wait",
    "--for=delete",
    "pod",
    "--selector=app=spicedb",
    "--timeout=60s",
  );
  expect(await ask("/orders/roses", token)).toEqual({
    status: 503,
    body: { error: "What you may do cannot be checked now. Try again." },
  });
  expect(await ask("/me", token)).toMatchObject({ status: 200 });
  expect(await cake("up", "dev")).toMatchObject({ code: 0 });
});

test("a stack whose Keycloak is dead can be destroyed, and nothing of it is left", async () => {
  await kubectl("-n", "identity", "delete", "statefulset", "keycloak", "--wait=true");
  const down = await pulumi("destroy", "--yes", "--stack", "dev");
  expect(down).toMatchObject({ code: 0 });
  const { text: state } = await pulumi("stack", "export", "--stack", "dev");
  expect((JSON.parse(state) as { deployment: { resources?: unknown[] } }).deployment.resources ?? []).toEqual(
    [],
  );
  const namespaces = await kubectl("get", "namespaces", "-o", "name");
  expect(namespaces).not.toMatch(/identity|permissions/);
});
