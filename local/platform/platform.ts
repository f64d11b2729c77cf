import type { ImageStore } from "../../components/contracts";
import type { Report, ToolName } from "../toolchain/tool";

/** Host names on a local platform end in it: names that resolve to this machine by RFC 6761. */
export const localDomain = "localhost";

/** What a started platform tells the program; kept in `platform.json` of the instance's folder, 0600. */
export interface PlatformState {
  readonly kind: "embedded" | "kind";
  /** Path of a kubeconfig file, 0600. */
  readonly kubeconfig: string;
  /** Loopback port that reaches the ingress. */
  readonly ingressPort: number;
  /** The port of the cluster's node behind it: the ingress listens there. */
  readonly ingressNodePort: number;
  /** Host names end in it: `localDomain`. */
  readonly domain: string;
  readonly storageClass: string;
  readonly images: ImageStore;
  /** Knative Serving's manifests and its ingress's image, where the platform was asked for them and has built them; else the official ones. */
  readonly knative?: { readonly manifests: { readonly directory: string }; readonly ingressImage: string };
  /** Knative Eventing's manifests, where the platform was asked for it and has built it; else the official ones. */
  readonly eventing?: { readonly manifests: { readonly directory: string } };
  /** PostgreSQL, where the platform was asked for it and has built it; else the official one. */
  readonly postgresImage?: string;
  /** Flyway, likewise. */
  readonly flywayImage?: string;
  /** Keycloak, likewise: unlike the official image it is built for PostgreSQL, and starts with `--optimized`. */
  readonly keycloakImage?: string;
  /** SpiceDB, likewise. */
  readonly spicedbImage?: string;
  /** SpiceDB's command line client, likewise: it writes schemas, and does nothing else. */
  readonly zedImage?: string;
  /** Where connections of pods to emulated services come from; pods reach no other service outside. */
  readonly egressCidrs?: readonly string[];
  /** Whether network policies are enforced: said by doctor, never assumed. */
  readonly networkPolicies: boolean;
}

/** One program of the platform, as `cake status` shows it. */
export interface PlatformComponent {
  readonly name: string;
  readonly state: "running" | "starting" | "failed" | "stopped";
  readonly pid?: number;
  readonly restarts: number;
  readonly log: string;
}

export interface PlatformStatus {
  readonly running: boolean;
  readonly ready: boolean;
  readonly components: readonly PlatformComponent[];
}

/** What only some stacks use of a platform. */
export interface PlatformNeeds {
  /** Images of Knative Serving and of its ingress, with its manifests, where they cannot be pulled. @default false */
  readonly serving?: boolean;
  /** An image of PostgreSQL, likewise. @default false */
  readonly postgres?: boolean;
  /** An image of Flyway, for migrations, likewise. @default false */
  readonly flyway?: boolean;
  /** An image of Keycloak, likewise. @default false */
  readonly keycloak?: boolean;
  /** An image of SpiceDB, likewise. @default false */
  readonly spicedb?: boolean;
  /** An image of SpiceDB's command line client, likewise. @default false */
  readonly zed?: boolean;
  /** Images of Knative Eventing, with its manifests, likewise. @default false */
  readonly eventing?: boolean;
}

/** A Kubernetes cluster on this machine. Every call is safe to repeat. */
export interface LocalPlatform {
  readonly kind: PlatformState["kind"];
  /**
   * Sees that it runs or can be started on this machine; makes nothing.
   *
   * @throws UserError that lists all that is in the way
   */
  check(): Promise<void>;
  /** What a start makes unless it is there. */
  tools(needs?: PlatformNeeds): readonly ToolName[];
  /** Brings it up, with the data that it had; returns at once when it is up. */
  start(report: Report, needs?: PlatformNeeds): Promise<PlatformState>;
  /** Ends its processes, mounts, namespaces and interfaces; keeps its data. */
  stop(report: Report): Promise<void>;
  /** Stops it and deletes its data. */
  wipe(report: Report): Promise<void>;
  status(): Promise<PlatformStatus>;
}
