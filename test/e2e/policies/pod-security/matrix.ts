import type { Properties, Value } from "../../../../policies/value";
import { confined, container, pod, shared, type Pod } from "../../../policies/corpus/pods";
import { volumeSources } from "../../../policies/corpus/pod-volumes";
import { all, annotations, callers, containerContext, hosts, sharedContext, sysctls } from "./values";

const users = [{}, { hostUsers: true }, { hostUsers: false }];
/** Where a pod that is made may have containers. */
const lists = ["containers", "initContainers"] as const;

/** A pod with a container that has these fields. */
const placed = (list: (typeof lists)[number], fields: Properties, spec: Properties = {}): Pod =>
  pod({ ...spec, [list]: [container({ name: "tried", ...fields })] });

/** Changes to what `confined` says that the API takes: it refuses some combinations for itself. */
export const contexts: readonly Properties[] = [
  ...Object.entries(containerContext)
    .flatMap(([field, values]) => all(values).map((value): Properties => ({ [field]: value })))
    .map((context) =>
      context.privileged === true ? { ...context, allowPrivilegeEscalation: undefined } : context,
    ),
  ...Object.entries(sharedContext).flatMap(([field, values]) =>
    all(values).map((value): Properties => ({ [field]: value })),
  ),
];

/** Whether the API takes a context only in a user namespace. */
export const needsUserNamespace = ({ procMount }: Properties): boolean => procMount === "Unmasked";

const inContainers = lists.flatMap((list) =>
  users.flatMap((user) =>
    contexts
      .filter((context) => !needsUserNamespace(context) || user.hostUsers === false)
      .map((context) => placed(list, { securityContext: confined(context) }, user)),
  ),
);

/** Each value of a pod with each value of its container. */
const inBoth = Object.entries(sharedContext).flatMap(([field, values]) =>
  lists.flatMap((list) =>
    users.flatMap((user) =>
      all(values).flatMap((outer) =>
        all(values).map((inner) =>
          placed(
            list,
            { securityContext: confined({ [field]: inner }) },
            { ...user, securityContext: shared({ [field]: outer }) },
          ),
        ),
      ),
    ),
  ),
);

const withoutContext = [undefined, {}].flatMap((outer) =>
  [undefined, {}, confined()].flatMap((inner) =>
    lists.map((list) => placed(list, { securityContext: inner }, { securityContext: outer })),
  ),
);

const namespaces = ["hostNetwork", "hostPID", "hostIPC"].flatMap((field) => [
  ...[false, true].flatMap((value) => [pod({ [field]: value }), pod({ hostUsers: true, [field]: value })]),
  pod({ hostUsers: false, [field]: false }),
]);

const ports = lists.flatMap((list) =>
  [undefined, 0, 1, 80].map((hostPort) => placed(list, { ports: [{ containerPort: 80, hostPort }] })),
);

const calls = callers.flatMap((caller) =>
  all(hosts).flatMap((host) =>
    lists.map((list) =>
      placed(list, { ...caller(host), ...(list === "initContainers" ? { restartPolicy: "Always" } : {}) }),
    ),
  ),
);

const volumes = [
  pod({ volumes: [{ name: "data" }] }),
  ...Object.entries({ ...volumeSources.refused, ...volumeSources.taken, hostPath: { path: "/" } }).map(
    ([source, value]) => pod({ volumes: [{ name: "data", [source]: value }] }),
  ),
];

const kernel = all(sysctls).map((name) =>
  pod({ securityContext: shared({ sysctls: [{ name, value: "1" }] }) }),
);

const appArmor = all(annotations).flatMap((profile) => [
  ...lists.map((list) => {
    const { spec, ...rest } = placed(list, {});
    const name = "container.apparmor.security.beta.kubernetes.io/tried";
    return { ...rest, metadata: { name: "tried", annotations: { [name]: profile } }, spec };
  }),
]);

/** Annotations from before there was a field. For the pod the API wants both to say the same. */
const seccomp = ["unconfined", "runtime/default", "localhost/strict"].flatMap((profile) => {
  const ofPod = { "seccomp.security.alpha.kubernetes.io/pod": profile };
  const ofContainer = { "container.seccomp.security.alpha.kubernetes.io/api": profile };
  const without = { securityContext: shared({ seccompProfile: undefined }) };
  return [
    pod(without, { annotations: ofPod }),
    pod(without, { annotations: ofContainer }),
    pod({}, { annotations: ofContainer }),
  ];
});

/** A pod of Windows, for which the API takes no field of Linux. */
export const windows = (outer: Value, inner: Value, spec: Properties = {}): Pod =>
  pod({
    os: { name: "windows" },
    ...spec,
    securityContext: outer,
    containers: [container({ securityContext: inner })],
    initContainers: [container({ name: "first", securityContext: inner })],
  });

const asNonRoot = [undefined, true, false].map((runAsNonRoot) => ({ runAsNonRoot }));
const hostProcess = (value: boolean) => ({ windowsOptions: { hostProcess: value }, runAsNonRoot: true });

const operatingSystems = [
  ...asNonRoot.flatMap((outer) => asNonRoot.map((inner) => windows(outer, inner))),
  windows(undefined, undefined),
  windows(hostProcess(false), undefined),
  windows({ runAsNonRoot: true }, hostProcess(false)),
  ...[windows, withoutOs].flatMap((make) => [
    make(hostProcess(true), undefined, { hostNetwork: true }),
    make({ runAsNonRoot: true }, hostProcess(true), { hostNetwork: true }),
  ]),
  pod({ os: { name: "linux" } }),
  placed("containers", { securityContext: undefined }, { os: { name: "linux" } }),
];

function withoutOs(...args: Parameters<typeof windows>): Pod {
  const { spec, ...rest } = windows(...args);
  return { ...rest, spec: { ...spec, os: undefined } };
}

/** Pods with each value of each field that the standard names, in each list of containers. */
export const matrix: readonly Pod[] = [
  ...inContainers,
  ...inBoth,
  ...withoutContext,
  ...namespaces,
  ...ports,
  ...calls,
  ...volumes,
  ...kernel,
  ...appArmor,
  ...seccomp,
  ...operatingSystems,
];
