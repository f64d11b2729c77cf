import * as pulumi from "@pulumi/pulumi";
import { kubernetesProvider } from "../../../components/kubernetes/provider";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, type Registrations } from "../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});

test("the official provider gets the kubeconfig of the cluster, as a secret, and updates ConfigMaps and Secrets in place", async () => {
  const provider = kubernetesProvider("cluster", {
    kubeconfig: pulumi.secret("the kubeconfig"),
    ingress: { domain: "example.com", scheme: "https", port: 443 },
    images: { kind: "registry", prefix: "registry.example.com", base: "base" },
    egressCidrs: [],
  });
  await valueOf(provider.urn);
  const { type, inputs } = registrations.get("cluster");
  expect(type).toBe("pulumi:providers:kubernetes");
  expect(pulumi.runtime.isRpcSecret(inputs.kubeconfig)).toBe(true);
  expect(inputs).toMatchObject({ enableConfigMapMutable: "true", enableSecretMutable: "true" });
  expect(pulumi.runtime.unwrapRpcSecret(inputs.kubeconfig)).toBe("the kubeconfig");
});
