import { z } from "zod";
import { hostName, size, text, wholeNumber } from "./fields";

const ingress = z
  .strictObject({
    className: text("the name of an IngressClass").describe("The IngressClass of its two host names."),
    namespace: text("the name of a namespace").describe(
      "Where the pods of that ingress are: they may call it.",
    ),
    tlsSecret: text("the name of a Secret")
      .optional()
      .describe("A Secret with a certificate of both hosts. Default: TLS ends before the ingress."),
    annotations: z
      .record(z.string(), z.string())
      .meta({ title: "a mapping from names of annotations to texts" })
      .optional()
      .describe("Annotations of its rules, such as the one that names a certificate's issuer."),
  })
  .meta({ title: "a mapping with the keys className, namespace, tlsSecret, annotations" });

const keycloak = z
  .strictObject({
    kind: z.literal("keycloak"),
    replicas: wholeNumber(1, 10)
      .optional()
      .describe("Pods. From two on, nobody is signed out when one of them ends."),
    memory: size().optional().describe("Memory of each pod, from 600 MB on."),
    loginsPerSecond: wholeNumber(1, 10_000)
      .optional()
      .describe("Sign-ins a second that all pods together are for: decides their processor. Default: 1."),
    adminHost: hostName()
      .optional()
      .describe(
        "Host name that it is configured at. It must lead to the ingress from wherever the program runs. Default: localhost on the local platform, else keycloak-admin.identity and the domain.",
      ),
    console: z
      .enum(["public", "private"])
      .optional()
      .describe("Whether its console is there for everyone who reaches the ingress. Default: private."),
    passkeys: z
      .enum(["on", "off"])
      .optional()
      .describe("Whether a passkey is offered in the place of a password. Default: off."),
    ingress: ingress
      .optional()
      .describe(
        "What routes requests to it. Required where functions have kourier, which serves nothing else; default: traefik.",
      ),
  })
  .describe("Keycloak in the cluster, in a database of the platform's.");

const oidc = z
  .strictObject({
    kind: z.literal("oidc"),
    issuer: text(
      "an address that begins with https://, as it stands in the provider's tokens",
      /^https?:\/\//,
    ).describe(
      "The issuer, to the letter, with or without a slash at its end. Its document is read before anything is made.",
    ),
    clients: z
      .record(
        text("the name of an application", /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/),
        z
          .strictObject({ clientId: text("the id of a client").describe("Its id at the provider.") })
          .meta({ title: "a mapping with the key clientId" }),
      )
      .meta({ title: "a mapping from names of applications to mappings with the key clientId" })
      .optional()
      .describe("Applications, as they were registered with the provider by hand. Default: none."),
    claims: z
      .strictObject({
        audience: text("the name of a claim")
          .optional()
          .describe("What of a token says who it is for, such as client_id of Cognito's. Default: aud."),
        roles: text("the name of a claim")
          .optional()
          .describe(
            "What of a token lists the roles of its user, such as cognito:groups. Default: roles in realm_access, as Keycloak has it.",
          ),
      })
      .meta({ title: "a mapping with the keys audience, roles" })
      .optional()
      .describe("Where the provider's tokens say what. Default: where Keycloak's do."),
  })
  .describe("Any OpenID Connect provider: Auth0, Cognito, Entra, another Keycloak.");

export const identity = z
  .discriminatedUnion("kind", [keycloak, oidc])
  .meta({ title: "a mapping with a kind: keycloak or oidc" })
  .describe("Who signs users in. Default: nobody.");

const spicedb = z
  .strictObject({
    kind: z.literal("spicedb"),
    replicas: wholeNumber(1, 10).optional().describe("Pods. From two on, they share the work on a question."),
    memory: size().optional().describe("Memory of each pod."),
    rotation: wholeNumber(0, 1_000_000)
      .optional()
      .describe("How often the key that callers show was rotated. Raise it by one to rotate it. Default: 0."),
  })
  .describe("SpiceDB in the cluster, in a database of the platform's.");

export const authorization = z
  .discriminatedUnion("kind", [spicedb])
  .meta({ title: "a mapping with a kind: spicedb" })
  .describe("Who knows what a user may do with which object. Default: nobody.");
