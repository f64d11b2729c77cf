import { at, isOneOf, items } from "../cel";
import {
  called,
  ofContainers,
  onlyInBoth,
  onlyInContainers,
  onlyInPod,
  podSecurityStandards,
  pods,
} from "../pods";
import { findingsIn, type Rule } from "../rule";

const off = [null, false];
/** What the node calls for a container, and so could call anything. */
const callers = [
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle.postStart",
  "lifecycle.preStop",
];
const hosts = callers.flatMap((caller) => ["httpGet", "tcpSocket"].map((how) => `${caller}.${how}.host`));

/** Nothing of the node. */
export const podHostAccess: Rule = {
  subject: pods,
  findings: [
    ...["hostNetwork", "hostPID", "hostIPC"].map((field) =>
      onlyInPod({ at: field, allowed: off, fix: `remove ${field}: the pod has a namespace of its own` }),
    ),
    findingsIn(items("variables.pod", "volumes"), `${at("i", "hostPath")} != null`, called("volumes"), {
      at: "hostPath",
      problem: "is set",
      fix: "use a persistentVolumeClaim or an emptyDir instead",
    }),
    ...onlyInBoth({
      at: "securityContext.windowsOptions.hostProcess",
      allowed: off,
      fix: "remove hostProcess",
    }),
    ofContainers(`${items("i.value", "ports")}.exists(p, !${isOneOf(at("p", "hostPort"), [null, 0])})`, {
      at: "ports",
      problem: "has a hostPort",
      fix: "remove hostPort, and have a Service lead to the pod",
    }),
    ...hosts.map((path) =>
      onlyInContainers({
        at: path,
        allowed: [null, ""],
        fix: "remove host: the pod itself is called; a Host header belongs into httpHeaders",
      }),
    ),
  ],
  link: podSecurityStandards,
};
