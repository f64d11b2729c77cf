import { anyOf, containers, kind, podTemplate, type Container } from "../kubernetes";
import { resourcePolicy } from "../policy";
import { at, isObject, isOneOf, UNKNOWN, type Value } from "../value";
import { declaresPods } from "./declared";

/** Objects whose pods are meant to stay. Jobs end, and Knative probes what has no probe of its own. */
const longRunning = anyOf(
  kind("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"),
  kind("core", "Pod", "ReplicationController"),
);

/** Ways to ask. */
const handlers = ["httpGet", "tcpSocket", "grpc", "exec"] as const;

/**
 * A liveness probe is not asked for. Kubernetes' own advice is that a process that ends when it cannot go on needs none,
 * and that one which fails under load restarts what was only busy, and then the next, which has more to do.
 */
export const containerProbes = resourcePolicy({
  name: "container-probes",
  description: "Every container that is meant to stay has a readiness probe.",
  why: "Without one, a pod gets requests before it can answer them, and an update goes on over pods that do not work.",
  link: "https://kubernetes.io/docs/concepts/workloads/pods/probes/",
  concerns: (type) => declaresPods(type) && longRunning(type),
  *check(resource) {
    if (isOneOf(at(podTemplate(resource).spec, "restartPolicy"), ["OnFailure", "Never"])) return;
    for (const container of containers(resource).filter(stays)) {
      const probe = at(container.value, "readinessProbe");
      if (asks(probe)) continue;
      yield {
        at: `${container.at}.readinessProbe`,
        problem: probe === undefined ? "is missing" : `has none of ${handlers.join(", ")}`,
        fix: 'Set it to what the container answers once it can serve, such as { httpGet: { path: "/ready", port: 8080 } }',
      };
    }
  },
});

/** Whether it runs as long as its pod. One of the initContainers that is always restarted is a sidecar. */
const stays = ({ list, value }: Container): boolean =>
  list === "containers" || (list === "initContainers" && at(value, "restartPolicy") === "Always");

const asks = (probe: Value): boolean =>
  handlers.some((handler) => {
    const asked = at(probe, handler);
    return asked === UNKNOWN || isObject(asked);
  });
