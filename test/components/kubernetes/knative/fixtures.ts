import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Cluster } from "../../../../components/contracts";
import * as pulumi from "@pulumi/pulumi";

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: images.caching.internal.knative.dev }
spec: { group: caching.internal.knative.dev }
`;

const core = `# A comment of its own is no object.
---
apiVersion: v1
kind: Namespace
metadata: { name: knative-serving, labels: { app.kubernetes.io/name: knative-serving } }
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: config-autoscaler
  namespace: knative-serving
  annotations: { knative.dev/example-checksum: c727b3e8 }
data: { _example: "stable-window: 60s" }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-network, namespace: knative-serving }
data: {}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: activator, namespace: knative-serving }
spec: { selector: { matchLabels: { app: activator } }, template: { spec: {} } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: activator, namespace: knative-serving }
spec: { minReplicas: 1, maxReplicas: 20, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: activator } }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: activator-pdb, namespace: knative-serving }
spec: { minAvailable: 80%, selector: { matchLabels: { app: activator } } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: validation.webhook.serving.knative.dev }
webhooks: [{ name: validation.webhook.serving.knative.dev }]
---
apiVersion: networking.internal.knative.dev/v1alpha1
kind: Certificate
metadata: { name: routing-serving-certs, namespace: knative-serving }
spec: { secretName: routing-serving-certs }
---
apiVersion: caching.internal.knative.dev/v1alpha1
kind: Image
metadata: { name: queue-proxy, namespace: knative-serving }
spec: { image: example.com/queue }
`;

const kourier = `
apiVersion: v1
kind: Namespace
metadata: { name: kourier-system }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-kourier, namespace: knative-serving }
data: { _example: "" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: 3scale-kourier-gateway, namespace: kourier-system }
spec: { selector: { matchLabels: { app: 3scale-kourier-gateway } }, template: { spec: {} } }
---
apiVersion: v1
kind: Service
metadata: { name: kourier, namespace: kourier-system }
spec: { type: LoadBalancer, ports: [{ name: http2, port: 80 }, { name: https, port: 443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: kourier-internal, namespace: kourier-system }
spec: { type: ClusterIP, ports: [{ name: http2, port: 80 }] }
`;

const eventing = {
  definitions: `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: brokers.eventing.knative.dev }
spec: { group: eventing.knative.dev }
`,
  core: `
apiVersion: v1
kind: Namespace
metadata: { name: knative-eventing }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config-features, namespace: knative-eventing }
data: { delivery-timeout: enabled }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: eventing-webhook, namespace: knative-eventing }
spec: { template: { spec: {} } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: pingsource-mt-adapter, namespace: knative-eventing }
spec: { replicas: 0, template: { spec: { containers: [{ name: dispatcher, env: [] }] } } }
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: webhook.eventing.knative.dev }
webhooks: [{ name: webhook.eventing.knative.dev }]
`,
  channel: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: imc-dispatcher, namespace: knative-eventing }
spec: { template: { spec: {} } }
`,
  broker: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: mt-broker-ingress, namespace: knative-eventing }
spec: { template: { spec: {} } }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: broker-ingress-hpa, namespace: knative-eventing }
spec: { minReplicas: 1, maxReplicas: 10, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: mt-broker-ingress } }
`,
};

/** A release in small, by file. As in a real one, the definitions are in the core file too. */
export const release: Readonly<Record<string, string>> = {
  "serving-crds.yaml": definition,
  "serving-core.yaml": `${core}---${definition}`,
  "kourier.yaml": kourier,
  "eventing-crds.yaml": eventing.definitions,
  "eventing-core.yaml": `${eventing.core}---${eventing.definitions}`,
  "in-memory-channel.yaml": eventing.channel,
  "mt-channel-broker.yaml": eventing.broker,
};

/** A folder with the files of a release. */
export async function releaseFolder(): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "manifests-"));
  for (const [file, content] of Object.entries(release)) await fs.writeFile(path.join(folder, file), content);
  return folder;
}

export const cluster: Cluster = {
  kubeconfig: pulumi.secret("kubeconfig"),
  ingress: { domain: "apps.example.com", scheme: "https", port: 443 },
  images: { kind: "registry", prefix: "registry.example.com", base: "base" },
  egressCidrs: [],
};
