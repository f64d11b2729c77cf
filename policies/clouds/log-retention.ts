import { stackPolicy, types, type Resource, type StackFinding } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../value";
import { isLambda } from "./functions";

const isLogGroup = types("aws:cloudwatch/logGroup:LogGroup");

/** Google keeps a log for 30 days where nothing is said; AWS, for ever. */
const isLogBucket = types(
  "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig",
  "gcp:logging/folderBucketConfig:FolderBucketConfig",
  "gcp:logging/organizationBucketConfig:OrganizationBucketConfig",
  "gcp:logging/projectBucketConfig:ProjectBucketConfig",
);

const isWithin = (days: Value, longest: number): boolean =>
  days === UNKNOWN || (typeof days === "number" && days > 0 && days <= longest);

function* retention(resource: Resource, property: string, longest: number): Iterable<StackFinding> {
  const days = at(resource.properties, property);
  if (isWithin(days, longest)) return;
  const forever = isOneOf(days, [undefined, 0]) ? ", which keeps logs for ever" : "";
  yield {
    resource,
    at: property,
    problem: `is ${shown(days)}${forever}`,
    fix: `Set ${property} to as many days as anybody looks back, ${longest} at most`,
  };
}

/** Lambda makes a group of this name where there is none, and keeps what is in it for ever. */
const usualGroup = (name: string): string => `/aws/lambda/${name}`;

function* ownGroup(resource: Resource, groups: readonly Value[]): Iterable<StackFinding> {
  const name = at(resource.properties, "name");
  if (name === UNKNOWN) return;
  const usual = usualGroup(typeof name === "string" ? name : resource.name);
  const group = at(resource.properties, "loggingConfig", "logGroup") ?? usual;
  // Whoever names another one has made it somewhere.
  if (group !== usual || groups.some((one) => isOneOf(one, [usual]))) return;
  yield {
    resource,
    at: "loggingConfig.logGroup",
    problem: `is ${shown(group)}, a log group that the stack does not have: Lambda makes it, and keeps logs for ever`,
    fix: `Declare a LogGroup with name ${JSON.stringify(usual)} and retentionInDays, or set loggingConfig.logGroup to one that you have`,
  };
}

export const logRetention = stackPolicy({
  name: "log-retention",
  description: "A log says how long it is kept, and each Lambda function has one that does.",
  why: "What is kept for ever costs for ever, and what people have sent to a function is in it longer than they agreed to.",
  link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
  options: {
    longestDays: {
      description: "The longest that a log may be kept, in days.",
      type: "integer",
      minimum: 1,
      default: 365,
    },
  },
  *check(resources, { options: { longestDays } }) {
    const groups = resources.filter(({ type }) => isLogGroup(type));
    const names = groups.map(({ properties }) => at(properties, "name"));
    for (const resource of resources) {
      const { type, properties } = resource;
      if (isLogGroup(type)) yield* retention(resource, "retentionInDays", longestDays);
      if (isLogBucket(type) && at(properties, "retentionDays") !== undefined)
        yield* retention(resource, "retentionDays", longestDays);
      if (isLambda(type)) yield* ownGroup(resource, names);
    }
  },
});
