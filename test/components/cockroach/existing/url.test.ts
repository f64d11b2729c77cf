import * as fc from "fast-check";
import { RunError } from "@pulumi/pulumi";
import { parseDatabaseUrl, shown } from "../../../../components/cockroach/existing/url";

test.each([
  [
    "postgresql://admin:s3cret@db.example.com:26257/defaultdb?sslmode=verify-full",
    { host: "db.example.com", port: 26257, user: "admin", password: "s3cret", database: "defaultdb" },
  ],
  [
    "postgres://a%40b:p%2Fw%25@10.0.0.7/postgres",
    { host: "10.0.0.7", port: 5432, user: "a@b", password: "p/w%", database: "postgres" },
  ],
  [
    "postgresql://admin:s3cret@[2001:db8::1]:5433/d?sslrootcert=system",
    { host: "2001:db8::1", port: 5433, user: "admin", password: "s3cret", database: "d" },
  ],
])("%s", (text, expected) => {
  expect(parseDatabaseUrl(text)).toEqual({ ...expected, authority: undefined });
});

test("an authority of its own is a file", () => {
  const url = "postgresql://admin:s3cret@db/d?sslmode=verify-full&sslrootcert=/etc/ca.crt";
  expect(parseDatabaseUrl(url).authority).toBe("/etc/ca.crt");
});

const good = "postgresql://admin:s3cret@db.example.com/postgres";

test.each([
  [`${good}?sslmode=require`, 'sslmode is "require", under which another server can answer in its place.'],
  [`${good}?sslmode=disable`, 'sslmode is "disable"'],
  [`${good}?sslrootcert=`, "sslrootcert is empty. Allowed: a file, or system."],
  [
    `${good}?connect_timeout=3`,
    "it has the parameter connect_timeout. Allowed: sslmode, sslrootcert. Remove it.",
  ],
  ["postgresql://:s3cret@db/d", "the user is missing."],
  ["postgresql://admin@db/d", "the password is missing."],
  ["postgresql://admin:s3cret@db", "the database is missing."],
  ["postgresql://admin:s3cret@db/", "the database is missing."],
  ["postgresql://admin:s3cret%@db/d", "the password is not percent-encoded. Write % as %25."],
  ["postgresql://admin:s3cret@a,b/d", "it has several hosts. Allowed: one."],
  ["postgresql://admin:s3cret@db/d/e", "the database has a slash."],
  ["mysql://admin:s3cret@db/d", "cake:databaseUrl is no address of a database. Allowed: postgresql://USER:"],
  ["postgresql://admin:s3cret@a:1,b:2/d", "with one host"],
  ["host=db password=s3cret", "cake:databaseUrl is no address of a database."],
  ["", "cake:databaseUrl is no address of a database."],
])("%j is refused without a word of its password", (text, problem) => {
  expect(() => parseDatabaseUrl(text)).toThrow(problem);
  expect(() => parseDatabaseUrl(text)).not.toThrow("s3cret");
});

test("everything that is wrong is named at once, as a mistake of the configuration", () => {
  let error: unknown;
  try {
    parseDatabaseUrl("postgresql://admin@db?sslmode=prefer");
  } catch (thrown) {
    error = thrown;
  }
  expect(RunError.isInstance(error)).toBe(true);
  expect((error as Error).message.split("\n")).toHaveLength(4);
});

test("any user and password that are encoded come out as they were, and only the user is shown", () => {
  const word = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(word, word, (user, password) => {
      const encoded = [user, password].map((part) => encodeURIComponent(part).replace(/'/g, "%27"));
      const url = parseDatabaseUrl(`postgresql://${encoded.join(":")}@db/d`);
      expect([url.user, url.password]).toEqual([user, password]);
      expect(shown(url)).toBe(`postgresql://${encodeURIComponent(user)}@db:5432/d`);
    }),
  );
});
