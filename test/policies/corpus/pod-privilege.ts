import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { confined, container, makersOf, pod, says, shared, sidecar } from "./pods";

const unprivileged = "remove privileged, or set it to false";
const noGain = "set allowPrivilegeEscalation to false";
const none = 'set capabilities.drop to ["ALL"]';
const onlyBind = "remove it: NET_BIND_SERVICE is the only one that may be added";
const nonRoot = "set securityContext.runAsNonRoot to true, for the pod or for each container";
const user = "set runAsUser to the number of a user other than 0, or remove it";

const withContext = (securityContext: Properties | undefined, shares: Properties = shared()) =>
  pod({ securityContext: shares, containers: [container({ securityContext })] });
const inside = "spec.containers[api].securityContext";
const seccomp = { seccompProfile: { type: "RuntimeDefault" } };

/** Which rights containers have, and can gain. */
export const podPrivilege: readonly Case[] = [
  {
    says: "privileged",
    manifest: withContext({ privileged: true, capabilities: { drop: ["ALL"] } }),
    breaks: [
      says(`${inside}.privileged is true`, unprivileged),
      says(`${inside}.allowPrivilegeEscalation is missing`, noGain),
    ],
  },
  { says: "privileged set to false", manifest: withContext(confined({ privileged: false })) },
  {
    says: "more privileges to gain",
    manifest: withContext(confined({ allowPrivilegeEscalation: true })),
    breaks: [says(`${inside}.allowPrivilegeEscalation is true`, noGain)],
  },
  {
    says: "no security context",
    manifest: withContext(undefined),
    breaks: [
      says(`${inside}.allowPrivilegeEscalation is missing`, noGain),
      says(`${inside}.capabilities.drop is missing`, none),
    ],
  },
  {
    says: "some capabilities dropped only",
    manifest: withContext(confined({ capabilities: { drop: ["NET_RAW", "SETUID"] } })),
    breaks: [says(`${inside}.capabilities.drop is ["NET_RAW","SETUID"]`, none)],
  },
  {
    says: "capabilities dropped by another word than ALL",
    manifest: withContext(confined({ capabilities: { drop: ["all"] } })),
    breaks: [says(`${inside}.capabilities.drop is ["all"]`, none)],
  },
  {
    says: "all capabilities dropped among others",
    manifest: withContext(confined({ capabilities: { drop: ["NET_RAW", "ALL"] } })),
  },
  {
    says: "capabilities added",
    manifest: withContext(
      confined({ capabilities: { drop: ["ALL"], add: ["NET_ADMIN", "NET_BIND_SERVICE", "CHOWN"] } }),
    ),
    breaks: [
      says(`${inside}.capabilities.add[0] is "NET_ADMIN"`, onlyBind),
      says(`${inside}.capabilities.add[2] is "CHOWN"`, onlyBind),
    ],
  },
  {
    says: "low ports",
    manifest: withContext(confined({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } })),
  },
  {
    says: "nobody who says that there is no root",
    manifest: pod({ securityContext: seccomp, containers: [container(), container({ name: "web" })] }),
    breaks: [
      says(`${inside}.runAsNonRoot is missing, and the pod has none`, nonRoot),
      says("spec.containers[web].securityContext.runAsNonRoot is missing, and the pod has none", nonRoot),
    ],
  },
  {
    says: "a container that may be root",
    manifest: withContext(confined({ runAsNonRoot: false })),
    breaks: [says(`${inside}.runAsNonRoot is false`, nonRoot)],
  },
  {
    says: "a pod that may be root, though its containers may not",
    manifest: withContext(confined({ runAsNonRoot: true }), { runAsNonRoot: false, ...seccomp }),
    breaks: [says("spec.securityContext.runAsNonRoot is false", nonRoot)],
  },
  {
    says: "a pod that may be root, and containers that say nothing",
    manifest: withContext(confined(), { runAsNonRoot: false, ...seccomp }),
    breaks: [says("spec.securityContext.runAsNonRoot is false", nonRoot)],
  },
  {
    says: "no root in one container, and nothing of it in the other",
    manifest: pod({
      securityContext: seccomp,
      initContainers: [sidecar()],
      containers: [container({ securityContext: confined({ runAsNonRoot: true }) })],
    }),
    breaks: [
      says(
        "spec.initContainers[proxy].securityContext.runAsNonRoot is missing, and the pod has none",
        nonRoot,
      ),
    ],
  },
  { says: "no root in each container", manifest: withContext(confined({ runAsNonRoot: true }), seccomp) },
  {
    says: "root as the user of the pod",
    manifest: withContext(confined(), shared({ runAsUser: 0 })),
    breaks: [says("spec.securityContext.runAsUser is 0", user)],
  },
  {
    says: "root as the user of a container",
    manifest: withContext(confined({ runAsUser: 0 })),
    breaks: [says(`${inside}.runAsUser is 0`, user)],
  },
  {
    says: "another user",
    manifest: withContext(confined({ runAsUser: 1000 }), shared({ runAsUser: 1 })),
  },
  {
    says: "root in a user namespace",
    manifest: pod({ hostUsers: false, securityContext: { runAsUser: 0, runAsNonRoot: false, ...seccomp } }),
  },
  {
    says: "root in the users of the node",
    manifest: pod({ hostUsers: true, securityContext: shared({ runAsUser: 0 }) }),
    breaks: [says("spec.securityContext.runAsUser is 0", user)],
  },
  {
    says: "privileges in a user namespace",
    manifest: pod({ hostUsers: false, containers: [container({ securityContext: { privileged: true } })] }),
    breaks: [
      says(`${inside}.privileged is true`, unprivileged),
      says(`${inside}.allowPrivilegeEscalation is missing`, noGain),
      says(`${inside}.capabilities.drop is missing`, none),
    ],
  },
  {
    says: "Windows, which has neither capabilities nor privileges to gain",
    manifest: pod({
      os: { name: "windows" },
      securityContext: { runAsNonRoot: true },
      containers: [container({ securityContext: undefined })],
    }),
  },
  {
    says: "root on Windows",
    manifest: pod({
      os: { name: "windows" },
      securityContext: undefined,
      containers: [container({ securityContext: undefined })],
    }),
    breaks: [says(`${inside}.runAsNonRoot is missing, and the pod has none`, nonRoot)],
  },
  {
    says: "Linux, which has them",
    manifest: pod({ os: { name: "linux" }, containers: [container({ securityContext: undefined })] }),
    breaks: [
      says(`${inside}.allowPrivilegeEscalation is missing`, noGain),
      says(`${inside}.capabilities.drop is missing`, none),
    ],
  },
  ...makersOf(pod({ containers: [container({ securityContext: { capabilities: { drop: ["ALL"] } } })] })).map(
    ({ kind, at, manifest }): Case => ({
      says: `privileges to gain in a ${kind}`,
      manifest,
      breaks: [says(`${at}.containers[api].securityContext.allowPrivilegeEscalation is missing`, noGain)],
    }),
  ),
  ...makersOf(pod()).map(({ kind, manifest }): Case => ({
    says: `no more than needed in a ${kind}`,
    manifest,
  })),
];
