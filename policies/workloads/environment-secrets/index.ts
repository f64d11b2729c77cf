import { anyOf, containers, kind, makesPods } from "../../kubernetes";
import { resourcePolicy, type Finding, type Resource } from "../../policy";
import { at, entries, items, UNKNOWN, type Value } from "../../value";
import { isSecretOf, setsSecret } from "./assignments";
import { givesAway, isOfSecret } from "./names";
import { secretIn } from "./shapes";

const isConfigMap = kind("core", "ConfigMap");

/** No message shows a value: it may be the secret. */
export const environmentSecrets = resourcePolicy({
  name: "environment-secrets",
  description:
    "No secret stands as a literal in the environment or the arguments of a container, or in a ConfigMap.",
  why: "Who may look at a pod reads its environment and its arguments, and so does who reads the code or a log; a Secret has rights of its own, and may be encrypted and changed.",
  link: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
  options: {
    allowed: {
      description: "Names of variables that sound like that of a secret, and are none.",
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [] as readonly string[],
    },
  },
  concerns: anyOf(makesPods, isConfigMap),
  *check(resource, { options: { allowed } }) {
    yield* isConfigMap(resource.type)
      ? ofConfigMap(at(resource.properties, "data"), allowed)
      : ofContainers(resource, allowed);
  },
});

function* ofContainers(resource: Resource, allowed: readonly string[]): Iterable<Finding> {
  for (const { at: where, value } of containers(resource)) {
    for (const [index, variable] of items(at(value, "env")).entries())
      yield* ofVariable(where, index, variable, allowed);
    for (const list of ["command", "args"] as const)
      yield* ofArguments(`${where}.${list}`, items(at(value, list)));
  }
}

const named = "is a literal, and its name is that of a secret";
const set = "gives a secret as a literal";

function* ofVariable(
  where: string,
  index: number,
  variable: Value,
  allowed: readonly string[],
): Iterable<Finding> {
  const name = at(variable, "name");
  const value = at(variable, "value");
  const known = typeof name === "string" ? name : undefined;
  const problem =
    problemOf(known, value, allowed) ?? (typeof value === "string" && setsSecret(value) ? set : undefined);
  if (problem === undefined) return;
  yield {
    at: `${where}.env[${known ?? index}].value`,
    problem,
    fix: "Put it into a Secret, and set valueFrom: { secretKeyRef: { name, key } } instead of value",
  };
}

function* ofConfigMap(data: Value, allowed: readonly string[]): Iterable<Finding> {
  for (const [key, value] of entries(data)) {
    // Other keys are names of files: what is in them is not what they are called.
    const problem = problemOf(/^[A-Z][A-Z\d_]*$/.test(key) ? key : undefined, value, allowed);
    if (problem !== undefined)
      yield {
        at: `data[${key}]`,
        problem,
        fix: "Put it into a Secret, with stringData, instead of a ConfigMap",
      };
  }
}

/** @param name undefined: nothing is known by it */
function problemOf(name: string | undefined, value: Value, allowed: readonly string[]): string | undefined {
  if (value === undefined || value === UNKNOWN) return undefined;
  if (name !== undefined && isOfSecret(name) && !allowed.includes(name) && !isHarmless(value)) return named;
  const shape = typeof value === "string" ? secretIn(value) : undefined;
  return shape && `holds ${shape}`;
}

const isHarmless = (value: Value): boolean => typeof value === "string" && !givesAway(value);

function* ofArguments(where: string, all: readonly Value[]): Iterable<Finding> {
  for (const [index, text] of all.entries()) {
    if (typeof text !== "string") continue;
    const shape = secretIn(text);
    const previous = all[index - 1];
    const isSecret = setsSecret(text) || (typeof previous === "string" && isSecretOf(previous, text));
    if (!isSecret && shape === undefined) continue;
    yield {
      at: `${where}[${index}]`,
      problem: shape === undefined ? set : `holds ${shape}`,
      fix: "Put it into a Secret, set a variable of env from that with valueFrom.secretKeyRef, and name the variable here as $(NAME)",
    };
  }
}
