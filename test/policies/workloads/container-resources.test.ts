import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { containerResources as policy } from "../../../policies/workloads/container-resources";
import { containerResources as corpus } from "../corpus/container-resources";
import { refusedOf, takenOf } from "../corpus/split";
import { container, pod, within } from "../corpus/workloads";

const enough = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } };
const own = (resources: Value) => object(pod({ containers: [container({ resources })] }));
const asking = (requests: Properties, limits: Properties = {}) =>
  own({ requests: { ...enough.requests, ...requests }, limits: { memory: "2Gi", ...limits } });
const at = "spec.containers[api].resources";

it.each(refusedOf(corpus))("refuses what says $says", ({ manifest, breaks }) =>
  expectViolation(policy, object(manifest), ...breaks),
);

it.each(takenOf(corpus))("takes what says $says", ({ manifest }) =>
  expectCompliance(policy, object(manifest)),
);

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    own({}),
    /^spec\.containers\[api\]\.resources has no requests\.cpu, no requests\.memory, no limits\.memory\.\n {2}Fix: Set requests to what the container usually needs, and limits\.memory to the most that it may take, such as \{ requests: \{ cpu: "50m", memory: "128Mi" \}, limits: \{ memory: "128Mi" \} \}\.\n {2}Why: Without requests, pods are put where there is no room for them; without a limit, one container that leaks takes the memory of everything on its node\. https:\/\/kubernetes\.io\/docs\/concepts\/configuration\/manage-resources-containers\/$/,
  ));

it.each<[Value, string]>([
  ["0.5 GB", '"0.5 GB"'],
  ["128MB", '"128MB"'],
  ["", '""'],
  ["plenty", '"plenty"'],
  [true, "true"],
  [["1"], '["1"]'],
])("wants amounts that can be read, unlike %p", (memory, found) =>
  expectViolation(
    policy,
    asking({ memory }),
    `${at}.requests.memory is ${found}, which is no quantity.\n  Fix: Write a number with a unit of Kubernetes, such as "500m" of cpu or "128Mi" of memory.\n`,
  ),
);

it.each(["requests", "limits"])("reads all that is in %s", (kind) =>
  expectViolation(
    policy,
    own({ ...enough, [kind]: { cpu: "10m", memory: "16Mi", "nvidia.com/gpu": "one" } }),
    `${at}.${kind}.nvidia.com/gpu is "one", which is no quantity.`,
  ),
);

it.each<[string, Value]>([
  ["cpu", 0],
  ["cpu", "0m"],
  ["cpu", "-1"],
  ["memory", "0"],
])("takes no %s of %p", (name, value) =>
  expectViolation(
    policy,
    asking({ [name]: value }),
    `${at}.requests.${name} is ${JSON.stringify(value)}, which is as good as none.\n  Fix: Set it to more than zero.\n`,
  ),
);

it("takes no limit of zero, which is none", () =>
  expectViolation(
    policy,
    own({ requests: enough.requests, limits: { memory: 0 } }),
    `${at}.limits.memory is 0, which is as good as none.`,
    `${at}.requests.memory is "16Mi", more than limits.memory, which is 0.`,
  ));

it.each(["nvidia.com/gpu", "ephemeral-storage"])("takes zero of %s", (name) =>
  expectCompliance(policy, asking({ [name]: 0 })),
);

it.each(["16m", "16000000u", "16000000n"])("takes no parts of bytes: %s", (memory) =>
  expectViolation(
    policy,
    asking({ memory }),
    `${at}.requests.memory is "${memory}", which counts in parts of a byte.\n  Fix: Use a unit of bytes, such as "128Mi".\n`,
  ),
);

it("takes parts of a processor, and bytes without a unit", () =>
  expectCompliance(policy, asking({ cpu: "1500000u", memory: "16777216" })));

it.each<[string, Value, Value]>([
  ["memory", "1Gi", "1023Mi"],
  ["memory", "1Gi", "1G"],
  ["cpu", "1001m", 1],
  ["ephemeral-storage", "2Gi", "1Gi"],
])("takes no request of %s above its limit", (name, request, limit) =>
  expectViolation(
    policy,
    asking({ [name]: request }, { [name]: limit }),
    `${at}.requests.${name} is ${JSON.stringify(request)}, more than limits.${name}, which is ${JSON.stringify(limit)}.\n  Fix: Lower it, or raise limits.${name}.\n`,
  ),
);

