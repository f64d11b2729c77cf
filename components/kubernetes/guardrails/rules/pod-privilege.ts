import { items } from "../cel";
import {
  inContainer,
  inPod,
  inUserNamespace,
  ofContainers,
  ofPod,
  onlyInContainers,
  onWindows,
  podSecurityStandards,
  pods,
  required,
  unless,
} from "../pods";
import type { Rule } from "../rule";

const capabilities = (field: string) => items("i.value", "securityContext", "capabilities", field);

const rootUser = {
  at: "securityContext.runAsUser",
  problem: "is 0",
  fix: "set runAsUser to the number of a user other than 0, or remove it",
};

/** No more rights than the process needs. */
export const podPrivilege: Rule = {
  subject: pods,
  findings: [
    onlyInContainers({
      at: "securityContext.privileged",
      allowed: [null, false],
      fix: "remove privileged, or set it to false",
    }),
    ...[
      onlyInContainers({
        at: "securityContext.allowPrivilegeEscalation",
        allowed: [false],
        fix: "set allowPrivilegeEscalation to false",
      }),
      ofContainers(`!("ALL" in ${capabilities("drop")})`, {
        at: "securityContext.capabilities.drop",
        problem: "does not have ALL",
        fix: 'set capabilities.drop to ["ALL"]',
      }),
      ofContainers(`${capabilities("add")}.exists(one, one != "NET_BIND_SERVICE")`, {
        at: "securityContext.capabilities.add",
        problem: "has another one than NET_BIND_SERVICE",
        fix: "remove it: NET_BIND_SERVICE is the only one that may be added",
      }),
    ].map((findings) => unless(onWindows, findings)),
    ...[
      ...required({
        at: "securityContext.runAsNonRoot",
        allowed: [true],
        fix: "set securityContext.runAsNonRoot to true, for the pod or for each container",
      }),
      ofPod(`${inPod(rootUser.at)} == 0`, rootUser),
      ofContainers(`${inContainer(rootUser.at)} == 0`, rootUser),
    ].map((findings) => unless(inUserNamespace, findings)),
  ],
  link: podSecurityStandards,
};
