import { containers, podTemplate } from "../kubernetes";
import { resourcePolicy, type Finding } from "../policy";
import { at, entries, isObject, shown, UNKNOWN, type Value } from "../value";
import { declaresPods } from "./declared";
import { quantity } from "./quantity";

/**
 * No limit of processor time is asked for: what a container takes beyond its request is what nobody else needs, and a limit
 * would slow it down on an idle node.
 */
export const containerResources = resourcePolicy({
  name: "container-resources",
  description:
    "Every container says how much processor time and memory it needs, and how much memory it may take at most.",
  why: "Without requests, pods are put where there is no room for them; without a limit, one container that leaks takes the memory of everything on its node.",
  link: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
  concerns: declaresPods,
  *check(resource) {
    const pod = podTemplate(resource);
    const shared = at(pod.spec, "resources");
    yield* amounts(`${pod.at}.resources`, shared);
    for (const { at: where, list, value } of containers(resource)) {
      // The API lets them have none.
      if (list === "ephemeralContainers") continue;
      const own = at(value, "resources");
      yield* missing(`${where}.resources`, own, shared);
      yield* amounts(`${where}.resources`, own);
    }
  },
});

/** What must be said, and where: a limit is the request, too, where there is none. */
const needed = [
  [
    "requests.cpu",
    [
      ["requests", "cpu"],
      ["limits", "cpu"],
    ],
  ],
  [
    "requests.memory",
    [
      ["requests", "memory"],
      ["limits", "memory"],
    ],
  ],
  ["limits.memory", [["limits", "memory"]]],
] as const;

/** @param shared what the pod says for all of its containers */
function* missing(where: string, own: Value, shared: Value): Iterable<Finding> {
  const says = (path: readonly string[]) =>
    at(own, ...path) !== undefined || at(shared, ...path) !== undefined;
  const absent = needed.filter(([, paths]) => !paths.some(says)).map(([name]) => name);
  if (absent.length === 0) return;
  yield {
    at: where,
    problem: `has no ${absent.join(", no ")}`,
    fix: 'Set requests to what the container usually needs, and limits.memory to the most that it may take, such as { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "128Mi" } }',
  };
}

/** What is wrong with the amounts that are there. */
function* amounts(where: string, resources: Value): Iterable<Finding> {
  for (const kind of ["requests", "limits"] as const) {
    const all = at(resources, kind);
    if (all !== undefined && all !== UNKNOWN && !isObject(all))
      yield {
        at: `${where}.${kind}`,
        problem: `is ${shown(all)}, which is no object`,
        fix: `Write it as an object, such as { cpu: "50m", memory: "128Mi" }`,
      };
    for (const [name, value] of entries(all)) {
      const found = value === UNKNOWN ? undefined : wrong(name, value);
      if (found) yield { at: `${where}.${kind}.${name}`, ...found };
    }
  }
  for (const [name, value] of entries(at(resources, "requests"))) {
    const limit = at(resources, "limits", name);
    const [asked, most] = [quantity(value), quantity(limit)];
    if (asked !== undefined && most !== undefined && asked > most)
      yield {
        at: `${where}.requests.${name}`,
        problem: `is ${shown(value)}, more than limits.${name}, which is ${shown(limit)}`,
        fix: `Lower it, or raise limits.${name}`,
      };
  }
}

function wrong(name: string, value: Value): Omit<Finding, "at"> | undefined {
  const amount = quantity(value);
  if (amount === undefined)
    return {
      problem: `is ${shown(value)}, which is no quantity`,
      fix: 'Write a number with a unit of Kubernetes, such as "500m" of cpu or "128Mi" of memory',
    };
  // What else there is to ask for may be nothing: no GPU.
  if (name !== "cpu" && name !== "memory") return undefined;
  if (amount <= 0)
    return { problem: `is ${shown(value)}, which is as good as none`, fix: "Set it to more than zero" };
  if (name === "memory" && typeof value === "string" && /[num]$/.test(value))
    return {
      problem: `is ${shown(value)}, which counts in parts of a byte`,
      fix: 'Use a unit of bytes, such as "128Mi"',
    };
  return undefined;
}
