import { RunError } from "@pulumi/pulumi";
import type { IngressClass } from "../../components/auth/keycloak/ingress";
import type { Provider } from "../../components/auth/oidc/discovery";
import type { OidcConfig } from "../config";
import type { IdentitySettings, Settings } from "../presets";

type KeycloakSettings = Extract<IdentitySettings, { kind: "keycloak" }>;

/** Who signs users in, as configured, with what had to be found out before the first resource. */
export type ChosenIdentity =
  (KeycloakSettings & { readonly ingress: IngressClass }) | (OidcConfig & { readonly provider: Provider });

/**
 * Sees that users can be signed in, before anything is made: a provider that exists is asked what it is.
 *
 * @returns undefined for a stack that signs nobody in
 * @throws RunError
 */
export async function chooseIdentity({
  identity,
  functions,
}: Pick<Settings, "identity" | "functions">): Promise<ChosenIdentity | undefined> {
  switch (identity?.kind) {
    case undefined:
      return undefined;
    case "keycloak":
      return { ...identity, ingress: identity.ingress ?? (await ingressOf(functions)) };
    case "oidc":
      return { ...identity, provider: await provider(identity.issuer) };
    default:
      return identity satisfies never;
  }
}

/** The ingress of functions. */
async function ingressOf(functions: Settings["functions"]): Promise<IngressClass> {
  if (functions.kind !== "knative") {
    throw new RunError(
      `cake:identity.ingress is missing, and functions of cake:functions.kind ${functions.kind} have no ingress in the ` +
        "cluster. Name one that the cluster has (className and namespace).",
    );
  }
  const { ingress: kind } = functions;
  const { ingresses } = await import("../../components/kubernetes/knative/ingress");
  const { ingressClass, namespace } = ingresses[kind];
  if (ingressClass !== undefined) return { className: ingressClass, namespace };
  throw new RunError(
    `cake:identity.ingress is missing, and cake:functions.ingress is ${kind}, which serves functions only. Name an ingress ` +
      "of the cluster (className and namespace), or set cake:functions.ingress to traefik.",
  );
}

async function provider(issuer: string): Promise<Provider> {
  const { discover } = await import("../../components/auth/oidc/discovery");
  try {
    return await discover(issuer);
  } catch (error) {
    throw new RunError(`cake:identity.issuer cannot be used: ${(error as Error).message}`);
  }
}
