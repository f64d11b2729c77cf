import { containers, makesPods } from "../../kubernetes";
import { resourcePolicy, type Finding } from "../../policy";
import { at, items } from "../../value";
import { link, only, podOf, secured, volumesOf, type Part } from "./standard";

const off = [undefined, false];
/** What the node calls for a container, and so could call anything. */
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];
const hooks = ["lifecycle.postStart", "lifecycle.preStop"];

/** Nothing of the node. */
export const podHostAccess = resourcePolicy({
  name: "pod-host-access",
  description:
    "Pods use nothing of the node they run on: none of its namespaces, ports, processes and files.",
  why: "Whoever breaks into a container that reaches its node also reaches every other pod there, and all that the node may do.",
  link,
  concerns: makesPods,
  *check(resource) {
    const pod = podOf(resource);
    for (const field of ["hostNetwork", "hostPID", "hostIPC"])
      yield* only(pod, field, off, `remove ${field}: the pod has a namespace of its own`);
    for (const volume of volumesOf(resource))
      yield* only(volume, "hostPath", [undefined], "use a persistentVolumeClaim or an emptyDir instead");
    for (const part of secured(resource))
      yield* only(part, "securityContext.windowsOptions.hostProcess", off, "remove hostProcess");
    for (const container of containers(resource)) {
      yield* ports(container);
      yield* calls(container);
    }
  },
});

function* ports(container: Part): Generator<Finding, void> {
  for (const [index, value] of items(at(container.value, "ports")).entries()) {
    const port: Part = { at: `${container.at}.ports[${index}]`, value };
    yield* only(port, "hostPort", [undefined, 0], "remove hostPort, and have a Service lead to the pod");
  }
}

function* calls(container: Part): Generator<Finding, void> {
  for (const caller of [...probes, ...hooks])
    for (const how of ["httpGet", "tcpSocket"])
      yield* only(
        container,
        `${caller}.${how}.host`,
        [undefined, ""],
        "remove host: the pod itself is called; a Host header belongs into httpHeaders",
      );
}
