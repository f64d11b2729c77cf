import type { EventBus, FunctionPlatform } from "../../contracts";
import { deadLetterVariables } from "../../function-variables";

/** What a platform leaves a function. */
export interface Limits {
  /** As it is called in messages. */
  readonly title: string;
  /** In MB, and why not less. */
  readonly memory: { readonly least: number; readonly most: number; readonly because: string };
  /** The longest that a request may take, in seconds. */
  readonly timeout: number;
  /** Variables that are none of the function's own: the platform sets them, or this library does. */
  readonly reserved: readonly string[];
  /** Whether it runs images that serve HTTP. */
  readonly images: boolean;
  /** Whether it keeps some running while nobody calls. */
  readonly warm: boolean;
  /** The bus whose events reach functions on it. */
  readonly bus: EventBus["kind"];
}

/** Of each platform, by its own documentation. */
export const limits: Readonly<Record<FunctionPlatform["kind"], Limits>> = {
  knative: {
    title: "Knative",
    memory: { least: 64, most: Infinity, because: "Node needs that to start" },
    timeout: 600,
    reserved: ["PORT", "K_SERVICE", "K_CONFIGURATION", "K_REVISION"],
    images: true,
    warm: true,
    bus: "knative",
  },
  lambda: {
    title: "Lambda",
    memory: { least: 128, most: 10_240, because: "Lambda has no less" },
    timeout: 900,
    reserved: [
      "_HANDLER",
      "_X_AMZN_TRACE_ID",
      "AWS_DEFAULT_REGION",
      "AWS_REGION",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_ACCESS_KEY_ID",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "AWS_LAMBDA_RUNTIME_API",
      "LAMBDA_TASK_ROOT",
      "LAMBDA_RUNTIME_DIR",
      ...Object.values(deadLetterVariables),
    ],
    images: false,
    warm: false,
    bus: "eventbridge",
  },
  cloudfunctions: {
    title: "Cloud Functions",
    memory: { least: 128, most: 32_768, because: "Cloud Functions has no less" },
    // As long as Pub/Sub waits for an event to be taken.
    timeout: 600,
    reserved: [
      "PORT",
      "FUNCTION_TARGET",
      "FUNCTION_SIGNATURE_TYPE",
      "K_SERVICE",
      "K_REVISION",
      "K_CONFIGURATION",
      "IGNORED_ROUTES",
      ...Object.values(deadLetterVariables),
    ],
    images: false,
    warm: true,
    bus: "pubsub",
  },
};
