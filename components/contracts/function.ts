import type { Input, Output } from "@pulumi/pulumi";
import type { Authorization } from "./authorization";
import type { DatabaseConnection } from "./database";
import type { EventBus, EventFilter } from "./event-bus";
import type { Identity, TokenClaims } from "./identity";
import type { Duration, Size } from "./measures";

/** What wakes a function besides HTTP. */
export type Trigger =
  | { readonly event: EventFilter; readonly schedule?: undefined }
  | {
      /** In cron's form of five fields: minute, hour, day of the month, month, day of the week. */
      readonly schedule: string;
      /** Such as `Europe/Vienna`. @default "UTC" */
      readonly timeZone?: string;
      readonly event?: undefined;
    };

/** One function, the same for every platform that runs functions. */
export interface FunctionSpec {
  /**
   * Code in TypeScript, or an image that serves HTTP on `$PORT`. Code is a folder with an `index.ts` that exports the handler,
   * and perhaps a folder `public` with files for browsers, whose TypeScript is bundled for them.
   */
  readonly code:
    | { readonly source: string; readonly image?: undefined }
    | { readonly image: string; readonly source?: undefined };
  /**
   * Pods at least, pods at most, requests at once in one pod. No more pods than its database has connections for.
   * @default {min: 0, max: 10, concurrency: 100} – fewer at most where its database has connections for fewer
   */
  readonly scale?: { readonly min?: number; readonly max?: number; readonly concurrency?: number };
  /** @default "256 MB" */
  readonly memory?: Size;
  /** The longest that one request may take. @default "60 seconds" */
  readonly timeout?: Duration;
  /**
   * The longest that a new version may take to be ready, the pull of its image included; one that takes longer has
   * failed, and the one before goes on. Give it more where the cluster adds nodes first. @default "90 seconds"
   */
  readonly startTimeout?: Duration;
  readonly environment?: Readonly<Record<string, Input<string>>>;
  /** Environment variables whose values are kept in a Secret. */
  readonly secrets?: Readonly<Record<string, Input<string>>>;
  /**
   * What wakes it. A function with triggers exports an `EventHandler`, takes events only, and is visible to the cluster only:
   * nobody else may tell it that something happened.
   */
  readonly triggers?: readonly Trigger[];
  /** Types of the events that it publishes; it may publish no others. It needs a bus. @default none */
  readonly publishes?: readonly string[];
  /** What it uses of other layers. */
  readonly needs?: {
    /** Where its events come from and go to. Sets EVENTS_URL, EVENTS_SOURCE, EVENTS_TYPES and, with a ledger, EVENTS_LEDGER. */
    readonly bus?: EventBus;
    /**
     * Sets DATABASE_URL and DATABASE_POOL_SIZE; outside of the cluster also DATABASE_CA, where the authority is no public one.
     */
    readonly database?: DatabaseConnection;
    /**
     * Sets AUTH_ISSUER, AUTH_JWKS_URI and AUTH_AUDIENCE: tokens of its users are for that audience. `claims` sets
     * AUTH_AUDIENCE_CLAIM and AUTH_ROLES_CLAIM.
     */
    readonly identity?: Pick<Identity, "issuer" | "jwksUri" | "publicJwksUri"> & {
      readonly audience: string;
      readonly claims?: TokenClaims;
    };
    /** Sets SPICEDB_ENDPOINT, SPICEDB_CA and SPICEDB_TOKEN. */
    readonly authorization?: Pick<Authorization, "endpoint" | "ca" | "presharedKey">;
  };
  /** Who reaches it: everyone through the ingress, or only the cluster. @default "public", "cluster" with triggers */
  readonly visibility?: "public" | "cluster";
}

/** A function that is deployed and answers. */
export interface DeployedFunction {
  /** Address for callers outside; undefined when it is visible to the cluster only. */
  readonly url: Output<string | undefined>;
  /** Address for callers on the same platform. */
  readonly innerUrl: Output<string>;
}
