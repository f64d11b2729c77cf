import { fakePostgres, type FakeServer } from "../../cockroach/existing/fake-server";

let server: FakeServer;
beforeAll(async () => {
  server = await fakePostgres({ version: "PostgreSQL 15.0" });
});
afterAll(() => server.stop());
afterEach(() => {
  for (const name of ["DATABASE_URL", "DATABASE_POOL_SIZE", "DATABASE_CA"]) delete process.env[name];
});

/** Asks the database as a function does that has these variables. */
async function asked(variables: Readonly<Record<string, string>>): Promise<unknown> {
  Object.assign(process.env, { DATABASE_POOL_SIZE: "1", ...variables });
  let rows: unknown;
  await jest.isolateModulesAsync(async () => {
    const { database } = await import("../../../../components/events/runtime/database");
    const pool = database();
    try {
      ({ rows } = await pool.query("SELECT version()"));
    } finally {
      await pool.end();
    }
  });
  return rows;
}

const address = () => `postgresql://a:b@127.0.0.1:${server.port}/c?sslmode=verify-full`;

test("a server with an authority of its own is verified with the one among the variables", async () => {
  const rows = await asked({ DATABASE_URL: address(), DATABASE_CA: server.cert });
  expect(rows).toEqual([expect.objectContaining({ version: "PostgreSQL 15.0" })]);
});

test("without one it is refused, and so is one that another authority has signed", async () => {
  await expect(asked({ DATABASE_URL: address() })).rejects.toThrow(/self-signed certificate/);
  const other = await fakePostgres({ version: "PostgreSQL 15.0" });
  await expect(asked({ DATABASE_URL: address(), DATABASE_CA: other.cert })).rejects.toThrow(/certificate/);
  await other.stop();
});

test("a function without a database is told so", async () => {
  await expect(asked({})).rejects.toThrow("The function has no database. Give it needs.database.");
});
