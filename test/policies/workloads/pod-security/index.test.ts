import { podSecurity } from "../../../../policies/workloads/pod-security";

it("names its rules, and says of each what it wants", () => {
  expect(podSecurity.map(({ name, description }) => [name, description])).toEqual([
    [
      "pod-host-access",
      "Pods use nothing of the node they run on: none of its namespaces, ports, processes and files.",
    ],
    [
      "pod-privilege",
      "Containers run without root, without privileges and capabilities, and cannot gain any.",
    ],
    [
      "pod-isolation",
      "Containers keep what the kernel confines them by: seccomp, AppArmor, SELinux, masks and sysctls.",
    ],
    [
      "pod-volumes",
      "Volumes of pods are of these sources: configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret.",
    ],
  ]);
});
