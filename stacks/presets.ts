import type { Duration, LogDays, Size } from "../components/contracts";
import type {
  AuthorizationConfig,
  CakeConfig,
  CloudFunctionsConfig,
  ClusterConfig,
  DatabaseConfig,
  Environment,
  EventsConfig,
  GuardrailsConfig,
  IdentityConfig,
  KeycloakConfig,
  KnativeConfig,
  LambdaConfig,
} from "./config";

/** What an environment's database gets when its configuration does not say. */
interface DatabasePreset {
  /** Of PostgreSQL in the cluster. */
  readonly storage: Size;
  readonly memory: Size;
  /** Where users and permissions are in it, too. */
  readonly sharedMemory: Size;
  /** Of what holds data, where this stack made it. */
  readonly deleteProtection: "on" | "off";
  /** When roles and rights are compared with what they should be, in cron's form; undefined: when somebody asks. */
  readonly check?: string;
}

/** What an environment's Keycloak and SpiceDB get when its configuration does not say. */
interface AuthPreset {
  readonly replicas: number;
  /** Of each pod of Keycloak; undefined: by Keycloak's own rule. */
  readonly memory?: Size;
  /** Whether a realm has users to try it with. */
  readonly users: boolean;
}

/** What an environment's functions on Knative get when its configuration does not say. */
export interface Preset {
  /** Pods of the ingress, and of each part of Knative. */
  readonly replicas: number;
  readonly autoscaler: {
    readonly stableWindow: Duration;
    readonly scaleToZeroGracePeriod: Duration;
    readonly podRetention: Duration;
  };
  /** Of the namespace that functions run in. */
  readonly quota: { readonly cpu: number; readonly memory: Size; readonly pods: number };
}

/** The release of Knative when the configuration names none. */
export const knativeRelease = "1.22.0";

/** The defaults of every environment. */
export const presets: Readonly<Record<Environment, Preset>> = {
  dev: {
    replicas: 1,
    // A pod drains for 30 s of its own after the decision: short, so that zero is real within 45 s.
    autoscaler: {
      stableWindow: "6 seconds",
      scaleToZeroGracePeriod: "5 seconds",
      podRetention: "0 seconds",
    },
    quota: { cpu: 8, memory: "8 GB", pods: 50 },
  },
  preview: {
    replicas: 1,
    autoscaler: {
      stableWindow: "30 seconds",
      scaleToZeroGracePeriod: "30 seconds",
      podRetention: "0 seconds",
    },
    quota: { cpu: 4, memory: "4 GB", pods: 25 },
  },
  prod: {
    replicas: 2,
    autoscaler: { stableWindow: "1 minute", scaleToZeroGracePeriod: "30 seconds", podRetention: "1 minute" },
    quota: { cpu: 32, memory: "64 GB", pods: 200 },
  },
};

/** Days that logs of functions on Lambda are kept for. */
export const logDays: Readonly<Record<Environment, LogDays>> = { dev: 3, preview: 3, prod: 30 };

/** The database's defaults of every environment. */
export const databasePresets: Readonly<Record<Environment, DatabasePreset>> = {
  dev: { storage: "1 GB", memory: "256 MB", sharedMemory: "1 GB", deleteProtection: "off" },
  preview: { storage: "1 GB", memory: "256 MB", sharedMemory: "1 GB", deleteProtection: "off" },
  prod: {
    storage: "20 GB",
    memory: "1 GB",
    sharedMemory: "2 GB",
    deleteProtection: "on",
    check: "17 3 * * *",
  },
};

/** The defaults of every environment for those who say who is who, and who may do what. */
export const authPresets: Readonly<Record<Environment, AuthPreset>> = {
  dev: { replicas: 1, memory: "900 MB", users: true },
  preview: { replicas: 1, memory: "900 MB", users: true },
  prod: { replicas: 2, users: false },
};

/** The database when the configuration names none. */
export const usualDatabase: DatabaseConfig = { kind: "postgres" };

const ingressOn: Readonly<Record<ClusterConfig["kind"], "kourier" | "traefik">> = {
  local: "traefik",
  kubeconfig: "kourier",
};

