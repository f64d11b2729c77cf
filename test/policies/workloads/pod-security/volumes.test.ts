import { expectCompliance, expectViolation, object, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { podVolumes } from "../../../../policies/workloads/pod-security/volumes";
import { pod } from "../../corpus/pods";
import { podVolumes as corpus } from "../../corpus/pod-volumes";
import { refusedOf, takenOf } from "../../corpus/split";

const having = (...volumes: Value[]) => object(pod({ volumes }));

describe("the rule of what volumes are from", () => {
  it("says what is wrong, how to put it right, and why", () => {
    expectViolation(
      podVolumes,
      having({ name: "films", nfs: { server: "nas", path: "/" } }),
      /^spec\.volumes\[films\]\.nfs is \{"server":"nas","path":"\/"\}\.\n {2}Fix: use one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret; other storage by a persistentVolumeClaim\.\n {2}Why: The node mounts what a pod names directly, with its own rights, and past those who watch over storage\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/pod-security-standards\/#restricted$/,
    );
  });

  it.each(refusedOf(corpus))("refuses $says", ({ manifest, breaks }) => {
    expectViolation(podVolumes, object(manifest), ...breaks);
  });

  it.each(takenOf(corpus))("takes $says", ({ manifest }) => {
    expectCompliance(podVolumes, object(manifest));
  });

  it("leaves hostPath to the rule on the node", () => {
    expectCompliance(podVolumes, having({ name: "logs", hostPath: { path: "/var/log" } }));
  });

  it("refuses a source that it has never heard of", () => {
    expectViolation(podVolumes, having({ name: "new", tape: {} }), "spec.volumes[new].tape is {}");
  });

  it("takes a source that is named and not set", () => {
    expectCompliance(podVolumes, having({ name: "data", nfs: undefined, emptyDir: {} }));
  });

  it("calls a volume without a name by its place", () => {
    expectViolation(podVolumes, having({ emptyDir: {} }, { rbd: {} }), "spec.volumes[1].rbd is {}");
  });

  it("judges at the update what is not known yet, and what is known before", () => {
    expectCompliance(podVolumes, object(pod({ volumes: UNKNOWN })));
    expectCompliance(podVolumes, having(UNKNOWN, { name: "data", nfs: UNKNOWN }));
    const known: Properties = { name: UNKNOWN, nfs: { server: UNKNOWN } };
    expectViolation(
      podVolumes,
      having(UNKNOWN, known),
      'spec.volumes[1].nfs is {"server":"(not known yet)"}',
    );
  });

  it.each([
    ["/data", '"/data"'],
    [["nfs"], '["nfs"]'],
    [undefined, "missing"],
    [false, "false"],
  ])("refuses a volume that is %p", (volume, shown) => {
    expectViolation(
      podVolumes,
      having(volume),
      `spec.volumes[0] is ${shown}.\n  Fix: use one of configMap, csi,`,
    );
  });

  it("refuses a source where the list of volumes should be", () => {
    expectViolation(podVolumes, object(pod({ volumes: { nfs: {} } })), "spec.volumes[0].nfs is {}");
  });

  it("refuses a source that is false, which is none of its type", () => {
    expectViolation(podVolumes, having({ name: "data", nfs: false }), "spec.volumes[data].nfs is false");
  });

  it.each<Value>([UNKNOWN, undefined])("has nothing against pods of which it knows nothing (%p)", (spec) => {
    expectCompliance(podVolumes, object({ apiVersion: "v1", kind: "Pod", spec }));
  });

  it("judges a patch as what it patches", () => {
    const spec = { jobTemplate: { spec: { template: { spec: { volumes: [{ nfs: {} }] } } } } };
    const patch = resource("kubernetes:batch/v1:CronJobPatch", { spec });
    expectViolation(podVolumes, patch, "spec.jobTemplate.spec.template.spec.volumes[0].nfs is {}");
  });

  it("reads volumes of Knative's services, which Knative refuses for itself", () => {
    const spec = { template: { spec: { volumes: [{ nfs: {} }] } } };
    const service = object({ apiVersion: "serving.knative.dev/v1", kind: "Service", spec });
    expectViolation(podVolumes, service, "spec.template.spec.volumes[0].nfs is {}");
  });

  it("concerns nothing but pods and what makes them", () => {
    const spec = { nfs: { server: "nas", path: "/" }, volumes: [{ nfs: {} }] };
    expectCompliance(podVolumes, resource("kubernetes:core/v1:PersistentVolume", { spec }));
  });
});
