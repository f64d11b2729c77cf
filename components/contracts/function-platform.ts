import type { Input, Output } from "@pulumi/pulumi";
import type { Cluster } from "./cluster";

/** What runs functions. `deploy` in components/events/platform.ts takes any kind. */
export type FunctionPlatform = {
  /** What a function on it can reach: pods of the cluster, and the internet. */
  readonly reach: { readonly cluster: boolean; readonly internet: boolean };
} & (
  | { readonly kind: "knative"; readonly namespace: Output<string>; readonly cluster: Cluster }
  | /** AWS Lambda, in the region and account of the provider that it is deployed with. */ {
      readonly kind: "lambda";
      /** What the names of everything of it begin with: no two stacks of an account and region have the same. */
      readonly prefix: string;
      /** How long logs are kept. */
      readonly logDays: LogDays;
      /** ARN of a key of KMS that variables are encrypted with. @default – a key of AWS's own */
      readonly key?: Input<string>;
      /** Ids of where it is in a network of one's own, by which alone it then reaches the internet. @default – in none */
      readonly network?: {
        readonly subnets: readonly Input<string>[];
        readonly securityGroups: readonly Input<string>[];
      };
    }
  | /** Google Cloud Functions of the second generation, in the project of the provider that it is deployed with. */ {
      readonly kind: "cloudfunctions";
      /** What the names of everything of it begin with: no two stacks of a project have the same. */
      readonly prefix: string;
      /** Such as `europe-west1`. */
      readonly region: string;
      /** Id of the project, and its number. */
      readonly project: string;
      readonly projectNumber: Output<string>;
      /** Name of the bucket that sources are put into. */
      readonly bucket: Output<string>;
    }
);

/** Where a function runs beside pods. */
export type KnativePlatform = Extract<FunctionPlatform, { kind: "knative" }>;

/** Days that CloudWatch can keep logs for. */
export type LogDays = 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365;
