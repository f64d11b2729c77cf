import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import { prepareScript } from "../../../../components/cockroach/postgres/prepare";

/*
 * The script with stand-ins for the programs of PostgreSQL, in a folder of its own: what real ones do with it is seen on
 * the platform, in test/e2e.
 */
let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "prepare-"));
  for (const name of ["bin", "database", "etc/postgresql-admin"])
    await fs.mkdir(at(name), { recursive: true });
  await fs.writeFile(at("etc/postgresql-admin/password"), "s3cret");
  await program(
    "initdb",
    `for each; do case $each in --pgdata=*) data=\${each#--pgdata=};; esac; done
mkdir "$data" && echo "$FAKE_VERSION" > "$data/PG_VERSION"
[ -z "\${INTERRUPTED-}" ] || exit 9`,
  );
  await program(
    "postgres",
    `[ "$1" != --version ] || { echo "postgres (PostgreSQL) $FAKE_VERSION.7 (Debian $FAKE_VERSION.7-1)"; exit; }
echo "$@" > ${at("arguments")}; cat > ${at("statement")}`,
  );
});
afterEach(() => fs.rm(folder, { recursive: true }));

const program = (name: string, body: string) =>
  fs.writeFile(at("bin", name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });

async function prepare(version: number, env: Record<string, string> = {}) {
  const script = prepareScript.replaceAll(/(?<=[ =<>])(?=\/(?:database|etc)\b)/g, folder);
  const { exitCode, all } = await execa("sh", ["-c", script], {
    env: { PATH: `${at("bin")}:${process.env.PATH}`, FAKE_VERSION: String(version), ...env },
    all: true,
    reject: false,
  });
  return { exitCode, text: all ?? "" };
}

const versionOnVolume = async () => (await fs.readFile(at("database/pgdata/PG_VERSION"), "utf8")).trim();

test("makes the data of a new volume, closed to others, and sets the password", async () => {
  expect(await prepare(18)).toMatchObject({ exitCode: 0 });
  expect(await versionOnVolume()).toBe("18");
  expect((await fs.stat(at("database/pgdata"))).mode & 0o777).toBe(0o700);
  expect(await fs.readFile(at("statement"), "utf8")).toBe("ALTER ROLE postgres PASSWORD 's3cret'\n");
  expect(await fs.readFile(at("arguments"), "utf8")).toContain(`--single -D ${at("database/pgdata")}`);
});

test("keeps the data that is there, and sets the password anew", async () => {
  await prepare(18);
  await fs.writeFile(at("database/pgdata/precious"), "");
  await fs.writeFile(at("etc/postgresql-admin/password"), "another");
  expect(await prepare(18)).toMatchObject({ exitCode: 0 });
  expect(await fs.readdir(at("database/pgdata"))).toContain("precious");
  expect(await fs.readFile(at("statement"), "utf8")).toContain("'another'");
});

test("starts over where it was interrupted", async () => {
  expect(await prepare(18, { INTERRUPTED: "yes" })).toMatchObject({ exitCode: 9 });
  expect(await fs.readdir(at("database"))).not.toContain("pgdata");
  expect(await prepare(18)).toMatchObject({ exitCode: 0 });
  expect((await fs.readdir(at("database"))).sort()).toEqual(["lock", "pgdata"]);
});

test("refuses the data of another major version, and says which image fits", async () => {
  await prepare(15);
  const { exitCode, text } = await prepare(18);
  expect(exitCode).toBe(1);
  expect(text).toContain(
    "The volume holds data of PostgreSQL 15, and the image has PostgreSQL 18. Allowed: an image of PostgreSQL 15.",
  );
  expect(await versionOnVolume()).toBe("15");
});

test("refuses what is no data of PostgreSQL", async () => {
  await fs.mkdir(at("database/pgdata"));
  const { exitCode, text } = await prepare(18);
  expect(exitCode).toBe(1);
  expect(text).toContain("on the volume is no data of PostgreSQL: it has no file PG_VERSION.");
});

test("waits for who still holds the volume", async () => {
  const holder = execa("flock", [at("database/lock"), "sh", "-c", "echo held; read line"]);
  await new Promise((resolve) => holder.stdout!.once("data", resolve));
  const prepared = prepare(18);
  const first = await Promise.race([prepared.then(() => "prepared"), holder.then(() => "ended"), waiting()]);
  expect(first).toBe("waiting");
  expect(await fs.readdir(at("database"))).toEqual(["lock"]);
  holder.stdin!.end("\n");
  expect(await prepared).toMatchObject({ exitCode: 0 });
});

/** Many times what a shell takes to start. */
const attempts = 100_000;

/** Resolves once a second process has asked for the lock, as the kernel tells. */
async function waiting(): Promise<string> {
  const { ino } = await fs.stat(at("database/lock"));
  for (let attempt = 0; attempt < attempts; attempt++) {
    const locks = (await fs.readFile("/proc/locks", "utf8")).split("\n");
    if (locks.some((line) => line.includes("->") && line.includes(`:${ino} `))) return "waiting";
  }
  return "nobody waits";
}
