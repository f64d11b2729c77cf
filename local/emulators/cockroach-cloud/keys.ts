import { createHash, randomBytes, randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import { writePrivate } from "../../platform/state";
import type { Key } from "./model";
import type { Store } from "./store";

const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Makes a key; its secret is not kept. Secrets look as the real ones. */
export async function makeKey(
  store: Store,
  name: string,
  expiresAt?: Date,
): Promise<{ id: string; secret: string }> {
  const random = (length: number): string => randomBytes(length).toString("hex").slice(0, length);
  const secret = `CCDB1_${random(22)}_${random(40)}`;
  const key: Key = { id: randomUUID(), name, hash: hashOf(secret), expires_at: expiresAt?.toISOString() };
  await store.change((state) => (state.keys = [...state.keys, key]));
  return { id: key.id, secret };
}

/** The key of the account, made at the first start, in a file of its own. */
export async function accountKey(store: Store, file: string): Promise<string> {
  const kept = await fs.readFile(file, "utf8").catch(() => "");
  if (keyOf(store, kept.trim())) return kept.trim();
  const { secret } = await makeKey(store, "account");
  await writePrivate(file, `${secret}\n`);
  return secret;
}

export function keyOf(store: Store, secret: string): Key | undefined {
  const hash = hashOf(secret);
  return store.state.keys.find((key) => key.hash === hash);
}

export const isExpired = ({ expires_at }: Key): boolean =>
  expires_at !== undefined && Date.parse(expires_at) <= Date.now();
