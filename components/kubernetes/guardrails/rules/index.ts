import type { Rule } from "../rule";
import { containerImages } from "./container-images";
import { containerResources } from "./container-resources";
import { podHostAccess } from "./pod-host-access";
import { podIsolation } from "./pod-isolation";
import { podPrivilege } from "./pod-privilege";
import { podVolumes } from "./pod-volumes";
import { publicService } from "./public-service";
import { routeHosts } from "./route-hosts";
import { routeTls } from "./route-tls";
import { serviceAccountToken } from "./service-account-token";

/** What some rules let pass. */
export interface RuleOptions {
  /** Registries that images may come from, or parts of them, such as ghcr.io/team; `*` stands for anything but a slash. */
  readonly registries: readonly string[];
  /** Objects whose pods may have the token of the account default, as namespace/name; `*` stands for any part. @default – none */
  readonly tokens?: readonly string[];
  /** Services that may be public, each as namespace/name. @default – none */
  readonly publicServices?: readonly string[];
  /** Domains, each with every name below it, whose TLS ends before the cluster. @default – none */
  readonly securedElsewhere?: readonly string[];
}

/** Every rule, by the name of the policy that says the same of what Pulumi is about to do. */
export const rules = {
  "pod-host-access": () => podHostAccess,
  "pod-privilege": () => podPrivilege,
  "pod-isolation": () => podIsolation,
  "pod-volumes": () => podVolumes,
  "container-resources": () => containerResources,
  "container-images": ({ registries }) => containerImages(registries),
  "service-account-token": ({ tokens = [] }) => serviceAccountToken(tokens),
  "public-service": ({ publicServices = [] }) => publicService(publicServices),
  "route-tls": ({ securedElsewhere = [] }) => routeTls(securedElsewhere),
  "route-hosts": () => routeHosts,
} satisfies Readonly<Record<string, (options: RuleOptions) => Rule>>;

/** The name of a rule. */
export type RuleName = keyof typeof rules;

/** The names of all rules. */
export const ruleNames = Object.keys(rules) as RuleName[];
