import { expectCompliance, expectViolation, object, resource } from "../../../../policies/harness";
import { containerLists } from "../../../../policies/kubernetes";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { podHostAccess } from "../../../../policies/workloads/pod-security/host-access";
import { podHostAccess as corpus } from "../../corpus/pod-host-access";
import { container, pod, shared } from "../../corpus/pods";
import { refusedOf, takenOf } from "../../corpus/split";

describe("the rule that pods use nothing of their node", () => {
  it("says what is wrong, how to put it right, and why", () => {
    expectViolation(
      podHostAccess,
      object(pod({ hostNetwork: true })),
      /^spec\.hostNetwork is true\.\n {2}Fix: remove hostNetwork: the pod has a namespace of its own\.\n {2}Why: Whoever breaks into a container that reaches its node also reaches every other pod there, and all that the node may do\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/pod-security-standards\/#restricted$/,
    );
  });

  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(podHostAccess, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("takes $says", ({ manifest }) => {
    expectCompliance(podHostAccess, object(manifest));
  });

  describe.each(containerLists)("in %s", (list) => {
    const having = (fields: Properties) =>
      object(pod({ [list]: [container({ name: "one" }), container({ name: "two", ...fields })] }));

    it("refuses a port of the node", () => {
      const two = having({ ports: [{ containerPort: 80, hostPort: 80 }] });
      expectViolation(podHostAccess, two, `spec.${list}[two].ports[0].hostPort is 80`);
    });

    it("refuses processes of a Windows node", () => {
      const two = having({ securityContext: { windowsOptions: { hostProcess: true } } });
      const at = `spec.${list}[two].securityContext.windowsOptions.hostProcess`;
      expectViolation(podHostAccess, two, `${at} is true.\n  Fix: remove hostProcess.\n`);
    });

    it.each(["livenessProbe", "readinessProbe", "startupProbe"])("refuses another host in a %s", (probe) => {
      const two = having({ [probe]: { httpGet: { port: 80, host: "10.0.0.1" } } });
      expectViolation(podHostAccess, two, `spec.${list}[two].${probe}.httpGet.host is "10.0.0.1"`);
    });

    it.each(["postStart", "preStop"])("refuses another host in a %s hook", (hook) => {
      const two = having({ lifecycle: { [hook]: { tcpSocket: { port: 80, host: "a" } } } });
      expectViolation(podHostAccess, two, `spec.${list}[two].lifecycle.${hook}.tcpSocket.host is "a"`);
    });

    it("judges at the update what is not known yet, and what is known before", () => {
      const unknown: Properties = {
        securityContext: { windowsOptions: UNKNOWN },
        livenessProbe: { httpGet: { host: UNKNOWN } },
        lifecycle: { preStop: UNKNOWN },
      };
      expectCompliance(podHostAccess, having({ ...unknown, ports: UNKNOWN }));
      expectCompliance(podHostAccess, having({ ...unknown, ports: [UNKNOWN, { hostPort: UNKNOWN }] }));
      const ports: Value = [UNKNOWN, { hostPort: 8080 }];
      const at = `spec.${list}[two].ports[1].hostPort`;
      expectViolation(podHostAccess, having({ ...unknown, ports }), `${at} is 8080`);
    });

    it("refuses what is not of the type that it should be", () => {
      const two = having({
        ports: [{ hostPort: "80" }],
        securityContext: { windowsOptions: { hostProcess: "false" } },
        startupProbe: { tcpSocket: { host: false } },
      });
      expectViolation(
        podHostAccess,
        two,
        `spec.${list}[two].securityContext.windowsOptions.hostProcess is "false"`,
        `spec.${list}[two].ports[0].hostPort is "80"`,
        `spec.${list}[two].startupProbe.tcpSocket.host is false`,
      );
    });
  });

  it.each([
    ["hostNetwork", "true"],
    ["hostPID", 1],
    ["hostIPC", { enabled: true }],
  ])("refuses %s that is no boolean", (field, value) => {
    const tried = object(pod({ [field]: value }));
    expectViolation(podHostAccess, tried, `spec.${field} is ${JSON.stringify(value)}`);
  });

  it("judges at the update the fields of a pod that are not known yet", () => {
    const securityContext = shared({ windowsOptions: { hostProcess: UNKNOWN } });
    const unknown: Properties = { hostNetwork: UNKNOWN, hostPID: UNKNOWN, hostIPC: UNKNOWN, securityContext };
    expectCompliance(podHostAccess, object(pod({ ...unknown, volumes: UNKNOWN })));
    expectCompliance(podHostAccess, object(pod({ ...unknown, volumes: [UNKNOWN, { hostPath: UNKNOWN }] })));
    const volumes: Value = [{ hostPath: { path: UNKNOWN } }];
    expectViolation(
      podHostAccess,
      object(pod({ ...unknown, volumes })),
      'spec.volumes[0].hostPath is {"path":"(not known yet)"}',
    );
    expectViolation(podHostAccess, object(pod({ ...unknown, hostPID: true })), "spec.hostPID is true");
  });

  it.each<Value>([UNKNOWN, undefined])("has nothing against pods of which it knows nothing (%p)", (spec) => {
    expectCompliance(podHostAccess, object({ apiVersion: "v1", kind: "Pod", spec }));
  });

  it("judges a patch as what it patches", () => {
    const patch = resource("kubernetes:apps/v1:DeploymentPatch", {
      spec: { template: { spec: { hostIPC: true } } },
    });
    expectViolation(podHostAccess, patch, "spec.template.spec.hostIPC is true");
  });

  it("concerns nothing but pods and what makes them", () => {
    expectCompliance(podHostAccess, resource("kubernetes:core/v1:Service", { spec: { hostNetwork: true } }));
    expectCompliance(podHostAccess, resource("aws:s3/bucket:Bucket", { spec: { hostNetwork: true } }));
  });
});
