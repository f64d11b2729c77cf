import { UNKNOWN, type Value } from "../value";

/*
 * The rule of a Traefik route, such as Host(`shop.example.com`) && PathPrefix(`/api`). What is in order is a regular
 * language, without anything that RE2 lacks, so that a cluster's admission can decide by the same expression.
 */

const joined = (part: string, by: string): string => `${part}(?:\\s*${by}\\s*${part})*`;
const inParentheses = (part: string): string => `\\(\\s*${part}\\s*\\)`;
const either = (...parts: readonly string[]): string => `(?:${parts.join("|")})`;

const text = '[`"][^`"]*[`"]';
const host = '[`"][A-Za-z0-9][A-Za-z0-9.-]*[`"]';

const hosts = `Host${inParentheses(joined(host, ","))}`;
const someHosts = either(hosts, inParentheses(joined(hosts, "\\|\\|")));

const condition = `!?\\w+${inParentheses(joined(text, ","))}`;
const someConditions = either(condition, `!?${inParentheses(joined(condition, either("&&", "\\|\\|")))}`);

const bound = `(?:${someConditions}\\s*&&\\s*)*${someHosts}(?:\\s*&&\\s*${someConditions})*`;

/** A rule that lets in requests for the hosts that it names only: each of its alternatives has one. */
export const bindsHosts = new RegExp(`^\\s*${joined(either(bound, inParentheses(bound)), "\\|\\|")}\\s*$`);

/** The hosts that a rule names; one that is undefined where it names none; none where nobody knows yet. */
export function hostsIn(match: Value): readonly Value[] {
  if (typeof match !== "string") return match === UNKNOWN ? [] : [undefined];
  const found = [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap(([, names]) =>
    [...names!.matchAll(/[`"]([^`"]*)[`"]/g)].map(([, name]) => name),
  );
  return found.length > 0 ? found : [undefined];
}
