import { containers, makesPods } from "../../kubernetes";
import { resourcePolicy, type Finding, type Resource } from "../../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Value } from "../../value";
import { inUserNamespace, link, only, onWindows, required, secured, type Part } from "./standard";

/** No more rights than the process needs. */
export const podPrivilege = resourcePolicy({
  name: "pod-privilege",
  description: "Containers run without root, without privileges and capabilities, and cannot gain any.",
  why: "A process that is root, or can become it, needs one flaw of the kernel to be root on the node.",
  link,
  concerns: makesPods,
  *check(resource) {
    const linux = !onWindows(resource);
    for (const container of containers(resource)) {
      yield* only(
        container,
        "securityContext.privileged",
        [undefined, false],
        "remove privileged, or set it to false",
      );
      if (linux) yield* gains(container);
    }
    if (!inUserNamespace(resource)) yield* root(resource);
  },
});

function* gains(container: Part): Generator<Finding, void> {
  const escalation = "securityContext.allowPrivilegeEscalation";
  yield* only(container, escalation, [false], "set allowPrivilegeEscalation to false");
  const { drop, add } = capabilities(container);
  const path = `${container.at}.securityContext.capabilities`;
  if (!dropsAll(drop))
    yield { at: `${path}.drop`, problem: `is ${shown(drop)}`, fix: 'set capabilities.drop to ["ALL"]' };
  for (const [index, added] of items(add).entries())
    if (!isOneOf(added, ["NET_BIND_SERVICE"]))
      yield {
        at: `${path}.add[${index}]`,
        problem: `is ${shown(added)}`,
        fix: "remove it: NET_BIND_SERVICE is the only one that may be added",
      };
}

function capabilities({ value }: Part): { readonly drop: Value; readonly add: Value } {
  const found = at(value, "securityContext", "capabilities");
  return { drop: at(found, "drop"), add: at(found, "add") };
}

/** A list that holds ALL, or may. */
const dropsAll = (drop: Value): boolean =>
  drop === UNKNOWN || (Array.isArray(drop) && items(drop).some((dropped) => isOneOf(dropped, ["ALL"])));

function* root(resource: Resource): Generator<Finding, void> {
  yield* required(resource, {
    field: "runAsNonRoot",
    allowed: [true],
    fix: "set securityContext.runAsNonRoot to true, for the pod or for each container",
  });
  for (const part of secured(resource)) {
    const user = at(part.value, "securityContext", "runAsUser");
    if (!isOneOf(user, [undefined]) && !isOtherThanRoot(user))
      yield {
        at: `${part.at}.securityContext.runAsUser`,
        problem: `is ${shown(user)}`,
        fix: "set runAsUser to the number of a user other than 0, or remove it",
      };
  }
}

const isOtherThanRoot = (user: Value): boolean => typeof user === "number" && user !== 0;
