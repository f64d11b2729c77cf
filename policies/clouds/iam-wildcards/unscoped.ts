import type { Value } from "../../value";

/** What shows that something is there, and nothing of what is in it. */
const looking = /^[\w-]+:(?:Describe|List)\w*\*?$/i;

/**
 * Actions that AWS knows no resources for, or that it does in the name of a function or a machine before there are any: what
 * Lambda does to join a network, logs in to registries, figures, traces and sessions.
 */
const unscoped: ReadonlySet<string> = new Set(
  [
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:PutMetricData",
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
    "ecr:GetAuthorizationToken",
    "kms:GenerateRandom",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "sts:GetCallerIdentity",
    "tag:GetResources",
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
  ].map((action) => action.toLowerCase()),
);

/** Whether an action may be allowed for every resource. */
export const onlyForAll = (action: Value): boolean =>
  typeof action === "string" && (looking.test(action) || unscoped.has(action.toLowerCase()));
