import { at, isOneOf, literal } from "../cel";
import { findingIf, type Rule, type Subject } from "../rule";

const services: Subject = { resources: { "": ["services"] }, variables: [] };

/** What is reached from inside of the cluster only; an ExternalName is another name of something. */
const innerTypes = [null, "ClusterIP", "ExternalName"];

/** Services are for the inside, save those that are named. @param allowed each as namespace/name */
export const publicService = (allowed: readonly string[]): Rule => {
  const isAllowed = `((request.namespace + "/" + object.metadata.name) in ${literal(allowed)})`;
  const spec = (field: string) => at("dyn(object)", "spec", field);
  const fix = "route to it through the ingress, or allow it by name";
  return {
    subject: services,
    findings: [
      findingIf(`!${isAllowed} && !${isOneOf(spec("type"), innerTypes)}`, literal("spec.type"), {
        problem: "opens the Service to the outside",
        fix: `set it to ClusterIP and ${fix}`,
      }),
      findingIf(
        `!${isAllowed} && !${isOneOf(spec("externalIPs"), [null])} && size(${spec("externalIPs")}) > 0`,
        literal("spec.externalIPs"),
        {
          problem: "opens the Service to the outside",
          fix: `leave it out and ${fix}`,
        },
      ),
    ],
    link: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
  };
};
