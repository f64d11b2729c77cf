import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { before, beside, container, inEveryKind, pod } from "./workloads";

const enough = { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } };
const saying = (resources?: Properties) => pod({ containers: [container({ resources })] });
const one = "spec.containers[api].resources has no";

/** What container-resources says of pods. */
export const containerResources: readonly Case[] = [
  {
    says: "nothing",
    manifest: saying(),
    breaks: [`${one} requests.cpu, no requests.memory, no limits.memory.\n`],
  },
  {
    says: "an empty object",
    manifest: saying({}),
    breaks: [`${one} requests.cpu, no requests.memory, no limits.memory.\n`],
  },
  {
    says: "empty requests and limits",
    manifest: saying({ requests: {}, limits: {} }),
    breaks: [`${one} requests.cpu, no requests.memory, no limits.memory.\n`],
  },
  {
    says: "no request of processor time",
    manifest: saying({ requests: { memory: "16Mi" }, limits: { memory: "16Mi" } }),
    breaks: [`${one} requests.cpu.\n`],
  },
  {
    says: "no amount of memory",
    manifest: saying({ requests: { cpu: "10m" }, limits: { cpu: "20m" } }),
    breaks: [`${one} requests.memory, no limits.memory.\n`],
  },
  {
    says: "no limit of memory",
    manifest: saying({ requests: { cpu: "10m", memory: "16Mi" } }),
    breaks: [`${one} limits.memory.\n`],
  },
  {
    says: "nothing of a container that runs first",
    manifest: pod({ initContainers: [before({ resources: undefined })] }),
    breaks: ["spec.initContainers[prepare].resources has no requests.cpu, no requests.memory"],
  },
  {
    says: "nothing of a sidecar",
    manifest: pod({ initContainers: [beside({ resources: undefined })] }),
    breaks: ["spec.initContainers[proxy].resources has no requests.cpu, no requests.memory"],
  },
  {
    says: "nothing of the second container",
    manifest: pod({ containers: [container(), container({ name: "second", resources: undefined })] }),
    breaks: ["spec.containers[second].resources has no requests.cpu, no requests.memory"],
  },
  {
    says: "zero",
    manifest: saying({ requests: { cpu: 0, memory: "0" }, limits: { memory: "16Mi" } }),
    breaks: [
      "spec.containers[api].resources.requests.cpu is 0, which is as good as none.",
      'spec.containers[api].resources.requests.memory is "0", which is as good as none.',
    ],
  },
  ...inEveryKind({ containers: [container({ resources: undefined })] }).map(([kind, at, manifest]) => ({
    says: `nothing, in a ${kind}`,
    manifest,
    breaks: [`${at}.containers[api].resources has no requests.cpu, no requests.memory, no limits.memory.\n`],
  })),
  { says: "requests, and a limit of memory", manifest: saying(enough) },
  {
    says: "a limit of processor time, too",
    manifest: saying({ ...enough, limits: { cpu: "1", memory: "16Mi" } }),
  },
  {
    says: "limits, which are the requests, too",
    manifest: saying({ limits: { cpu: "10m", memory: "16Mi" } }),
  },
  {
    says: "amounts in other forms",
    manifest: saying({ requests: { cpu: 0.5, memory: "1e6" }, limits: { cpu: "500m", memory: "0.5Gi" } }),
  },
  {
    says: "no disk that is asked for",
    manifest: saying({ ...enough, requests: { ...enough.requests, "ephemeral-storage": "0" } }),
  },
  {
    says: "all of them, of each container",
    manifest: pod({
      initContainers: [before(), beside()],
      containers: [container(), container({ name: "b" })],
    }),
  },
  ...inEveryKind({}).map(([kind, , manifest]) => ({ says: `enough, in a ${kind}`, manifest })),
];
