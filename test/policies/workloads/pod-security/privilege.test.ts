import { expectCompliance, expectViolation, object, resource } from "../../../../policies/harness";
import { containerLists } from "../../../../policies/kubernetes";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { podPrivilege } from "../../../../policies/workloads/pod-security/privilege";
import { podPrivilege as corpus } from "../../corpus/pod-privilege";
import { confined, container, pod, shared } from "../../corpus/pods";
import { refusedOf, takenOf } from "../../corpus/split";

describe("the rule of what containers may", () => {
  it("says what is wrong, how to put it right, and why", () => {
    expectViolation(
      podPrivilege,
      object(pod({ containers: [container({ securityContext: confined({ privileged: true }) })] })),
      /^spec\.containers\[api\]\.securityContext\.privileged is true\.\n {2}Fix: remove privileged, or set it to false\.\n {2}Why: A process that is root, or can become it, needs one flaw of the kernel to be root on the node\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/pod-security-standards\/#restricted$/,
    );
  });

  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(podPrivilege, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("takes $says", ({ manifest }) => {
    expectCompliance(podPrivilege, object(manifest));
  });

  describe.each(containerLists)("in %s", (list) => {
    const having = (securityContext: Value, spec: Properties = {}) =>
      object(
        pod({ [list]: [container({ name: "one" }), container({ name: "two", securityContext })], ...spec }),
      );
    const at = `spec.${list}[two].securityContext`;

    it.each<[Properties, string]>([
      [{ privileged: true }, "privileged is true"],
      [{ privileged: "false" }, 'privileged is "false"'],
      [{ allowPrivilegeEscalation: true }, "allowPrivilegeEscalation is true"],
      [{ allowPrivilegeEscalation: undefined }, "allowPrivilegeEscalation is missing"],
      [{ allowPrivilegeEscalation: "false" }, 'allowPrivilegeEscalation is "false"'],
      [{ capabilities: {} }, "capabilities.drop is missing"],
      [{ capabilities: { drop: [] } }, "capabilities.drop is []"],
      [{ capabilities: { drop: "ALL" } }, 'capabilities.drop is "ALL"'],
      [{ capabilities: { drop: { 0: "ALL" } } }, 'capabilities.drop is {"0":"ALL"}'],
      [{ capabilities: { drop: ["ALL"], add: ["SYS_TIME"] } }, 'capabilities.add[0] is "SYS_TIME"'],
      [{ capabilities: { drop: ["ALL"], add: "SYS_TIME" } }, 'capabilities.add[0] is "SYS_TIME"'],
      [{ capabilities: { drop: ["ALL"], add: [undefined] } }, "capabilities.add[0] is missing"],
      [{ runAsNonRoot: false }, "runAsNonRoot is false"],
      [{ runAsNonRoot: "true" }, 'runAsNonRoot is "true"'],
      [{ runAsUser: 0 }, "runAsUser is 0"],
      [{ runAsUser: "1000" }, 'runAsUser is "1000"'],
    ])("refuses %j", (fields, problem) => {
      expectViolation(podPrivilege, having(confined(fields)), `${at}.${problem}`);
    });

    it("wants somebody to say that there is no root", () => {
      const one = container({ name: "one", securityContext: confined({ runAsNonRoot: true }) });
      const spec = {
        containers: [one],
        [list]: [one, container({ name: "two" })],
        securityContext: undefined,
      };
      expectViolation(
        podPrivilege,
        object(pod(spec)),
        `${at}.runAsNonRoot is missing, and the pod has none.\n  Fix: set securityContext.runAsNonRoot to true, for the pod or for each container.\n`,
      );
    });

    it("judges at the update what is not known yet", () => {
      expectCompliance(podPrivilege, having(UNKNOWN));
      expectCompliance(podPrivilege, having(confined({ capabilities: UNKNOWN, runAsUser: UNKNOWN })));
      expectCompliance(podPrivilege, having(confined({ capabilities: { drop: UNKNOWN, add: UNKNOWN } })));
      expectCompliance(podPrivilege, having(confined({ capabilities: { drop: [UNKNOWN], add: [UNKNOWN] } })));
      expectCompliance(podPrivilege, having(confined({ privileged: UNKNOWN, runAsNonRoot: UNKNOWN })));
      expectCompliance(podPrivilege, having(confined({ allowPrivilegeEscalation: UNKNOWN })));
    });

    it("judges what is known beside it", () => {
      const capabilities: Properties = { drop: UNKNOWN, add: [UNKNOWN, "SYS_ADMIN"] };
      const known: Properties = { privileged: UNKNOWN, capabilities, runAsUser: 0 };
      expectViolation(
        podPrivilege,
        having(confined(known)),
        `${at}.capabilities.add[1] is "SYS_ADMIN"`,
        `${at}.runAsUser is 0`,
      );
    });

    it("takes no root in a user namespace for what is not", () => {
      const root = confined({ runAsUser: 0, runAsNonRoot: false });
      expectCompliance(podPrivilege, having(root, { hostUsers: false }));
      expectCompliance(podPrivilege, having(root, { hostUsers: UNKNOWN }));
      expectViolation(
        podPrivilege,
        having(root, { hostUsers: "false" }),
        `${at}.runAsNonRoot is false`,
        `${at}.runAsUser is 0.\n  Fix: set runAsUser to the number of a user other than 0, or remove it.\n`,
      );
    });

    it("asks of Windows what Windows has", () => {
      const windows = (os: Value) => having({ runAsNonRoot: true }, { os });
      expectCompliance(podPrivilege, windows({ name: "windows" }));
      expectCompliance(podPrivilege, windows({ name: UNKNOWN }));
      expectViolation(
        podPrivilege,
        windows({ name: "Windows" }),
        `${at}.allowPrivilegeEscalation is missing`,
        `${at}.capabilities.drop is missing`,
      );
    });
  });

  it.each<[Properties, string]>([
    [{ runAsNonRoot: false }, "runAsNonRoot is false"],
    [{ runAsNonRoot: 1 }, "runAsNonRoot is 1"],
    [{ runAsUser: 0 }, "runAsUser is 0"],
    [{ runAsUser: "0" }, 'runAsUser is "0"'],
  ])("refuses a pod with %j", (fields, problem) => {
    const tried = object(pod({ securityContext: shared(fields) }));
    expectViolation(podPrivilege, tried, `spec.securityContext.${problem}`);
  });

  it.each([-1, 1, 65_534])("takes the user %d", (runAsUser) => {
    expectCompliance(podPrivilege, object(pod({ securityContext: shared({ runAsUser }) })));
  });

  it("judges at the update a pod of which it does not know what it says for its containers", () => {
    expectCompliance(podPrivilege, object(pod({ securityContext: UNKNOWN })));
    expectCompliance(
      podPrivilege,
      object(pod({ securityContext: { runAsNonRoot: UNKNOWN, runAsUser: UNKNOWN } })),
    );
    const containers = [container({ securityContext: confined({ runAsNonRoot: false }) })];
    const at = "spec.containers[api].securityContext.runAsNonRoot";
    expectViolation(podPrivilege, object(pod({ securityContext: UNKNOWN, containers })), `${at} is false`);
  });

  it("refuses a container that is none", () => {
    expectViolation(
      podPrivilege,
      object(pod({ containers: ["api"] })),
      "spec.containers[0].securityContext.allowPrivilegeEscalation is missing",
      "spec.containers[0].securityContext.capabilities.drop is missing",
    );
  });

  it("takes a container that is not known yet", () => {
    expectCompliance(podPrivilege, object(pod({ containers: [UNKNOWN] })));
    expectCompliance(podPrivilege, object(pod({ containers: UNKNOWN })));
  });

  it.each<Value>([UNKNOWN, undefined])("has nothing against pods of which it knows nothing (%p)", (spec) => {
    expectCompliance(podPrivilege, object({ apiVersion: "v1", kind: "Pod", spec }));
  });

  it("concerns nothing but pods and what makes them", () => {
    const spec = { containers: [{ securityContext: { privileged: true } }] };
    expectCompliance(podPrivilege, resource("kubernetes:core/v1:Service", { spec }));
  });
});
