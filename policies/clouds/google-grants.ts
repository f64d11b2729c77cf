import type { Finding } from "../policy";
import { at, isObject, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { parsed } from "../json";

/** A value, and where it is. */
interface Located {
  readonly at: string;
  readonly value: Value;
}

/** Who is given a role, of a member, a binding or a policy of Google Cloud. */
export interface GoogleGrant {
  readonly role: Located;
  readonly members: readonly Located[];
}

/** All that a resource grants. Undefined: nobody can read it. */
export function googleGrants(properties: Properties): readonly GoogleGrant[] | undefined {
  const policy = at(properties, "policyData");
  if (policy === undefined) return [grantOf("", properties)];
  if (policy === UNKNOWN) return [];
  const document = typeof policy === "string" ? parsed(policy) : policy;
  if (!isObject(document)) return undefined;
  return items(at(document, "bindings")).map((binding, index) =>
    grantOf(`policyData.bindings[${index}].`, binding),
  );
}

function grantOf(path: string, value: Value): GoogleGrant {
  const one: Located = { at: `${path}member`, value: at(value, "member") };
  const several = items(at(value, "members")).map((member, index): Located => ({
    at: `${path}members[${index}]`,
    value: member,
  }));
  return {
    role: { at: `${path}role`, value: at(value, "role") },
    members: one.value === undefined ? several : [one, ...several],
  };
}

/** Everybody has no kind before a name, as all others do. */
const somebody = /^[A-Za-z]+:./;

/** What lets everybody have a role. */
export function* toEverybody({ members }: GoogleGrant): Iterable<Finding> {
  for (const { at: where, value } of members)
    if (value !== UNKNOWN && (typeof value !== "string" || !somebody.test(value)))
      yield {
        at: where,
        problem: `is ${shown(value)}, which names nobody: anybody has the role`,
        fix: `Set ${where} to who needs it, such as "serviceAccount:…"`,
      };
}

/** What is wrong with a policy that nobody can read. */
export const unreadable: Finding = {
  at: "policyData",
  problem: "is no policy that anybody can read",
  fix: 'Make it the JSON of a policy, { "bindings": […] }',
};
