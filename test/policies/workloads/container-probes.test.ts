import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { containerProbes as policy } from "../../../policies/workloads/container-probes";
import { before, beside, container, inEveryKind, pod, within } from "../corpus/workloads";

const probed = (readinessProbe: Value, rest: Properties = {}) =>
  object(pod({ containers: [container({ readinessProbe })], ...rest }));
const at = "spec.containers[api].readinessProbe";

const lasting = ["Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"];
const kinds = inEveryKind({ containers: [container({ readinessProbe: undefined })] });

it.each(kinds.filter(([kind]) => lasting.includes(kind)))("wants one in a %s", (_, where, manifest) =>
  expectViolation(policy, object(manifest), `${where}.containers[api].readinessProbe is missing.`),
);

it.each(kinds.filter(([kind]) => !lasting.includes(kind)))("wants none in a %s", (_, _where, manifest) =>
  expectCompliance(policy, object(manifest)),
);

it.each(inEveryKind({}))("takes one in a %s", (_, _where, manifest) =>
  expectCompliance(policy, object(manifest)),
);

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    probed(undefined),
    /^spec\.containers\[api\]\.readinessProbe is missing\.\n {2}Fix: Set it to what the container answers once it can serve, such as \{ httpGet: \{ path: "\/ready", port: 8080 \} \}\.\n {2}Why: Without one, a pod gets requests before it can answer them, and an update goes on over pods that do not work\. https:\/\/kubernetes\.io\/docs\/concepts\/workloads\/pods\/probes\/$/,
  ));

it.each<[string, Value]>([
  ["nothing", {}],
  ["only when to ask", { periodSeconds: 5 }],
  ["no object", { httpGet: "/ready" }],
  ["a list", { exec: ["true"] }],
  ["true", true],
  ["a text", "httpGet"],
])("wants a question: not %s", (_, probe) =>
  expectViolation(
    policy,
    probed(probe),
    `${at} has none of httpGet, tcpSocket, grpc, exec.\n  Fix: Set it to what the container answers`,
  ),
);

it.each<[string, Properties]>([
  ["httpGet", { path: "/ready", port: 8080 }],
  ["tcpSocket", { port: 8080 }],
  ["grpc", { port: 8080 }],
  ["exec", { command: ["true"] }],
])("takes a question by %s", (handler, question) =>
  expectCompliance(policy, probed({ [handler]: question, periodSeconds: 5 })),
);

it("wants one in each container", () =>
  expectViolation(
    policy,
    object(
      pod({
        containers: [
          container({ name: "one", readinessProbe: undefined }),
          container(),
          container({ name: "three", readinessProbe: {} }),
        ],
      }),
    ),
    "spec.containers[one].readinessProbe is missing.",
    "spec.containers[three].readinessProbe has none of",
  ));

it("wants one in a sidecar", () =>
  expectViolation(
    policy,
    object(pod({ initContainers: [beside({ readinessProbe: undefined })] })),
    "spec.initContainers[proxy].readinessProbe is missing.",
  ));

it.each<Value>([undefined, "OnFailure", UNKNOWN])(
  "wants none in what runs first and is restarted: %p",
  (restartPolicy) => expectCompliance(policy, object(pod({ initContainers: [before({ restartPolicy })] }))),
);

it("wants none in a container for debugging", () =>
  expectCompliance(
    policy,
    object(pod({ ephemeralContainers: [within(), within({ restartPolicy: "Always" })] })),
  ));

it.each<Value>([undefined, "Always", true])("wants one in a pod that is restarted: %p", (restartPolicy) =>
  expectViolation(policy, probed(undefined, { restartPolicy }), `${at} is missing.`),
);

it.each<Value>(["OnFailure", "Never", UNKNOWN])("wants none in a pod that may end: %p", (restartPolicy) =>
  expectCompliance(
    policy,
    probed(undefined, { restartPolicy, initContainers: [beside({ readinessProbe: undefined })] }),
  ),
);

it("asks for no liveness probe, which takes the place of no readiness probe", () => {
  const livenessProbe = { httpGet: { path: "/live", port: 8080 } };
  expectCompliance(policy, object(pod({ containers: [container({ livenessProbe: undefined })] })));
  expectViolation(
    policy,
    object(
      pod({
        containers: [container({ livenessProbe, startupProbe: livenessProbe, readinessProbe: undefined })],
      }),
    ),
    `${at} is missing.`,
  );
});

it.each<[string, Value]>([
  ["the probe", UNKNOWN],
  ["the question", { httpGet: UNKNOWN }],
])("waits for what is not known yet: %s", (_, probe) => expectCompliance(policy, probed(probe)));

it("waits for containers and pods that are not known yet", () => {
  expectCompliance(policy, object(pod({ containers: [UNKNOWN] })));
  expectCompliance(policy, object(pod({ containers: UNKNOWN })));
  expectCompliance(policy, object({ apiVersion: "v1", kind: "Pod", spec: UNKNOWN }));
});

it("finds what is wrong beside what is not known yet", () =>
  expectViolation(
    policy,
    object(pod({ containers: [UNKNOWN, container({ name: UNKNOWN, readinessProbe: undefined })] })),
    "spec.containers[1].readinessProbe is missing.",
  ));

it("takes what is no container for one without a probe", () =>
  expectViolation(
    policy,
    object(pod({ containers: "api" })),
    "spec.containers[0].readinessProbe is missing.",
  ));

it.each(["apps/v1:Deployment", "core/v1:Pod"])("leaves out what a patch of %s leaves out", (type) => {
  const spec = { ...pod({ containers: [{}] }).spec };
  const properties = { spec: { ...spec, template: { spec } } };
  expectCompliance(policy, resource(`kubernetes:${type}Patch`, properties));
  expectViolation(
    policy,
    resource(`kubernetes:${type}`, properties),
    "containers[0].readinessProbe is missing.",
  );
});

it("says nothing of what makes no pods", () =>
  expectCompliance(policy, resource("kubernetes:core/v1:Service", { spec: { containers: [{}] } })));
