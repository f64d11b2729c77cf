import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { container, makersOf, pod, says, shared, sidecar } from "./pods";

const own = (field: string) => `remove ${field}: the pod has a namespace of its own`;
const storage = "use a persistentVolumeClaim or an emptyDir instead";
const service = "remove hostPort, and have a Service lead to the pod";
const itself = "remove host: the pod itself is called; a Host header belongs into httpHeaders";

const probes = ["livenessProbe", "readinessProbe", "startupProbe"];
const hooks = ["postStart", "preStop"];
const ways = ["httpGet", "tcpSocket"];

const calls = (host: string): readonly (readonly [at: string, fields: Properties])[] =>
  ways.flatMap((way) => {
    const call = { [way]: { port: 8080, host } };
    return [
      ...probes.map((probe) => [`${probe}.${way}.host`, { [probe]: call }] as const),
      ...hooks.map((hook) => [`lifecycle.${hook}.${way}.host`, { lifecycle: { [hook]: call } }] as const),
    ];
  });

const windows = (fields: Properties, containerFields: Properties = {}) =>
  pod({
    os: { name: "windows" },
    hostNetwork: true,
    securityContext: { runAsNonRoot: true, ...fields },
    containers: [container({ securityContext: containerFields })],
  });

const hostProcess = { windowsOptions: { hostProcess: true } };

/** What pods have of their node. */
export const podHostAccess: readonly Case[] = [
  ...["hostNetwork", "hostPID", "hostIPC"].flatMap((field): Case[] => [
    { says: field, manifest: pod({ [field]: true }), breaks: [says(`spec.${field} is true`, own(field))] },
    { says: `no ${field}`, manifest: pod({ [field]: false }) },
  ]),
  {
    says: "all namespaces of the node",
    manifest: pod({ hostNetwork: true, hostPID: true, hostIPC: true }),
    breaks: ["spec.hostNetwork is true", "spec.hostPID is true", "spec.hostIPC is true"],
  },
  {
    says: "files of the node",
    manifest: pod({ volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }),
    breaks: [says('spec.volumes[logs].hostPath is {"path":"/var/log"}', storage)],
  },
  {
    says: "processes of a Windows node, for the pod",
    manifest: windows(hostProcess),
    breaks: [
      "spec.hostNetwork is true",
      says("spec.securityContext.windowsOptions.hostProcess is true", "remove hostProcess"),
    ],
  },
  {
    says: "processes of a Windows node, for each container",
    manifest: windows({}, hostProcess),
    breaks: [
      "spec.hostNetwork is true",
      says("spec.containers[api].securityContext.windowsOptions.hostProcess is true", "remove hostProcess"),
    ],
  },
  {
    says: "no processes of a node",
    manifest: pod({ securityContext: shared({ windowsOptions: { hostProcess: false } }) }),
  },
  {
    says: "a port of the node",
    manifest: pod({
      containers: [container({ ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] })],
    }),
    breaks: [says("spec.containers[api].ports[1].hostPort is 81", service)],
  },
  {
    says: "a port of the node for a sidecar",
    manifest: pod({ initContainers: [sidecar({ ports: [{ containerPort: 80, hostPort: 1 }] })] }),
    breaks: [says("spec.initContainers[proxy].ports[0].hostPort is 1", service)],
  },
  {
    says: "ports of its own",
    manifest: pod({ containers: [container({ ports: [{ containerPort: 80, hostPort: 0 }] })] }),
  },
  ...calls("example.com").flatMap(([at, fields]): Case[] => [
    {
      says: `another host in ${at}`,
      manifest: pod({ containers: [container(fields)] }),
      breaks: [says(`spec.containers[api].${at} is "example.com"`, itself)],
    },
    {
      says: `another host in ${at} of a sidecar`,
      manifest: pod({ initContainers: [sidecar(fields)] }),
      breaks: [says(`spec.initContainers[proxy].${at} is "example.com"`, itself)],
    },
  ]),
  ...calls("").map(([at, fields]): Case => ({
    says: `no host in ${at}`,
    manifest: pod({ containers: [container(fields)] }),
  })),
  ...makersOf(pod({ containers: [container(calls("127.0.0.1")[1]![1])] })).map(
    ({ kind, at, manifest }): Case => ({
      says: `another host than the pod, in a ${kind}`,
      manifest,
      breaks: [says(`${at}.containers[api].readinessProbe.httpGet.host is "127.0.0.1"`, itself)],
    }),
  ),
  ...makersOf(pod()).map(({ kind, manifest }): Case => ({
    says: `nothing of the node, in a ${kind}`,
    manifest,
  })),
];
