import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { container, makersOf, pod, says } from "./pods";

const instead =
  "use one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret; " +
  "other storage by a persistentVolumeClaim";

/** The sources that a node mounts as a pod says, each as the API wants it. */
const refused: Readonly<Record<string, Properties>> = {
  awsElasticBlockStore: { volumeID: "vol-1" },
  azureDisk: { diskName: "disk", diskURI: "https://example.com/disk" },
  azureFile: { secretName: "azure", shareName: "share" },
  cephfs: { monitors: ["10.0.0.1:6789"] },
  cinder: { volumeID: "volume" },
  fc: { targetWWNs: ["50060e801049cfd1"], lun: 0 },
  flexVolume: { driver: "example.com/driver" },
  flocker: { datasetName: "data" },
  gcePersistentDisk: { pdName: "disk" },
  gitRepo: { repository: "https://example.com/repository.git" },
  glusterfs: { endpoints: "gluster", path: "data" },
  iscsi: { targetPortal: "10.0.0.1:3260", iqn: "iqn.2001-04.com.example:storage", lun: 0 },
  nfs: { server: "10.0.0.1", path: "/data" },
  photonPersistentDisk: { pdID: "disk" },
  portworxVolume: { volumeID: "volume" },
  quobyte: { registry: "10.0.0.1:7861", volume: "data" },
  rbd: { monitors: ["10.0.0.1:6789"], image: "data" },
  scaleIO: {
    gateway: "https://example.com/api",
    system: "storage",
    secretRef: { name: "scaleio" },
    volumeName: "data",
  },
  storageos: { volumeName: "data" },
  vsphereVolume: { volumePath: "[datastore] data.vmdk" },
};

const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

/** The sources that the cluster provides. */
const taken: Readonly<Record<string, Properties>> = {
  configMap: { name: "settings" },
  csi: { driver: "secrets-store.csi.k8s.io" },
  downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] },
  emptyDir: {},
  ephemeral: { volumeClaimTemplate: { spec: claim } },
  image: { reference: "registry.k8s.io/pause:3.10" },
  persistentVolumeClaim: { claimName: "data" },
  projected: { sources: [{ serviceAccountToken: { path: "token" } }] },
  secret: { secretName: "keys" },
};

/** Each source that the API has had, but `hostPath`. */
export const volumeSources = { refused, taken };

/** What volumes of pods are from. */
export const podVolumes: readonly Case[] = [
  ...Object.entries(refused).map(([source, value]): Case => ({
    says: source,
    manifest: pod({ volumes: [{ name: "data", [source]: value }] }),
    breaks: [says(`spec.volumes[data].${source} is ${cut(JSON.stringify(value))}`, instead)],
  })),
  {
    says: "one of two from elsewhere",
    manifest: pod({
      volumes: [
        { name: "cache", emptyDir: {} },
        { name: "films", nfs: { server: "nas", path: "/" } },
      ],
    }),
    breaks: ["spec.volumes[films].nfs is "],
  },
  ...Object.entries(taken).map(([source, value]): Case => ({
    says: source,
    manifest: pod({ volumes: [{ name: "data", [source]: value }] }),
  })),
  { says: "no source, which means emptyDir", manifest: pod({ volumes: [{ name: "data" }] }) },
  { says: "no volumes", manifest: pod() },
  ...makersOf(pod({ volumes: [{ name: "data", nfs: { server: "nas", path: "/" } }] }))
    // Knative's own definitions refuse these sources.
    .filter(({ manifest }) => !manifest.apiVersion.startsWith("serving.knative.dev/"))
    .map(({ kind, at, manifest }): Case => ({
      says: `nfs in a ${kind}`,
      manifest,
      breaks: [says(`${at}.volumes[data].nfs is {"server":"nas","path":"/"}`, instead)],
    })),
  ...makersOf(
    pod({
      volumes: [{ name: "data", configMap: { name: "settings" } }],
      // Knative wants each volume mounted.
      containers: [container({ volumeMounts: [{ name: "data", mountPath: "/data" }] })],
    }),
  ).map(({ kind, manifest }): Case => ({ says: `configMap in a ${kind}`, manifest })),
];

function cut(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
