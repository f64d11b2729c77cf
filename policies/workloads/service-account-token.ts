import { podTemplate } from "../kubernetes";
import { resourcePolicy, type Resource } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../value";
import { declaresPods } from "./declared";
import { pattern } from "../../components/pattern";

/**
 * Who names a service account of its own has made one, to give it rights: its token is needed. Whether that account says
 * `automountServiceAccountToken: false` is nothing that the pod knows, and what the pod says has precedence anyway.
 */
export const serviceAccountToken = resourcePolicy({
  name: "service-account-token",
  description:
    "A pod has no token for the Kubernetes API, unless it runs as a service account that was made for it.",
  why: "Who breaks into a container finds the token and speaks to the API with it: all pods of the namespace with the account `default` share its rights.",
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  options: {
    allowed: {
      description:
        "Objects whose pods may have the token of the account `default`, as namespace/name; `*` stands for any part of either.",
      type: "array",
      items: { type: "string", pattern: "^[^/]+/[^/]+$" },
      default: [] as readonly string[],
    },
  },
  concerns: declaresPods,
  *check(resource, { options }) {
    const { at: where, spec } = podTemplate(resource);
    const mounted = at(spec, "automountServiceAccountToken");
    if (isOneOf(mounted, [false]) || hasOwnAccount(spec)) return;
    if (options.allowed.some((allowed) => isNamed(resource, allowed))) return;
    yield {
      at: `${where}.automountServiceAccountToken`,
      problem: `is ${shown(mounted)}, and the pod runs as the service account default`,
      fix: "Set automountServiceAccountToken to false; where the pod needs the Kubernetes API, set serviceAccountName to an account of its own",
    };
  },
});

function hasOwnAccount(spec: Value): boolean {
  // The second is the old name of the first, and counts where that is empty.
  const account = at(spec, "serviceAccountName") || at(spec, "serviceAccount");
  return account === UNKNOWN || (typeof account === "string" && !["", "default"].includes(account));
}

/** Whether a pattern may mean an object; what is not known of its name may be anything. */
function isNamed({ properties, name }: Resource, allowed: string): boolean {
  const given = [
    at(properties, "metadata", "namespace") ?? "default",
    at(properties, "metadata", "name") ?? name,
  ];
  return allowed.split("/").every((part, index) => {
    const found = given[index];
    return found === UNKNOWN || (typeof found === "string" && new RegExp(`^${pattern(part)}$`).test(found));
  });
}
