import { isOneOf, literal } from "../cel";
import { pattern } from "../../../pattern";
import { inPod, ofPod, pods } from "../pods";
import type { Rule } from "../rule";

/** The second is the old name of the first, and counts where that is empty. */
const account = `(${isOneOf(inPod("serviceAccountName"), [null, ""])} ? ${inPod("serviceAccount")} : ${inPod("serviceAccountName")})`;

/** Whether a pattern is for the object; one that gets its name from the API server has none yet. */
const isNamed = (allowed: readonly string[]): string =>
  `(request.namespace + "/" + dyn(object).metadata.?name.orValue("")).matches(${literal(`^(?:${allowed.map((one) => pattern(one)).join("|")})$`)})`;

/**
 * No token for the Kubernetes API, but that of an account of the pod's own.
 *
 * @param allowed objects whose pods may have another, each as namespace/name; `*` stands for any part of either
 */
export const serviceAccountToken = (allowed: readonly string[]): Rule => ({
  subject: pods,
  findings: [
    ofPod(
      [
        `${inPod("automountServiceAccountToken")} != false`,
        isOneOf(account, [null, "", "default"]),
        ...(allowed.length > 0 ? [`!${isNamed(allowed)}`] : []),
      ].join(" && "),
      {
        at: "automountServiceAccountToken",
        problem: "is not false, and the pod runs as the service account default",
        fix: "set automountServiceAccountToken to false; where the pod needs the Kubernetes API, set serviceAccountName to an account of its own",
      },
    ),
  ],
  link: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
});
