import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { serviceAccountToken as policy } from "../../../policies/workloads/service-account-token";
import { serviceAccountToken as corpus } from "../corpus/service-account-token";
import { refusedOf, takenOf } from "../corpus/split";
import { pod } from "../corpus/workloads";

const saying = (spec: Properties, metadata: Value = { name: "agent", namespace: "tools" }) =>
  object({ ...pod({ automountServiceAccountToken: undefined, ...spec }), metadata }, { name: "resource" });
const at = "spec.automountServiceAccountToken";

it.each(refusedOf(corpus))("refuses a pod that says $says", ({ manifest, breaks }) =>
  expectViolation(policy, object(manifest), ...breaks),
);

it.each(takenOf(corpus))("takes a pod that says $says", ({ manifest }) =>
  expectCompliance(policy, object(manifest)),
);

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    saying({}),
    /^spec\.automountServiceAccountToken is missing, and the pod runs as the service account default\.\n {2}Fix: Set automountServiceAccountToken to false; where the pod needs the Kubernetes API, set serviceAccountName to an account of its own\.\n {2}Why: Who breaks into a container finds the token and speaks to the API with it: all pods of the namespace with the account `default` share its rights\. https:\/\/kubernetes\.io\/docs\/tasks\/configure-pod-container\/configure-service-account\/#opt-out-of-api-credential-automounting$/,
  ));

it.each<[Value, string]>([
  ["false", '"false"'],
  [0, "0"],
  ["", '""'],
])("takes nothing but false for no: not %p", (automountServiceAccountToken, found) =>
  expectViolation(policy, saying({ automountServiceAccountToken }), `${at} is ${found}, and`),
);

it.each<Value>([7, true, ["operator"], {}])("takes an account that is %p for none", (serviceAccountName) =>
  expectViolation(policy, saying({ serviceAccountName }), `${at} is missing, and`),
);

it.each<[string, Properties]>([
  ["whether it has the token", { automountServiceAccountToken: UNKNOWN }],
  ["which account it has", { serviceAccountName: UNKNOWN }],
  ["which account it has by the old name of the field", { serviceAccount: UNKNOWN }],
])("waits for what is not known yet: %s", (_, spec) => expectCompliance(policy, saying(spec)));

it("waits for a pod that is not known yet", () =>
  expectCompliance(policy, object({ apiVersion: "v1", kind: "Pod", spec: UNKNOWN })));

it("finds what is wrong beside what is not known yet", () =>
  expectViolation(
    policy,
    saying({ containers: UNKNOWN, serviceAccountName: "default", serviceAccount: UNKNOWN }),
    `${at} is missing, and`,
  ));

it("takes a pod without a specification for one that says nothing", () =>
  expectViolation(policy, object({ apiVersion: "v1", kind: "Pod" }), `${at} is missing, and`));

describe("with pods that are allowed to", () => {
  const allow = (...allowed: string[]) => ({ options: { allowed } });

  it.each(["tools/agent", "tools/*", "*/agent", "t*s/a*t", "*/*", "tools/agent*"])(
    "takes what %s names",
    (one) => expectCompliance(policy, saying({}), allow("other/agent", one)),
  );

  it.each([
    "tools/other",
    "other/agent",
    "tools/agen",
    "tools/gent",
    "ool*/agent",
    "tools/a.ent",
    "agent/tools",
  ])("takes nothing that %s does not name", (one) =>
    expectViolation(policy, saying({}), `${at} is missing, and`, allow(one)),
  );

  it("takes the namespace default for none, and the name of the resource", () => {
    expectCompliance(policy, { ...saying({}, {}), name: "agent" }, allow("default/agent"));
    expectViolation(
      policy,
      { ...saying({}, {}), name: "agent" },
      `${at} is missing, and`,
      allow("tools/agent"),
    );
    expectViolation(policy, { ...saying({}), name: "other" }, `${at} is missing, and`, allow("tools/other"));
  });

  it("waits for a name that is not known yet", () => {
    expectCompliance(policy, saying({}, { name: UNKNOWN, namespace: "tools" }), allow("tools/agent"));
    expectCompliance(policy, saying({}, { name: "agent", namespace: UNKNOWN }), allow("tools/agent"));
    expectCompliance(policy, saying({}, UNKNOWN), allow("tools/agent"));
    expectViolation(
      policy,
      saying({}, { name: UNKNOWN, namespace: "other" }),
      `${at} is`,
      allow("tools/agent"),
    );
  });

  it("has none of them at first", () =>
    expectViolation(policy, saying({}, { name: UNKNOWN, namespace: UNKNOWN }), `${at} is missing, and`));

  it("wants them as namespace/name, and says what they are", () =>
    expect(policy.options.allowed).toEqual({
      description:
        "Objects whose pods may have the token of the account `default`, as namespace/name; `*` stands for any part of either.",
      type: "array",
      items: { type: "string", pattern: "^[^/]+/[^/]+$" },
      default: [],
    }));
});

it("leaves out what a patch leaves out", () => {
  expectCompliance(policy, resource("kubernetes:core/v1:PodPatch", { spec: {} }));
  expectViolation(policy, resource("kubernetes:core/v1:Pod", { spec: {} }), `${at} is missing, and`);
});

it("says nothing of what makes no pods", () =>
  expectCompliance(policy, resource("kubernetes:core/v1:ServiceAccount", {})));
