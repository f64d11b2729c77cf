import { z } from "zod";
import { database } from "./database";
import { events } from "./events";
import { cidr, hostName, text, wholeNumber } from "./fields";
import { functions } from "./functions";
import { guardrails } from "./guardrails";
import { authorization, identity } from "./identity";
import { preview } from "./preview";

/*
 * What may stand in namespace `cake` of a stack's configuration. The one source of the checks at run time, of
 * the types, and of docs/config.schema.json, which editors complete the YAML from (`npm run docs` writes it).
 */

const local = z
  .strictObject({ kind: z.literal("local") })
  .describe("The Kubernetes cluster on this machine that `cake start` brings up.");

const kubeconfig = z
  .strictObject({
    kind: z.literal("kubeconfig"),
    path: text("the path of a kubeconfig file")
      .optional()
      .describe("The kubeconfig file. Default: the first file in $KUBECONFIG, else ~/.kube/config."),
    context: text("the name of a context in the kubeconfig")
      .optional()
      .describe("A context of the kubeconfig. Default: its current context."),
    domain: hostName().describe("What the DNS resolves to the cluster's ingress, with every name below it."),
    scheme: z.enum(["http", "https"]).describe("How the ingress is called from outside."),
    port: wholeNumber(1, 65535)
      .optional()
      .describe("Port of the ingress from outside. Default: 80 for http, 443 for https."),
    storageClass: text("the name of a storage class")
      .optional()
      .describe("Storage class for volumes. Default: the cluster's default one."),
    registry: text(
      "an image prefix, such as registry.example.com/team",
      /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)*$/,
    ).describe("Where images that are built here are pushed to, and pulled from by the cluster's nodes."),
    egressCidrs: z
      .array(cidr())
      .meta({ title: "a list of addresses in CIDR form" })
      .optional()
      .describe("Addresses from which the cluster reaches the internet. Default: none."),
  })
  .describe("An existing Kubernetes cluster.");

/** Everything in namespace `cake`, as typed by a user. */
export const configSchema = z.strictObject({
  environment: z
    .enum(["dev", "prod", "preview"])
    .describe("Chooses the defaults of whatever is left out (stacks/presets.ts)."),
  preview: preview.optional(),
  domain: hostName()
    .optional()
    .describe(
      "What public host names of this stack end in: the cluster's domain, or a name below it. Default: the former.",
    ),
  cluster: z
    .discriminatedUnion("kind", [local, kubeconfig])
    .meta({ title: "a mapping with a kind: local or kubeconfig" })
    .describe("The Kubernetes cluster that everything runs on but functions of another kind than knative."),
  database: database.optional(),
  databaseUrl: text(
    "an address such as postgresql://user:password@host:5432/postgres?sslmode=verify-full",
    /^postgres(ql)?:\/\//,
  )
    .optional()
    .describe(
      "Address of the database of kind existing, with an administrator's password: set it with --secret.",
    ),
  identity: identity.optional(),
  authorization: authorization.optional(),
  simulate: z
    .literal(true)
    .optional()
    .describe(
      "Emulated and simulated clouds in the place of real ones, with a state of their own. Default: the real ones.",
    ),
  functions: functions.optional(),
  events: events.optional(),
  guardrails: guardrails.optional(),
});

/** The configuration as typed: presets are not applied yet. */
export type CakeConfig = z.infer<typeof configSchema>;
export type ClusterConfig = CakeConfig["cluster"];
export type KubeconfigConfig = Extract<ClusterConfig, { kind: "kubeconfig" }>;
export type DatabaseConfig = NonNullable<CakeConfig["database"]>;
export type PostgresConfig = Extract<DatabaseConfig, { kind: "postgres" }>;
export type CockroachConfig = Extract<DatabaseConfig, { kind: "cockroach" }>;
export type IdentityConfig = NonNullable<CakeConfig["identity"]>;
export type KeycloakConfig = Extract<IdentityConfig, { kind: "keycloak" }>;
export type OidcConfig = Extract<IdentityConfig, { kind: "oidc" }>;
export type AuthorizationConfig = NonNullable<CakeConfig["authorization"]>;
export type FunctionsConfig = NonNullable<CakeConfig["functions"]>;
export type KnativeConfig = Extract<FunctionsConfig, { kind: "knative" }>;
export type LambdaConfig = Extract<FunctionsConfig, { kind: "lambda" }>;
export type CloudFunctionsConfig = Extract<FunctionsConfig, { kind: "cloudfunctions" }>;
export type EventsConfig = NonNullable<CakeConfig["events"]>;
export type GuardrailsConfig = NonNullable<CakeConfig["guardrails"]>;
export type Environment = CakeConfig["environment"];
