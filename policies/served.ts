import type {
  PolicyConfigSchema,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { PolicyConfiguration } from "./configuration";
import { messageOf } from "./message";
import { plain } from "./plain";
import type { Finding, Policy, Resource, ResourcePolicy, StackInfo, StackPolicy } from "./policy";
import type { WaiversInUse } from "./waivers/use";

/** What a policy is served with. */
export interface Service {
  readonly stack: StackInfo;
  readonly waivers: WaiversInUse;
  readonly configuration: PolicyConfiguration;
}

/** A policy as Pulumi's SDK takes it. */
export const served = (policy: Policy, service: Service): ResourceValidationPolicy | StackValidationPolicy =>
  policy.scope === "resource" ? servedForEach(policy, service) : servedForStack(policy, service);

function servedForEach(policy: ResourcePolicy, service: Service): ResourceValidationPolicy {
  return {
    ...about(policy, service),
    validateResource(args, report) {
      if (!policy.concerns(args.type)) return;
      const resource = resourceOf(args, args.opts);
      for (const finding of policy.check(resource, { stack: service.stack, options: args.getConfig() }))
        tell(policy, service, finding, resource.urn, report);
    },
  };
}

function servedForStack(policy: StackPolicy, service: Service): StackValidationPolicy {
  return {
    ...about(policy, service),
    validateStack(args, report) {
      const all = args.resources.map((one) => resourceOf(one, { ...one.opts, parent: one.parent?.urn }));
      for (const finding of policy.check(all, { stack: service.stack, options: args.getConfig() }))
        tell(policy, service, finding, finding.resource?.urn, report);
    },
  };
}

function tell(
  policy: Policy,
  { waivers }: Service,
  finding: Finding,
  urn: string | undefined,
  report: ReportViolation,
): void {
  if (!waivers.waive(policy.name, urn)) report(messageOf(policy, finding), urn);
}

function about({ name, description, link, options }: Policy, { configuration }: Service) {
  const { enforcementLevel, ...configured } = configuration;
  const properties = Object.entries(options).map(([option, schema]) => [
    option,
    // The engine fills in the default where `--policy-pack-config` says nothing.
    { ...schema, default: configured[option] ?? schema.default },
  ]);
  const configSchema: PolicyConfigSchema = {
    properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"],
  };
  return { name, description, url: link, enforcementLevel, configSchema };
}

const resourceOf = (
  { type, name, urn, props }: ResourceValidationArgs | PolicyResource,
  { protect, parent }: { readonly protect: boolean; readonly parent?: string },
): Resource => ({ type, name, urn, properties: plain(props), protect, parent });
