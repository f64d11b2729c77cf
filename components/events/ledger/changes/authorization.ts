import { createHash, timingSafeEqual } from "node:crypto";
import { changesToken } from "../variables";

/** Whether a header has the function's token: how long the answer takes says nothing of where it differs. */
export function isShown(header: string | undefined): boolean {
  const token = process.env[changesToken];
  if (!token) throw new Error(`${changesToken} is not set.`);
  return timingSafeEqual(digestOf(header ?? ""), digestOf(`Bearer ${token}`));
}

/** Of one length, whatever the text's. */
const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest();
