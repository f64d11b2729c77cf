import type * as pulumi from "@pulumi/pulumi";
import {
  Guardrails,
  ruleNames,
  type GuardrailsArgs,
  type Level,
  type RuleName,
} from "../components/kubernetes/guardrails";
import { eventingNamespace } from "../components/kubernetes/knative/eventing";
import { ingresses } from "../components/kubernetes/knative/ingress";
import { levels } from "../policies/levels";
import { publicService } from "../policies/network/public-service";
import { routeTls } from "../policies/network/route-tls";
import configuration from "../policies/options.json";
import type { Policy } from "../policies/policy";
import { containerImages } from "../policies/workloads/container-images";
import { serviceAccountToken } from "../policies/workloads/service-account-token";
import type { Settings } from "./presets";

type Judged = Pick<Settings, "environment" | "cluster" | "functions" | "events">;

/** What the pack's own file says of a policy. */
const configured: Readonly<Record<string, Readonly<Record<string, unknown>>>> = configuration;

/** The rules of policies/ that a cluster can judge by itself, with the levels and the options that they have there. */
export function guardrailsArgs(settings: Judged): GuardrailsArgs {
  const { cluster } = settings;
  const exempt = thirdParties(settings);
  const own = cluster.kind === "kubeconfig" ? [cluster.registry] : [];
  const isSecured = cluster.kind === "kubeconfig" && cluster.scheme === "https";
  return {
    levels: levelsOf(settings.environment),
    registries: [...own, ...optionOf(containerImages, "registries")],
    tokens: optionOf(serviceAccountToken, "allowed"),
    publicServices: optionOf(publicService, "allowed"),
    // Who calls the ingress by https has certificates for the domain, there or before it.
    securedElsewhere: [...(isSecured ? [cluster.domain] : []), ...optionOf(routeTls, "securedElsewhere")],
    exemptNamespaces: exempt.namespaces,
    exemptUsers: exempt.users,
  };
}

const levelsOf = (environment: Settings["environment"]): GuardrailsArgs["levels"] =>
  Object.fromEntries(
    ruleNames.map((name) => [name, configured[name]?.enforcementLevel ?? levels[name][environment]]),
  ) as Record<RuleName, Level>;

/** What a policy takes for one of its options that is a list of texts. */
const optionOf = ({ name, options }: Policy, option: string): readonly string[] =>
  (configured[name]?.[option] ?? options[option]!.default) as readonly string[];

/** What others have written, and this stack installs: it is as it is. */
function thirdParties({ cluster, functions, events }: Judged) {
  const ingress = functions.kind === "knative" ? functions.ingress : undefined;
  return {
    namespaces: [
      ...(ingress ? ["knative-serving"] : []),
      ...(ingress === "kourier" ? [ingresses.kourier.namespace] : []),
      ...(events?.kind === "knative" ? [eventingNamespace] : []),
      // What makes volumes there uses the files of the node.
      ...(cluster.kind === "local" ? ["local-path-storage"] : []),
    ],
    // It puts a proxy beside each function, which has no limits.
    users: ingress ? ["system:serviceaccount:knative-serving:controller"] : [],
  };
}

/** The same rules in the cluster, for whoever comes by another way than this program. */
export const guardrails = (settings: Judged, opts: pulumi.ComponentResourceOptions): Guardrails =>
  new Guardrails("guardrails", guardrailsArgs(settings), opts);
