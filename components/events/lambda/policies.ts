/** One thing that somebody may do. */
export interface Statement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: object;
}

/** A policy in IAM's form. */
export const policyOf = (statements: readonly (Statement & { readonly Principal?: object })[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });

/** Who may be a role: a service of AWS. @param condition on whose behalf */
export const trustOf = (service: string, condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Principal: { Service: service },
        ...(condition && { Condition: condition }),
      },
    ],
  });

/** What a function touches, by ARNs. */
export interface Touched {
  readonly logGroup: string;
  /** Undefined where it publishes nothing. */
  readonly bus?: { readonly arn: string; readonly source: string; readonly types: readonly string[] };
  /** Undefined where no events come. */
  readonly deadLetters?: string;
  /** Undefined where its variables are encrypted with AWS's own key. */
  readonly key?: string;
  /** Whether it is in a network of one's own. */
  readonly network: boolean;
}

/** What a function may do, and nothing else. */
export function statementsOf({ logGroup, bus, deadLetters, key, network }: Touched): Statement[] {
  return [
    {
      Sid: "WriteLog",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      // Its streams have names that Lambda makes up.
      Resource: [`${logGroup}:log-stream:*`],
    },
    ...(bus ? [publishing(bus)] : []),
    ...(deadLetters === undefined
      ? []
      : [
          {
            Sid: "KeepDeadLetters",
            Action: ["sqs:SendMessage"],
            Resource: [deadLetters],
          },
          {
            Sid: "TakeThemBack",
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            Resource: [deadLetters],
          },
        ]),
    ...(key === undefined ? [] : [{ Sid: "ReadVariables", Action: ["kms:Decrypt"], Resource: [key] }]),
    ...(network ? [inNetwork] : []),
  ];
}

/** Only its own events: of its own source, and of the types that it says it publishes. */
const publishing = ({ arn, source, types }: NonNullable<Touched["bus"]>): Statement => ({
  Sid: "Publish",
  Action: ["events:PutEvents"],
  Resource: [arn],
  Condition: {
    "ForAllValues:StringEquals": { "events:source": [source], "events:detail-type": [...types] },
  },
});

/**
 * What Lambda does in the function's name to put it into a network. EC2 knows no resources for most of these actions, so
 * that this is the one statement for everything there is.
 */
const inNetwork: Statement = {
  Sid: "JoinNetwork",
  Action: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  Resource: ["*"],
};

/** That rules of EventBridge put what they could not deliver into a queue. */
export const fromRules = (queue: string, rules: readonly string[]): string =>
  policyOf([
    {
      Sid: "FromRules",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["sqs:SendMessage"],
      Resource: [queue],
      Condition: { ArnEquals: { "aws:SourceArn": [...rules] } },
    },
  ]);

/** What a schedule may do: call its function, and keep what it could not deliver. */
export const scheduling = (target: string, deadLetters: string | undefined): string =>
  policyOf([
    { Sid: "Call", Action: ["lambda:InvokeFunction"], Resource: [target] },
    ...(deadLetters === undefined
      ? []
      : [{ Sid: "KeepDeadLetters", Action: ["sqs:SendMessage"], Resource: [deadLetters] }]),
  ]);
