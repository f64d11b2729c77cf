import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

/** What PostgreSQL uses itself. */
const iterations = 4096;

/**
 * What PostgreSQL keeps of a password for SCRAM-SHA-256 (RFC 5802), and takes in place of one. The salt is derived,
 * so that the same password always gives the same text; it keeps tables of weak passwords from being of use, and the
 * passwords here are random.
 */
export function scramVerifier(user: string, password: string): string {
  const salt = createHmac("sha256", password).update(`salt of ${user}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const stored = createHash("sha256").update(key("Client Key")).digest("base64");
  const server = key("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}
