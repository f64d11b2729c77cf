import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { preflight, type ExistingServer } from "../../../../components/cockroach/existing/preflight";
import { selfSigned } from "../../../support/certificate";
import { fakePostgres, fakeServer, type Answers, type FakeServer } from "./fake-server";

let folder: string;
let servers: FakeServer[];
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "preflight-"));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await fs.rm(folder, { recursive: true });
});

interface Options {
  readonly host?: string;
  readonly ca?: string;
  readonly timeout?: number;
}

async function check(server: Promise<FakeServer>, options: Options = {}): Promise<ExistingServer> {
  const { port, cert } = await server;
  servers.push(await server);
  const file = path.join(folder, "ca.crt");
  await fs.writeFile(file, options.ca ?? cert);
  const address = `${options.host ?? "127.0.0.1"}:${port}`;
  return preflight(`postgresql://admin:s3cret@${address}/d?sslrootcert=${file}`, options.timeout);
}

/** The message of the RunError that a check ends in, without the address that it begins with. */
async function refusal(checked: Promise<unknown>): Promise<string> {
  const error: unknown = await checked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(RunError.isInstance(error)).toBe(true);
  const { message } = error as Error;
  expect(message).not.toContain("s3cret");
  return message.replace(/^The database at postgresql:\/\/admin@[^ ]+ cannot be used: /, "");
}

const postgres15 = "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc";
const answering = (answers: Partial<Answers> = {}) => fakePostgres({ version: postgres15, ...answers });

describe("what a server is", () => {
  test.each([
    [postgres15, "postgres"],
    ["PostgreSQL 14.0 on aarch64", "postgres"],
    ["PostgreSQL 18beta1 on aarch64", "postgres"],
    ["CockroachDB CCL v25.4.2 (x86_64-pc-linux-gnu, built 2025/12/01 12:00:00, go1.25)", "cockroach"],
    ["CockroachDB OSS v24.1.0 (x86_64-pc-linux-gnu)", "cockroach"],
  ])("%s is good", async (version, engine) => {
    expect(await check(answering({ version }))).toMatchObject({ engine });
  });

  test.each([
    [
      "PostgreSQL 13.22 (Debian 13.22-1) on x86_64",
      "it is PostgreSQL 13.22. Allowed: PostgreSQL 14 or newer, CockroachDB 24 or newer. Upgrade it.",
    ],
    ["CockroachDB CCL v23.2.28 (x86_64)", "it is CockroachDB CCL v23.2.28. Allowed:"],
    ["SomethingElse 99", "it is SomethingElse 99. Allowed:"],
  ])("%s is refused", async (version, reason) => {
    expect(await refusal(check(answering({ version })))).toContain(reason);
  });
});

describe("what the user may do", () => {
  test.each([
    [
      { createsDatabases: false },
      'admin lacks CREATEDB. As an administrator, run: ALTER ROLE "admin" CREATEDB;',
    ],
    [
      { createsRoles: false },
      'admin lacks CREATEROLE. As an administrator, run: ALTER ROLE "admin" CREATEROLE;',
    ],
    [{ createsDatabases: false, createsRoles: false }, "admin lacks CREATEDB and CREATEROLE."],
  ])("%j is too little", async (rights, reason) => {
    expect(await refusal(check(answering({ rights })))).toContain(reason);
  });

  test("a superuser may all of it", async () => {
    const rights = { isSuper: true, createsDatabases: false, createsRoles: false };
    expect(await check(answering({ rights }))).toMatchObject({ engine: "postgres" });
  });
});

test.each([
  [{ most: "100", reserved: "3" }, 48],
  [{ most: "10", reserved: "10" }, 50],
  [{}, 50],
])("applications get half of the connections: %j", async (answers, connections) => {
  expect(await check(answering(answers))).toMatchObject({ connections });
});

test("the file with the authority becomes its content", async () => {
  const server = await answering();
  expect(await check(Promise.resolve(server))).toMatchObject({ ca: server.cert });
});

describe("TLS", () => {
  test("a certificate of another authority", async () => {
    expect(await refusal(check(answering(), { ca: selfSigned().cert }))).toMatch(
      /^its certificate is of no authority that is trusted: .* Add the file with its authority to cake:databaseUrl: sslrootcert=/,
    );
  });

  test("a certificate for another host", async () => {
    expect(await refusal(check(answering(), { host: "localhost" }))).toMatch(
      /^its certificate is not for localhost: .* give the server a certificate for localhost\.$/,
    );
  });

  test("a server without it", async () => {
    const plain = fakeServer((socket) => socket.once("data", () => socket.write("N")), selfSigned().cert);
    expect(await refusal(check(plain))).toContain("it speaks no TLS.");
  });

  test.each([
    ["none", "no certificate is"],
    [undefined, "cannot be read (ENOENT)"],
  ])("a file that holds %s", async (content, reason) => {
    const file = path.join(folder, "authority");
    await (content === undefined ? Promise.resolve() : fs.writeFile(file, content));
    expect(await refusal(preflight(`postgresql://admin:s3cret@127.0.0.1:1/d?sslrootcert=${file}`))).toContain(
      reason,
    );
  });
});

describe("a server that cannot be reached", () => {
  test("because nobody listens", async () => {
    const closed = await answering();
    await closed.stop();
    expect(await refusal(preflight(`postgresql://admin:s3cret@127.0.0.1:${closed.port}/d`))).toMatch(
      /^it cannot be reached from this machine: connect ECONNREFUSED .* let this machine through; where only the cluster is to reach it, set cake:database\.private\.$/,
    );
  });

  test("because its name is unknown", async () => {
    expect(await refusal(preflight("postgresql://admin:s3cret@db.invalid/d"))).toContain(
      "it cannot be reached from this machine: getaddrinfo E",
    );
  });

  test("because it never answers", async () => {
    const silent = fakeServer(() => undefined, selfSigned().cert);
    expect(await refusal(check(silent, { timeout: 50 }))).toContain(
      "it cannot be reached from this machine: ",
    );
  });

  test("because it hangs up", async () => {
    const rude = fakeServer((socket) => socket.once("data", () => socket.destroy()), selfSigned().cert);
    expect(await refusal(check(rude))).toContain("it cannot be reached from this machine: ");
  });
});
