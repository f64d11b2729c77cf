import type { Finding } from "../policy";
import { at, entries, isObject, isOneOf, items, UNKNOWN, type Value } from "../value";
import { parsed } from "../json";

/** A statement of a policy document of AWS that allows something. */
export interface Grant {
  /** Where it is. @example "policy.Statement[0]" */
  readonly at: string;
  readonly value: Value;
}

/** AWS takes the names of fields in any case. */
const named = (value: Value, name: string): readonly Value[] =>
  entries(value).flatMap(([field, found]) =>
    field.toLowerCase() === name.toLowerCase() && found !== undefined ? [found] : [],
  );

/** Whether a grant has a field, whatever is in it. */
export const has = ({ value }: Grant, name: string): boolean => named(value, name).length > 0;

/** What is in a field of a grant, one of them or a list. */
export const listed = ({ value }: Grant, name: string): readonly Value[] => named(value, name).flatMap(items);

/**
 * Judges what a policy document allows: an object or its JSON, with one statement or a list of them. What nobody can read
 * counts as wrong.
 *
 * @param where what the document is called
 */
export function* ofDocument(
  where: string,
  document: Value,
  check: (grant: Grant) => Iterable<Finding>,
): Iterable<Finding> {
  if (isOneOf(document, [undefined])) return;
  const read = typeof document === "string" ? parsed(document) : document;
  if (!isObject(read)) {
    yield unreadable(where);
    return;
  }
  for (const [index, value] of named(read, "Statement").flatMap(items).entries()) {
    const grant: Grant = { at: `${where}.Statement[${index}]`, value };
    if (value === UNKNOWN || named(value, "Effect").some((one) => isOneOf(one, ["Deny"]))) continue;
    if (isObject(value)) yield* check(grant);
    else yield unreadable(grant.at);
  }
}

const unreadable = (where: string): Finding => ({
  at: where,
  problem: "is no policy that anybody can read",
  fix: 'Make it the JSON of a policy document, { "Version": "2012-10-17", "Statement": […] }',
});

/** Who a grant is for, whatever kind they are of. */
const principals = (grant: Grant): readonly Value[] =>
  listed(grant, "Principal").flatMap((one) =>
    isObject(one) ? entries(one).flatMap(([, whom]) => items(whom)) : [one],
  );

/** What says in a condition who calls, or from where. */
const callers: ReadonlySet<string> = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceip",
  "aws:sourceorgid",
  "aws:sourceorgpaths",
  "aws:sourceowner",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
  "s3:dataaccesspointaccount",
  "s3:dataaccesspointarn",
]);

/** Comparisons that are false where there is nothing to compare with. */
const comparison =
  /^(?:ForAnyValue:)?(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

/** Anything, as text or as a network. */
const anything = /^[*?]*$|^[\d.:]+\/0$/;

const isSomething = (value: Value): boolean =>
  value === UNKNOWN || (typeof value === "string" && !anything.test(value));

/** Whether a grant is for those only whom a condition names, as far as that is known. */
function isNarrowed({ value }: Grant): boolean {
  return named(value, "Condition").some(
    (condition) =>
      condition === UNKNOWN ||
      entries(condition).some(
        ([operator, keys]) =>
          comparison.test(operator) &&
          (keys === UNKNOWN ||
            entries(keys).some(
              ([key, allowed]) =>
                callers.has(key.toLowerCase()) && (allowed === UNKNOWN || all(items(allowed), isSomething)),
            )),
      ),
  );
}

const all = (values: readonly Value[], test: (value: Value) => boolean): boolean =>
  values.length > 0 && values.every(test);

/** What lets everybody have what a grant is for. */
export function* forEverybody(grant: Grant): Iterable<Finding> {
  if (has(grant, "NotPrincipal"))
    yield {
      at: `${grant.at}.NotPrincipal`,
      problem: "allows it to everybody but those who are named",
      fix: "Name those who may in Principal, and nobody else",
    };
  if (isNarrowed(grant) || !principals(grant).includes("*")) return;
  yield {
    at: `${grant.at}.Principal`,
    problem: 'is "*", which is everybody with or without an AWS account',
    fix: "Name who may in Principal, or add a Condition on who calls, such as StringEquals of aws:PrincipalOrgID",
  };
}

/** Where a policy is in a type of resource: the document at a property of it. */
export const documentAt =
  (property: string, check: (grant: Grant) => Iterable<Finding>) =>
  (properties: Value): Iterable<Finding> =>
    ofDocument(property, at(properties, property), check);
