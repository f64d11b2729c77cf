import { expectCompliance, expectViolation, object, resource } from "../../../../policies/harness";
import { containerLists } from "../../../../policies/kubernetes";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { podIsolation } from "../../../../policies/workloads/pod-security/isolation";
import { podIsolation as corpus } from "../../corpus/pod-isolation";
import { confined, container, pod, shared } from "../../corpus/pods";
import { refusedOf, takenOf } from "../../corpus/split";

const appArmor = "container.apparmor.security.beta.kubernetes.io";

describe("the rule of what confines containers", () => {
  it("says what is wrong, how to put it right, and why", () => {
    expectViolation(
      podIsolation,
      object(pod({ securityContext: shared({ sysctls: [{ name: "kernel.sem", value: "1" }] }) })),
      /^spec\.securityContext\.sysctls\[0\]\.name is "kernel\.sem"\.\n {2}Fix: remove it: it is none of those that Kubernetes calls safe\.\n {2}Why: Without them a process that somebody took over works on the kernel that all pods of the node share\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/pod-security-standards\/#restricted$/,
    );
  });

  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(podIsolation, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("takes $says", ({ manifest }) => {
    expectCompliance(podIsolation, object(manifest));
  });

  /** What is wrong, for a pod as for a container. */
  const wrong: [Properties, string][] = [
    [{ seccompProfile: { type: "Unconfined" } }, 'seccompProfile.type is "Unconfined"'],
    [{ seccompProfile: {} }, "seccompProfile.type is missing"],
    [{ seccompProfile: "RuntimeDefault" }, "seccompProfile.type is missing"],
    [{ seccompProfile: { type: "runtimedefault" } }, 'seccompProfile.type is "runtimedefault"'],
    [{ appArmorProfile: { type: "Unconfined" } }, 'appArmorProfile.type is "Unconfined"'],
    [{ appArmorProfile: {} }, "appArmorProfile.type is missing"],
    [{ appArmorProfile: false }, "appArmorProfile.type is missing"],
    [{ seLinuxOptions: { type: "spc_t" } }, 'seLinuxOptions.type is "spc_t"'],
    [{ seLinuxOptions: { type: ["container_t"] } }, 'seLinuxOptions.type is ["container_t"]'],
    [{ seLinuxOptions: { user: "root" } }, 'seLinuxOptions.user is "root".\n  Fix: remove user.\n'],
    [{ seLinuxOptions: { role: "system_r" } }, 'seLinuxOptions.role is "system_r".\n  Fix: remove role.\n'],
    [{ seLinuxOptions: { role: false } }, "seLinuxOptions.role is false"],
  ];

  const unknown: Properties[] = [
    { seccompProfile: UNKNOWN, appArmorProfile: UNKNOWN, seLinuxOptions: UNKNOWN },
    { seccompProfile: { type: UNKNOWN }, appArmorProfile: { type: UNKNOWN } },
    { seLinuxOptions: { type: UNKNOWN, user: UNKNOWN, role: UNKNOWN } },
  ];

  describe.each(containerLists)("in %s", (list) => {
    const having = (securityContext: Value, spec: Properties = {}) =>
      object(
        pod({ [list]: [container({ name: "one" }), container({ name: "two", securityContext })], ...spec }),
      );
    const at = `spec.${list}[two].securityContext`;

    it.each<[Properties, string]>([
      ...wrong,
      [
        { procMount: "Unmasked" },
        'procMount is "Unmasked".\n  Fix: remove procMount, or set it to "Default".\n',
      ],
      [{ procMount: "" }, 'procMount is ""'],
      [{ procMount: true }, "procMount is true"],
    ])("refuses %j", (fields, problem) => {
      expectViolation(podIsolation, having(confined(fields)), `${at}.${problem}`);
    });

    it("wants somebody to say which seccomp profile there is", () => {
      const one = container({ name: "one", securityContext: { seccompProfile: { type: "Localhost" } } });
      const spec = {
        containers: [one],
        [list]: [one, container({ name: "two" })],
        securityContext: undefined,
      };
      expectViolation(
        podIsolation,
        object(pod(spec)),
        `${at}.seccompProfile.type is missing, and the pod has none.\n  Fix: set securityContext.seccompProfile.type to "RuntimeDefault", for the pod or for each container.\n`,
      );
    });

    it("wants the default /proc in a user namespace too", () => {
      const unmasked = having(confined({ procMount: "Unmasked" }), { hostUsers: false });
      expectViolation(podIsolation, unmasked, `${at}.procMount is "Unmasked"`);
    });

    it.each<Properties>([...unknown, { procMount: UNKNOWN }])("judges %p at the update", (fields) => {
      expectCompliance(podIsolation, having(confined(fields)));
    });

    it("judges what is known beside it", () => {
      const known = confined({ ...unknown[0], procMount: "Unmasked" });
      expectViolation(podIsolation, having(known), `${at}.procMount is "Unmasked"`);
      expectCompliance(podIsolation, having(UNKNOWN));
    });

    it("asks no seccomp profile of Windows", () => {
      const windows = (os: Value) => having({}, { os, securityContext: { runAsNonRoot: true } });
      const missing = "is missing, and the pod has none";
      expectCompliance(podIsolation, windows({ name: "windows" }));
      expectCompliance(podIsolation, windows(UNKNOWN));
      const all = having(
        {},
        { os: { name: "linux" }, containers: [], securityContext: undefined, [list]: [{}] },
      );
      expectViolation(podIsolation, all, `spec.${list}[0].securityContext.seccompProfile.type ${missing}`);
    });

    it("asks of Windows what is not of seccomp alone", () => {
      const windows = having({ procMount: "Unmasked" }, { os: { name: "windows" } });
      expectViolation(podIsolation, windows, `${at}.procMount is "Unmasked"`);
    });
  });

  it.each(wrong)("refuses a pod with %j", (fields, problem) => {
    const tried = object(pod({ securityContext: shared(fields) }));
    expectViolation(podIsolation, tried, `spec.securityContext.${problem}`);
  });

  it.each<Properties>([...unknown, { sysctls: UNKNOWN }, { sysctls: [UNKNOWN, { name: UNKNOWN }] }])(
    "judges %p of a pod at the update",
    (fields) => {
      expectCompliance(podIsolation, object(pod({ securityContext: shared(fields) })));
    },
  );

  it("judges at the update a pod of which it does not know what it says for its containers", () => {
    expectCompliance(podIsolation, object(pod({ securityContext: UNKNOWN })));
    const containers = [container({ securityContext: { seccompProfile: { type: "Unconfined" } } })];
    const at = "spec.containers[api].securityContext.seccompProfile.type";
    expectViolation(
      podIsolation,
      object(pod({ securityContext: UNKNOWN, containers })),
      `${at} is "Unconfined"`,
    );
  });

  it.each<[Value, string]>([
    [[{ value: "1" }], "sysctls[0].name is missing"],
    [["kernel.shm_rmid_forced"], "sysctls[0].name is missing"],
    [{ name: "kernel.sem" }, 'sysctls[0].name is "kernel.sem"'],
    [[UNKNOWN, { name: "kernel.sem" }], 'sysctls[1].name is "kernel.sem"'],
    [[{ name: "net.ipv4.tcp_wmem2" }], 'sysctls[0].name is "net.ipv4.tcp_wmem2"'],
  ])("refuses the sysctls %p", (sysctls, problem) => {
    const tried = object(pod({ securityContext: shared({ sysctls }) }));
    expectViolation(podIsolation, tried, `spec.securityContext.${problem}`);
  });

  describe("reads annotations of AppArmor", () => {
    const having = (annotations: Value) => object(pod({}, { annotations }));

    it.each([
      "unconfined",
      "Localhost/strict",
      "localhost",
      "my-localhost/strict",
      "runtime/default ",
      1,
      false,
    ])("and refuses %p", (profile) => {
      expectViolation(
        podIsolation,
        having({ [`${appArmor}/api`]: profile }),
        `metadata.annotations["${appArmor}/api"] is ${JSON.stringify(profile)}.\n  Fix: remove the annotation; profiles are set by securityContext.appArmorProfile.\n`,
      );
    });

    it.each<Value>(["runtime/default", "localhost/strict", "localhost/", "", undefined, UNKNOWN])(
      "and takes %p",
      (profile) => {
        expectCompliance(podIsolation, having({ [`${appArmor}/api`]: profile }));
      },
    );

    it("of every container that they name", () => {
      const annotations = { [`${appArmor}/a`]: "unconfined", [`${appArmor}/b`]: "unconfined" };
      expectViolation(podIsolation, having(annotations), `${appArmor}/a"] is`, `${appArmor}/b"] is`);
    });

    it("and no others", () => {
      expectCompliance(
        podIsolation,
        having({ [`x-${appArmor}/api`]: "unconfined", [appArmor]: "unconfined" }),
      );
    });

    it.each<Value>([UNKNOWN, "none", undefined])(
      "and has nothing against annotations that are %p",
      (annotations) => {
        expectCompliance(podIsolation, having(annotations));
      },
    );

    it("where the pods have theirs, not where what makes them has its own", () => {
      const annotations = { [`${appArmor}/api`]: "unconfined" };
      const spec = { template: { spec: {} } };
      const made = object({ apiVersion: "apps/v1", kind: "Deployment", metadata: { annotations }, spec });
      expectCompliance(podIsolation, made);
    });
  });

  it.each<Value>([UNKNOWN, undefined])("has nothing against pods of which it knows nothing (%p)", (spec) => {
    expectCompliance(podIsolation, object({ apiVersion: "v1", kind: "Pod", spec }));
  });

  it("concerns nothing but pods and what makes them", () => {
    const spec = { containers: [{ securityContext: { procMount: "Unmasked" } }] };
    expectCompliance(podIsolation, resource("kubernetes:core/v1:Service", { spec }));
  });
});