/** The configured database, with what is the same for every kind. */
export type DatabaseSettings = DatabaseConfig & Pick<DatabasePreset, "deleteProtection" | "check">;

/** The configured identity, with what a Keycloak gets. */
export type IdentitySettings =
  (KeycloakConfig & Pick<AuthPreset, "replicas" | "users">) | Exclude<IdentityConfig, KeycloakConfig>;

type KnativeEvents = Extract<EventsConfig, { kind: "knative" }>;

/** Knative Eventing, with nothing left out. */
export type KnativeEventsSettings = KnativeEvents & Required<Pick<KnativeEvents, "channel">>;

/** The configured events, with nothing left out. */
export type EventsSettings = KnativeEventsSettings | Exclude<EventsConfig, KnativeEvents>;

/** Functions on Knative, with nothing left out. */
export type KnativeSettings = Preset &
  Pick<KnativeConfig, "kind"> & {
    readonly ingress: "kourier" | "traefik";
    /** Undefined: those of the local platform, else the release `knativeRelease`. */
    readonly manifests: KnativeConfig["manifests"];
  };

/** Functions on Lambda, likewise. */
export type LambdaSettings = LambdaConfig & Required<Pick<LambdaConfig, "logDays">>;

/** What runs functions, with nothing left out. */
export type FunctionsSettings = KnativeSettings | LambdaSettings | CloudFunctionsConfig;

/** The configuration with nothing left out. */
export interface Settings {
  readonly environment: Environment;
  readonly domain?: string;
  readonly cluster: ClusterConfig;
  readonly database: DatabaseSettings;
  readonly databaseUrl?: string;
  /** Undefined: nobody signs in. */
  readonly identity?: IdentitySettings;
  /** Undefined: nobody is asked who may do what. */
  readonly authorization?: AuthorizationConfig & Pick<AuthPreset, "replicas">;
  readonly simulate?: true;
  /** Undefined: nothing carries events. */
  readonly events?: EventsSettings;
  readonly functions: FunctionsSettings;
  readonly guardrails: Required<GuardrailsConfig>;
}

/** What is configured wins over the environment's preset, key by key. */
export function withPresets(config: CakeConfig): Settings {
  const { replicas } = authPresets[config.environment];
  return {
    ...config,
    database: databaseSettings(config),
    identity: identitySettings(config),
    authorization: config.authorization && { replicas, ...config.authorization },
    events: config.events && eventsSettings(config.events),
    functions: functionsSettings(config),
    guardrails: { cluster: "on", ...config.guardrails },
  };
}

const eventsSettings = (events: EventsConfig): EventsSettings =>
  events.kind === "knative" ? { ...events, channel: events.channel ?? { kind: "memory" } } : events;

function functionsSettings({
  environment,
  cluster,
  functions = { kind: "knative" },
}: CakeConfig): FunctionsSettings {
  switch (functions.kind) {
    case "knative": {
      const preset = presets[environment];
      return {
        kind: functions.kind,
        ingress: functions.ingress ?? ingressOn[cluster.kind],
        manifests: functions.manifests,
        replicas: functions.replicas ?? preset.replicas,
        autoscaler: { ...preset.autoscaler, ...functions.autoscaler },
        quota: { ...preset.quota, ...functions.quota },
      };
    }
    case "lambda":
      return { ...functions, logDays: functions.logDays ?? logDays[environment] };
    case "cloudfunctions":
      return functions;
    default:
      return functions satisfies never;
  }
}

function databaseSettings(config: CakeConfig): DatabaseSettings {
  const { environment, database = usualDatabase, identity, authorization } = config;
  const { storage, memory, sharedMemory, ...preset } = databasePresets[environment];
  if (database.kind !== "postgres") return { ...preset, ...database };
  const usual = identity?.kind === "keycloak" || authorization ? sharedMemory : memory;
  return { ...preset, ...database, storage: database.storage ?? storage, memory: database.memory ?? usual };
}

function identitySettings({ environment, identity }: CakeConfig): Settings["identity"] {
  return identity?.kind === "keycloak" ? { ...authPresets[environment], ...identity } : identity;
}
