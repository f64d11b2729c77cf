import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties } from "../value";
import { alike, byType } from "./by-type";

/** What is missing in a list of logs. */
function check(path: readonly [string, ...string[]], needed: readonly string[]) {
  const where = path.join(".");
  return function* (properties: Properties): Iterable<Finding> {
    const logs = at(properties, ...path);
    if (logs === UNKNOWN) return;
    const missing = needed.filter((log) => !items(logs).some((item) => isOneOf(item, [log])));
    if (missing.length > 0)
      yield {
        at: where,
        problem: `is ${shown(logs)}, which keeps no log of ${missing.join(", ")}`,
        fix: `Add ${missing.map((log) => JSON.stringify(log)).join(", ")} to ${where}`,
      };
  };
}

export const eksLogs = resourcePolicy({
  name: "eks-logs",
  description: "A cluster on EKS or GKE keeps the logs of its API server, and of who asked it for what.",
  why: "Without them nobody can say afterwards who did what, and with which credentials.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
  ...byType({
    ...alike(check(["enabledClusterLogTypes"], ["api", "audit", "authenticator"]), "aws:eks/cluster:Cluster"),
    // Who did what is in Cloud Audit Logs of every cluster.
    ...alike(
      check(["loggingConfig", "enableComponents"], ["SYSTEM_COMPONENTS", "APISERVER"]),
      "gcp:container/cluster:Cluster",
    ),
  }),
});