it.each<[string, Value, Value]>([
  ["memory", "1Gi", "1024Mi"],
  ["memory", "1G", "1Gi"],
  ["cpu", "1000m", 1],
  ["cpu", "300m", 0.3],
  ["cpu", 0.3, "300m"],
])("takes a request of %s up to its limit", (name, request, limit) =>
  expectCompliance(policy, asking({ [name]: request }, { [name]: limit })),
);

it("says once what cannot be read, and compares it with nothing", () =>
  expectViolation(
    policy,
    asking({ memory: "1Gi" }, { memory: "much" }),
    `${at}.limits.memory is "much", which is no quantity.`,
  ));

it.each(["requests", "limits"])("wants %s to be an object", (kind) =>
  expectViolation(
    policy,
    own({ ...enough, limits: { cpu: "1", memory: "16Mi" }, [kind]: "16Mi" }),
    ...(kind === "limits" ? [`${at} has no limits.memory.`] : []),
    `${at}.${kind} is "16Mi", which is no object.\n  Fix: Write it as an object, such as { cpu: "50m", memory: "128Mi" }.\n`,
  ),
);

it.each<Value>(["16Mi", true, []])("takes resources that are %p for none", (resources) =>
  expectViolation(policy, own(resources), `${at} has no requests.cpu, no requests.memory, no limits.memory.`),
);

it("takes what is no container for one without resources", () =>
  expectViolation(
    policy,
    object(pod({ containers: "api" })),
    "spec.containers[0].resources has no requests.cpu",
  ));

it.each<[string, Value]>([
  ["the resources", UNKNOWN],
  ["requests and limits", { requests: UNKNOWN, limits: UNKNOWN }],
  ["the amounts", { requests: { cpu: UNKNOWN, memory: UNKNOWN }, limits: { memory: UNKNOWN } }],
  ["the limits", { requests: enough.requests, limits: UNKNOWN }],
])("waits for what is not known yet: %s", (_, resources) => expectCompliance(policy, own(resources)));

it("waits for containers and pods that are not known yet", () => {
  expectCompliance(policy, object(pod({ containers: UNKNOWN, initContainers: [UNKNOWN] })));
  expectCompliance(policy, object({ apiVersion: "v1", kind: "Pod", spec: UNKNOWN }));
});

it("finds what is wrong beside what is not known yet", () =>
  expectViolation(
    policy,
    own({ requests: { cpu: UNKNOWN, memory: "lots" } }),
    `${at} has no limits.memory.`,
    `${at}.requests.memory is "lots", which is no quantity.`,
  ));

describe("resources of the whole pod", () => {
  const bare = [container({ resources: undefined })];

  it("count for its containers", () =>
    expectCompliance(policy, object(pod({ resources: enough, containers: bare }))));

  it("count for what a container leaves out", () =>
    expectCompliance(
      policy,
      object(
        pod({
          resources: { limits: { memory: "16Mi" } },
          containers: [container({ resources: { requests: { cpu: "10m" } } })],
        }),
      ),
    ));

  it("are judged, too", () =>
    expectViolation(
      policy,
      object(pod({ resources: { ...enough, requests: { cpu: 0 } }, containers: bare })),
      "spec.resources.requests.cpu is 0, which is as good as none.",
    ));

  it("must be all of them", () =>
    expectViolation(
      policy,
      object(pod({ resources: { requests: enough.requests }, containers: bare })),
      `${at} has no limits.memory.`,
    ));
});

it("asks nothing of a container for debugging", () =>
  expectCompliance(policy, object(pod({ ephemeralContainers: [within()] }))));

it("leaves out what a patch leaves out", () => {
  const { spec } = pod({ containers: [container({ resources: undefined })] });
  expectCompliance(policy, resource("kubernetes:core/v1:PodPatch", { spec }));
  expectViolation(policy, resource("kubernetes:core/v1:Pod", { spec }), `${at} has no requests.cpu`);
});

it("says nothing of what makes no pods", () =>
  expectCompliance(policy, resource("kubernetes:core/v1:Service", { spec: { containers: [{}] } })));
