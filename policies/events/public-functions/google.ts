import { types, type Resource } from "../../policy";
import { at, isObject, isOneOf, items, shown, UNKNOWN, type Value } from "../../value";
import { parsed } from "../../json";
import type { Opening } from "./opening";

/** Who may call what, and which property names the function. */
const grants: Readonly<Record<string, string>> = {
  "gcp:cloudfunctions/functionIam": "cloudFunction",
  "gcp:cloudfunctionsv2/functionIam": "cloudFunction",
  "gcp:cloudrun/iam": "service",
  "gcp:cloudrunv2/serviceIam": "name",
};

const grant = /^(gcp:\w+\/\w*[iI]am)(?:Member|Binding|Policy):\w+$/;

const nameProperty = (type: string): string | undefined => grants[grant.exec(type)?.[1] ?? ""];

const isService = types("gcp:cloudrunv2/service:Service");

export const isGoogle = (type: string): boolean => isService(type) || nameProperty(type) !== undefined;

/** What lets everybody call a function or a service of Cloud Run. */
export function* googleOpenings({ type, properties }: Resource): Iterable<Opening> {
  if (isService(type)) {
    const disabled = at(properties, "invokerIamDisabled");
    if (isOneOf(disabled, [undefined, false])) return;
    const name = at(properties, "name");
    yield {
      name,
      at: "invokerIamDisabled",
      problem: `is ${shown(disabled)}, so that nobody asks who calls the function`,
      fix: "Take invokerIamDisabled out, and give those roles/run.invoker who may call it",
    };
    return;
  }
  const name = at(properties, nameProperty(type) ?? "");
  for (const [where, member] of members(properties))
    if (!isSomebody(member))
      yield {
        name,
        at: where,
        problem: `is ${shown(member)}, which names nobody, so that anybody may call the function`,
        fix: `Set ${where} to who calls it, such as "serviceAccount:…"`,
      };
}

/** `allUsers` and `allAuthenticatedUsers` have no kind before their name, as all others do. */
const isSomebody = (member: Value): boolean =>
  member === UNKNOWN || (typeof member === "string" && /^[a-zA-Z]+:./.test(member));

/** Who is given a role, with where that is said. */
function* members(properties: Resource["properties"]): Iterable<readonly [string, Value]> {
  const policy = at(properties, "policyData");
  if (policy === undefined) {
    const list = items(at(properties, "members"));
    for (const [index, member] of list.entries()) yield [`members[${index}]`, member];
    if (at(properties, "members") === undefined) yield ["member", at(properties, "member")];
    return;
  }
  const document = typeof policy === "string" ? parsed(policy) : policy;
  if (!isObject(document)) yield ["policyData", policy];
  for (const [one, binding] of items(at(document, "bindings")).entries())
    for (const [index, member] of items(at(binding, "members")).entries())
      yield [`policyData.bindings[${one}].members[${index}]`, member];
}
