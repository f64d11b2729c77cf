import { z } from "zod";
import { duration, size, text, wholeNumber } from "./fields";
import { manifests } from "./manifests";

const autoscaler = z
  .strictObject({
    stableWindow: duration(6, 3600, "6 seconds to 1 hour")
      .optional()
      .describe("A function without requests for this long goes to zero."),
    scaleToZeroGracePeriod: duration(1, 3600, "1 second to 1 hour")
      .optional()
      .describe("The longest that the last pod is kept for requests to be routed away from it."),
    podRetention: duration(0, 3600, "0 seconds to 1 hour")
      .optional()
      .describe("How long the last pod is kept after the decision to go to zero."),
  })
  .meta({ title: "a mapping with the keys stableWindow, scaleToZeroGracePeriod, podRetention" });

const quota = z
  .strictObject({
    cpu: wholeNumber(1, 1000).optional().describe("CPU cores that all functions may ask for."),
    memory: size().optional().describe("Memory that all functions may ask for."),
    pods: wholeNumber(1, 10000).optional().describe("Pods of all functions."),
  })
  .meta({ title: "a mapping with the keys cpu, memory, pods" });

const knative = z
  .strictObject({
    kind: z.literal("knative"),
    ingress: z
      .enum(["kourier", "traefik"])
      .optional()
      .describe("What routes requests to functions. Default: traefik on the local platform, else kourier."),
    manifests: manifests.optional().describe("Where Knative's manifests come from."),
    replicas: wholeNumber(1, 10).optional().describe("Pods of the ingress, and of each part of Knative."),
    autoscaler: autoscaler.optional().describe("When functions go to zero."),
    quota: quota.optional().describe("What all functions together may use."),
  })
  .describe("Knative Serving, which this stack installs on the cluster.");

/** Longer ones leave no room for the names of functions. */
const prefix = (unique: string) =>
  text(
    "up to 20 lower-case letters, digits and inner dashes, a letter first",
    /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
  )
    .optional()
    .describe(
      `What the names of everything there begin with: no two stacks of ${unique} have the same. Default: cake- and the stack's name.`,
    );

const ids = (title: string, form: RegExp) =>
  z
    .array(text(title, form))
    .min(1)
    .meta({ title: `a list, each ${title}` });

const network = z
  .strictObject({
    subnets: ids("the id of a subnet", /^subnet-[0-9a-f]+$/).describe(
      "Where functions have their addresses.",
    ),
    securityGroups: ids("the id of a security group", /^sg-[0-9a-f]+$/).describe("What functions may reach."),
  })
  .meta({ title: "a mapping with the keys subnets, securityGroups" });

const lambda = z
  .strictObject({
    kind: z.literal("lambda"),
    region: text("a region of AWS, such as eu-central-1", /^[a-z]{2}(-[a-z]+)+-\d$/).describe(
      "Where functions and their bus are.",
    ),
    account: text("the 12 digits of an AWS account, in quotes", /^\d{12}$/)
      .optional()
      .describe("The account that it must be: with another one's credentials nothing is made. Default: any."),
    prefix: prefix("an account and region"),
    logDays: z
      .literal([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365])
      .optional()
      .describe("Days that logs are kept."),
    key: text("the ARN of a key of KMS", /^arn:aws[a-z-]*:kms:\S+$/)
      .optional()
      .describe("The key that functions' variables are encrypted with. Default: one of AWS's own."),
    network: network
      .optional()
      .describe(
        "A network of yours that functions are in; they reach the internet by its NAT only. Default: none of yours.",
      ),
  })
  .describe(
    "AWS Lambda. It takes credentials from where the AWS provider looks for them, such as AWS_PROFILE.",
  );

const cloudFunctions = z
  .strictObject({
    kind: z.literal("cloudfunctions"),
    project: text(
      "the id of a Google Cloud project, such as shop-prod-1234",
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    ).describe("The project that everything is in."),
    region: text("a region of Google Cloud, such as europe-west1", /^[a-z]+-[a-z]+\d{1,2}$/).describe(
      "Where functions are.",
    ),
    prefix: prefix("a project"),
  })
  .describe(
    "Google Cloud Functions, 2nd generation. It takes credentials from where the provider looks for them, such as GOOGLE_CREDENTIALS.",
  );

export const functions = z
  .discriminatedUnion("kind", [knative, lambda, cloudFunctions])
  .meta({ title: "a mapping with a kind: knative, lambda or cloudfunctions" })
  .describe("What runs functions. Default: kind knative.");
