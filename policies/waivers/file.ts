import * as fs from "node:fs";
import { parse } from "yaml";
import { PackError } from "../error";
import { nearest } from "../nearest";
import type { Waiver } from "./waiver";

const fields = ["policy", "resources", "stacks", "reason", "owner", "expires"] as const;

/**
 * The waivers in a file: a YAML list, each with all fields of `Waiver`.
 *
 * @param policies the names of all policies
 * @param today as in `2026-11-28`, in UTC
 * @throws PackError with everything that is wrong with it, an expired one included
 */
export function readWaivers(file: string, policies: readonly string[], today: string): readonly Waiver[] {
  const found = contentOf(file);
  const problems = found.flatMap((one, index) =>
    problemsOf(one, policies, today).map((problem) => `waiver ${index + 1}: ${problem}`),
  );
  if (problems.length === 0) return found as readonly Waiver[];
  throw new PackError(
    `${file} has waivers that do not hold:\n${problems.map((one) => `  - ${one}`).join("\n")}`,
  );
}

function contentOf(file: string): readonly unknown[] {
  try {
    const content: unknown = parse(fs.readFileSync(file, "utf8")) ?? [];
    if (Array.isArray(content)) return content;
  } catch (error) {
    throw new PackError(`${file} cannot be read: ${(error as Error).message.trim()}`);
  }
  throw new PackError(`${file} is no list. Allowed: a YAML list of waivers, each with ${fields.join(", ")}.`);
}

function problemsOf(given: unknown, policies: readonly string[], today: string): string[] {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return [`is ${JSON.stringify(given)}. Allowed: ${fields.join(", ")}.`];
  const waiver = given as Readonly<Record<string, unknown>>;
  return [
    ...Object.keys(waiver)
      .filter((name) => !(fields as readonly string[]).includes(name))
      .map((name) => `"${name}" is no field of a waiver. ${nearest(name, fields)}`),
    ...fields.flatMap((name) => problemOf(name, waiver[name])),
    ...policyProblem(waiver.policy, policies),
    ...dateProblem(waiver.expires, today),
  ];
}

function problemOf(name: (typeof fields)[number], value: unknown): string[] {
  const texts = name === "stacks" ? value : [value];
  const good =
    Array.isArray(texts) &&
    texts.length > 0 &&
    texts.every((one) => typeof one === "string" && one.trim() !== "");
  const allowed = name === "stacks" ? "a list of names of stacks" : "a text";
  return good
    ? []
    : [`${name} is ${value === undefined ? "missing" : JSON.stringify(value)}. Allowed: ${allowed}.`];
}

function policyProblem(policy: unknown, policies: readonly string[]): string[] {
  if (typeof policy !== "string" || policies.includes(policy)) return [];
  return [`there is no policy "${policy}". ${nearest(policy, policies)}`];
}

function dateProblem(expires: unknown, today: string): string[] {
  if (typeof expires !== "string") return [];
  if (!isDay(expires)) return [`expires is "${expires}". Allowed: a day, as in 2027-03-31.`];
  if (expires >= today) return [];
  return [
    `expired on ${expires}. Put right what it was for and take it out, or give it another day and say why.`,
  ];
}

/** A day that is in the calendar: the 30th of February reads back as another one. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}
