import { RunError } from "@pulumi/pulumi";

/**
 * What host names of a stack end in.
 *
 * @param wanted the configured domain
 * @param served what the cluster's ingress serves, with every name below it
 * @throws RunError when the ingress does not serve it
 */
export function hostDomain(wanted: string | undefined, served: string): string {
  const domain = wanted ?? served;
  if (domain === served || domain.endsWith(`.${served}`)) return domain;
  throw new RunError(
    `cake:domain is ${domain}, which the cluster's ingress does not serve. ` +
      `Allowed: ${served} or a name that ends in .${served}. Change it, or leave it out.`,
  );
}
