import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { scramVerifier } from "../../../../components/cockroach/sql/verifier";

// That servers take it, and let the password in, is tested on a real one (test/e2e/sql.test.ts).

test("it is in the form that PostgreSQL keeps, and keeps to RFC 5802", () => {
  const [scheme, rounds, keys] = scramVerifier("shop_owner", "a password").split("$") as [
    string,
    string,
    string,
  ];
  const [iterations, salt] = rounds.split(":") as [string, string];
  const salted = pbkdf2Sync("a password", Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  expect([scheme, iterations, keys]).toEqual([
    "SCRAM-SHA-256",
    "4096",
    `${stored}:${hmac("Server Key").toString("base64")}`,
  ]);
});

test("the same password gives the same text for the same user, and another for another", () => {
  expect(scramVerifier("a", "secret")).toBe(scramVerifier("a", "secret"));
  expect(scramVerifier("a", "secret")).not.toBe(scramVerifier("b", "secret"));
  expect(scramVerifier("a", "secret")).not.toBe(scramVerifier("a", "Secret"));
});
