import { lockedContainer } from "../../components/kubernetes/pod-security";

/** What a container of a pod says that a stack's cluster does not refuse. */
export const unprivileged = {
  ...lockedContainer,
  runAsNonRoot: true,
  runAsUser: 65532,
  seccompProfile: { type: "RuntimeDefault" },
} as const;
