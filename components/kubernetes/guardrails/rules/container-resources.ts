import { at, items } from "../cel";
import { ofContainers, pods } from "../pods";
import { findingsIn, type Rule } from "../rule";

/** What must be said, and where: a limit is the request, too, where there is none. */
const needed: Readonly<Record<string, readonly string[]>> = {
  "requests.cpu": ["requests.cpu", "limits.cpu"],
  "requests.memory": ["requests.memory", "limits.memory"],
  "limits.memory": ["limits.memory"],
};

/** The API lets the others have none. */
const hasSome = 'i.list != "ephemeralContainers"';

const isMissing = (paths: readonly string[]): string =>
  ["i.value", "variables.pod"]
    .flatMap((holder) => paths.map((path) => `${at(holder, "resources", ...path.split("."))} == null`))
    .join(" && ");

const amounts = (kind: string) => items("i.value", kind);
const amountOf = (value: string) => `quantity(string(${value}))`;
/** Whether something holds of some amount `v` of a name `n`. */
const some = (kind: string, condition: (value: string) => string) =>
  `${amounts(kind)}.exists(n, ${condition(`${amounts(kind)}[n]`)})`;
const inEither = (condition: (value: string) => string) =>
  ["requests", "limits"].map((kind) => some(kind, condition)).join(" || ");
const isQuantity = (value: string) => `(${value} != null && isQuantity(string(${value})))`;
const ofMost = 'n in ["cpu", "memory"]';

/** Every container says what it needs, and how much memory it may take. */
export const containerResources: Rule = {
  subject: pods,
  variables: [
    {
      name: "resources",
      expression:
        `[{"at": dyn(variables.path + ".resources"), "value": ${at("variables.pod", "resources")}}] + ` +
        `variables.containers.filter(i, ${hasSome}).map(i, {"at": dyn(i.at + ".resources"), "value": ${at("i.value", "resources")}})`,
    },
  ],
  findings: [
    ...Object.entries(needed).map(([name, paths]) =>
      ofContainers(`${hasSome} && ${isMissing(paths)}`, {
        at: "resources",
        problem: `has no ${name}`,
        fix: "set requests to what the container usually needs, and limits.memory to the most that it may take",
      }),
    ),
    findingsIn(
      "variables.resources",
      inEither((value) => `!${isQuantity(value)}`),
      "i.at",
      {
        problem: "has an amount that is no quantity",
        fix: 'write a number with a unit of Kubernetes, such as "500m" of cpu or "128Mi" of memory',
      },
    ),
    findingsIn(
      "variables.resources",
      inEither(
        (value) => `${ofMost} && ${isQuantity(value)} && ${amountOf(value)}.compareTo(quantity("0")) <= 0`,
      ),
      "i.at",
      { problem: "has nothing of cpu or memory", fix: "set it to more than zero" },
    ),
    findingsIn(
      "variables.resources",
      inEither((value) => `n == "memory" && ${isQuantity(value)} && string(${value}).matches("[num]$")`),
      "i.at",
      { problem: "has memory in parts of a byte", fix: 'use a unit of bytes, such as "128Mi"' },
    ),
    findingsIn(
      "variables.resources",
      some(
        "requests",
        (value) =>
          `n in ${amounts("limits")} && ${isQuantity(value)} && ${isQuantity(`${amounts("limits")}[n]`)} && ${amountOf(value)}.isGreaterThan(${amountOf(`${amounts("limits")}[n]`)})`,
      ),
      "i.at",
      { problem: "has a request above its limit", fix: "lower the request, or raise the limit" },
    ),
  ],
  link: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
};
