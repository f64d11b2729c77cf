/*
 * The shapes that the tool chain is made of. A tool is resolved once, in this order: present on the machine
 * in a good version, cached, official download, built from its Go module.
 */

/** Says what happens, at least every 10 seconds while something runs. */
export type Report = (line: string) => void;

/** Names of the tools; each is a folder of programs. */
export type ToolName =
  | "pulumi"
  | "language-nodejs"
  | "kubernetes"
  | "node"
  | "debian"
  | "crane"
  | "coredns"
  | "traefik"
  | "local-path-provisioner"
  | "knative-serving"
  | "knative-eventing"
  | "function-base"
  | "postgres"
  | "flyway"
  | "keycloak"
  | "spicedb"
  | "zed"
  | "provider-kubernetes"
  | "provider-keycloak"
  | "provider-cockroach"
  | "provider-random"
  | "provider-tls"
  | "provider-aws"
  | "provider-gcp"
  | "simulated-aws"
  | "simulated-gcp";

/** Where a resolved tool came from. */
export type Origin = "present" | "cached" | "downloaded" | "built";

/** A tool that is there and was verified. */
export interface ResolvedTool {
  readonly name: ToolName;
  readonly version: string;
  readonly origin: Origin;
  /** Folder that holds its programs or files. */
  readonly directory: string;
}
