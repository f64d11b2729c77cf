import { randomInt } from "node:crypto";

const characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Of 62 characters, 20 are beyond guessing. */
const usually = 20;

/** A random password that is as long as a realm's policy asks for. */
export function firstPassword(policy = ""): string {
  const [, least] = /\blength\((\d+)\)/.exec(policy) ?? [];
  const length = Math.max(usually, Number(least ?? 0));
  return Array.from({ length }, () => characters[randomInt(characters.length)]).join("");
}
