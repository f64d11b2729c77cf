/*
 * The rule of a Traefik route, such as Host(`shop.example.com`) && PathPrefix(`/api`), as a regular expression of RE2.
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
export const bindsHosts = `^\\s*${joined(either(bound, inParentheses(bound)), "\\|\\|")}\\s*$`;

/** Where a rule names hosts, all of those in one pair of parentheses. */
export const hostLists = "\\bHost\\([^)]*\\)";

/** A name in such a list, in its quotes. */
export const quoted = '[`"][^`"]*[`"]';
