import execa from "execa";
import { environmentOf } from "../support/cake";
import { Checkout } from "../support/checkout";
import { call } from "../support/ingress";
import { Terminal } from "../support/terminal";

/*
 * The database of the core stack's function, on a platform of its own. The tests are steps of one story and run in order:
 * the first one pays for the tools and the platform.
 */

const instance = "core-database";
const file = "Pulumi.core.yaml";
jest.setTimeout(45 * 60_000);

let checkout: Checkout;
let env: Record<string, string>;
let url: string;

const cake = (...args: string[]) => checkout.cake(instance, ...args);
const kubectl = async (...args: string[]) => (await execa("kubectl", args, { env })).stdout;

/** What the server's administrator is told. */
async function asAdministrator(sql: string): Promise<string> {
  const where = ["-n", "database"];
  const encoded = await kubectl(
    ...where,
    "get",
    "secret",
    "postgres-admin",
    "-o",
    "jsonpath={.data.password}",
  );
  const password = Buffer.from(encoded, "base64").toString();
  const psql = ["env", `PGPASSWORD=${password}`, "psql", "-h", "127.0.0.1", "-U", "postgres", "-XAtc", sql];
  return kubectl(...where, "exec", "postgres-0", "-c", "postgres", "--", ...psql);
}

/** Does some work again and again, as long as other work takes. @returns what came of each time */
async function meanwhile<T, S>(
  work: Promise<T>,
  sample: () => Promise<S>,
): Promise<{ result: T; samples: S[] }> {
  const samples: S[] = [];
  let done = false;
  const result = work.finally(() => (done = true));
  do samples.push(await sample());
  while (!done);
  return { result: await result, samples };
}

/** Who the function logs in as. */
async function user(): Promise<string> {
  const secret = ["-n", "functions", "get", "secret", "hello-hello-database"];
  return Buffer.from(await kubectl(...secret, "-o", "jsonpath={.data.user}"), "base64").toString();
}

/** Does work while the function is called again and again: every call has to be answered. */
async function expectAnswers<T>(work: Promise<T>): Promise<T> {
  const { result, samples } = await meanwhile(work, () => call(url));
  expect(samples.filter(({ status }) => status !== 200)).toEqual([]);
  return result;
}

beforeAll(async () => {
  checkout = await Checkout.make();
  await cake("wipe", "--yes");
  const { code, text } = await cake("up", "core");
  if (code !== 0) throw new Error(text);
  env = await environmentOf(instance);
  url = (await cake("open", "hello", "--stack", "core")).text.trim();
});

afterAll(async () => {
  await cake("wipe", "--yes");
  await checkout.remove();
});

test("a burst of 200 requests is answered, and holds no more connections than the application may", async () => {
  const limit = Number(
    await asAdministrator("SELECT rolconnlimit FROM pg_roles WHERE rolname = 'hello_app_a'"),
  );
  const burst = Promise.all(Array.from({ length: 200 }, () => call(`${url}/?name=burst`)));
  const held = () => asAdministrator("SELECT count(*) FROM pg_stat_activity WHERE datname = 'hello'");
  const { result, samples } = await meanwhile(burst, held);
  expect(result.filter(({ status }) => status !== 200)).toEqual([]);
  const times = result.map(({ body }) => (body as { times: number }).times).sort((one, other) => one - other);
  expect(times).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  const most = Math.max(...samples.map(Number));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(limit);
});

test("a rotation hands over to the other user, and every request in the meantime is answered", async () => {
  const before = await checkout.read(file);
  expect(await user()).toBe("hello_app_a");
  const { code, text } = await expectAnswers(cake("rotate", "database", "hello", "--stack", "core"));
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("Database hello was rotated") as string,
  });
  expect(await checkout.read(file)).toBe(
    `${before}  cake:database:\n    kind: postgres\n    rotation:\n      hello: 1\n`,
  );
  expect(await user()).toBe("hello_app_b");
  const preview = ["preview", "--stack", "core", "--expect-no-changes"];
  expect(await checkout.run(env, "pulumi", ...preview)).toEqual({
    code: 0,
    text: expect.stringContaining("PostgreSQL: nothing beyond the machines that it runs on.") as string,
  });
});

test("one that is cut off is ended by the next update, and every request is answered all along", async () => {
  const rotation = new Terminal(`node ${checkout.program} rotate database hello --stack core`, {
    CAKE_INSTANCE: instance,
  });
  await rotation.shows(/raised cake:database\.rotation\.hello to 2[^]*(created|updated|replaced) /);
  rotation.interrupt();
  const { code, text } = await expectAnswers(rotation.ended);
  expect({ code, text }).toEqual({
    code: 130,
    text: expect.stringContaining("The rotation of database hello may be unfinished") as string,
  });
  expect(await checkout.read(file)).toContain("hello: 2\n");
  expect(await expectAnswers(cake("up", "core"))).toMatchObject({ code: 0 });
  expect(await user()).toBe("hello_app_a");
});
