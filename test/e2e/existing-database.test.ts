import { RunError } from "@pulumi/pulumi";
import { preflight } from "../../components/cockroach/existing/preflight";
import { requirementsScript } from "../../components/cockroach/existing/requirements";
import { startPostgres, type Login, type PostgresServer } from "../support/postgres";

/** Building PostgreSQL's folder, where nothing is cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
  await server.query(server.admin, "CREATE ROLE plain LOGIN PASSWORD 's3cret'");
  await server.query(server.admin, "CREATE ROLE maker LOGIN CREATEDB CREATEROLE PASSWORD 's3cret'");
});

afterAll(() => server?.stop());

const maker: Login = { user: "maker", password: "s3cret", database: "postgres" };

type Address = Pick<PostgresServer, "port" | "ca">;

function check({ user, password, database }: Login, host = "127.0.0.1", { port, ca }: Address = server) {
  const login = [user, password].map(encodeURIComponent).join(":");
  return preflight(`postgresql://${login}@${host}:${port}/${database}?sslrootcert=${ca}`);
}

/** The message of the RunError that a check ends in. */
async function refusal(checked: Promise<unknown>): Promise<string> {
  const error: unknown = await checked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(RunError.isInstance(error)).toBe(true);
  const { message } = error as Error;
  expect(message).not.toMatch(/s3cret|a password/);
  return message;
}

test.each(["admin", "maker"] as const)("a real PostgreSQL is good for %s", async (who) => {
  const found = await check(who === "admin" ? server.admin : maker);
  expect(found).toEqual({
    engine: "postgres",
    connections: 48,
    ca: expect.stringContaining("BEGIN CERTIFICATE") as string,
  });
});

test("a user without rights", async () => {
  expect(await refusal(check({ ...maker, user: "plain" }))).toBe(
    `The database at postgresql://plain@127.0.0.1:${server.port}/postgres cannot be used: plain lacks CREATEDB and CREATEROLE. ` +
      'As an administrator, run: ALTER ROLE "plain" CREATEDB CREATEROLE;',
  );
});

test.each<[string, Partial<Login>, string]>([
  ["a wrong password", { password: "wrong" }, "it refuses the password of maker."],
  ["a user that does not exist", { user: "nobody" }, "it refuses the password of nobody."],
  ["a database that does not exist", { database: "none" }, "it has no database none."],
])("%s", async (_, login, reason) => {
  expect(await refusal(check({ ...maker, ...login }))).toContain(reason);
});

test("another host name than those of its certificate", async () => {
  expect(await refusal(check(maker, "localhost"))).toContain("its certificate is not for localhost:");
});

test("an authority that is not its own", async () => {
  expect(await refusal(check(maker, "127.0.0.1", { ...server, ca: "system" }))).toContain(
    "its certificate is of no authority that is trusted:",
  );
});

test("a server whose TLS is off", async () => {
  const plain = await startPostgres({ ssl: "off" });
  try {
    expect(await refusal(check(plain.admin, "127.0.0.1", plain))).toContain("it speaks no TLS.");
  } finally {
    await plain.stop();
  }
});

describe("looked at from within the cluster, by the script of a Job", () => {
  const declared = { engine: "postgres", connections: 50 } as const;
  const plain: Login = { ...maker, user: "plain" };

  test.each(["admin", "maker"] as const)("it is good for %s", async (who) => {
    const login = who === "admin" ? server.admin : maker;
    expect(await server.script(login, requirementsScript(declared))).toEqual({ code: 0, text: "" });
  });

  test("everything that is wrong is said at once, and nothing of the password", async () => {
    const { code, text } = await server.script(plain, requirementsScript({ ...declared, connections: 101 }));
    expect(code).toBe(3);
    expect(text).toContain(
      "  - it has 100 connections, and cake:database.private.connections is 101. Lower that.\n" +
        "  - plain lacks CREATEDB. As an administrator, run: ALTER ROLE plain CREATEDB;\n" +
        "  - plain lacks CREATEROLE. As an administrator, run: ALTER ROLE plain CREATEROLE;\n",
    );
    expect(text).toContain("ERROR:  The existing database cannot be used.");
    expect(text).not.toContain(plain.password);
  });

  test("another engine than the declared one is refused", async () => {
    const { code, text } = await server.script(
      maker,
      requirementsScript({ ...declared, engine: "cockroach" }),
    );
    expect(code).toBe(3);
    expect(text).toMatch(
      /^ {2}- it is PostgreSQL 1\d\.\d+, and cake:database\.private\.engine is cockroach\. Correct that\.$/m,
    );
  });
});
