import type {
  Cluster,
  DeployedFunction,
  FunctionSpec,
  KnativeEventBus,
  KnativePlatform,
} from "../components/contracts";
import type { KeycloakImage } from "../components/auth/keycloak/image";
import type { SpiceDbArgs } from "../components/auth/spicedb";
import { deploy } from "../components/events/platform";
import type { KnativeEventingArgs } from "../components/kubernetes/knative/eventing";
import { KnativeServing, type KnativeServingArgs } from "../components/kubernetes/knative/serving";
import { Namespace } from "../components/kubernetes/namespace";
import { kubernetesProvider } from "../components/kubernetes/provider";
import type { AuthorizationLayer } from "./authorization";
import { databaseLayer, type DatabaseImages } from "./database";
import type { ChosenDatabase } from "./database/preflight";
import type { TryOut } from "./florist";
import { functions } from "./functions";
import type { IdentityLayer, SignIn } from "./identity";
import type { ChosenIdentity } from "./identity/preflight";
import { authorizationName, identityName } from "./names";
import type { Settings } from "./presets";

/** What a stack has after `up`. */
export interface Platform {
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  readonly identity?: IdentityLayer;
  readonly authorization?: AuthorizationLayer;
  /** Undefined where nothing carries events. */
  readonly bus?: KnativeEventBus;
  /** Undefined where nobody signs in, or somebody else says how. */
  readonly signIn?: SignIn;
  /** Undefined where there is no florist, or nobody to try it. */
  readonly tryOut?: TryOut;
}

/** What had to be found out before the first resource. */
export interface Chosen {
  readonly database: ChosenDatabase;
  readonly identity?: ChosenIdentity;
}

/** What the cluster brings along where it cannot pull the official parts. */
export interface Brought {
  readonly knative?: Pick<KnativeServingArgs, "manifests" | "nodePort" | "ingressImage" | "processorShare">;
  readonly eventing?: Pick<KnativeEventingArgs, "manifests">;
  readonly database?: DatabaseImages;
  readonly identity?: { readonly image: KeycloakImage | undefined; readonly adminHost: string };
  readonly authorization?: SpiceDbArgs["images"];
}

/** The bill of materials: K (Kubernetes with Knative), C (the database), A (users and permissions), then E (functions). */
export async function platform(
  settings: Settings,
  cluster: Cluster,
  chosen: Chosen,
  brought: Brought = {},
): Promise<Platform> {
  const { quota, ...knative } = settings.functions;
  const provider = kubernetesProvider("cluster", cluster);

  const serving = new KnativeServing(
    "knative",
    {
      cluster,
      ingress: knative.ingress,
      manifests: knative.manifests ?? brought.knative?.manifests,
      nodePort: brought.knative?.nodePort,
      ingressImage: brought.knative?.ingressImage,
      autoscaler: knative.autoscaler,
      processorShare: brought.knative?.processorShare,
      replicas: knative.replicas,
    },
    { provider },
  );

  const images = brought.database ?? {};
  const database = databaseLayer(
    settings,
    chosen.database,
    { cluster, images, callers: callersOf(settings) },
    { provider },
  );

  // Loaded by those who have them.
  const identity =
    chosen.identity &&
    (await import("./identity")).identityLayer(
      chosen.identity,
      {
        cluster,
        store: () => database.store(identityName),
        callers: ["functions"],
        ...brought.identity,
      },
      { provider },
    );
  const authorization =
    settings.authorization &&
    (await import("./authorization")).authorizationLayer(
      settings.authorization,
      { store: database.store(authorizationName), callers: ["functions"], images: brought.authorization },
      { provider },
    );

  const events =
    settings.events &&
    (await import("./events")).eventsLayer(
      settings.events,
      {
        manifests: knative.manifests ?? brought.eventing?.manifests,
        replicas: knative.replicas,
        processorShare: brought.knative?.processorShare,
      },
      { provider },
    );

  const namespace = new Namespace(
    "functions",
    {
      quota,
      callers: serving.callers,
      egress: [database, identity, authorization, events].flatMap((layer) => layer?.egress ?? []),
    },
    { provider },
  );
  const functionPlatform: KnativePlatform = {
    kind: settings.functions.kind,
    namespace: namespace.name,
    cluster,
    reach: { cluster: true, internet: cluster.egressCidrs.length > 0 },
  };
  const bus = events?.bus(namespace.name);

  const { database: used, ...rest } = functions.hello;
  const spec: FunctionSpec = rest;
  const greetings = database.application(used);
  const connection = greetings.connection("hello", { namespace: namespace.name, pods: spec.scale?.max });
  const hello = deploy(
    functionPlatform,
    "hello",
    { ...spec, needs: { database: connection } },
    { provider, dependsOn: serving.ready },
  );

  if (!identity?.signIn || !authorization || !bus)
    return { functions: { hello }, identity, authorization, bus, signIn: identity?.signIn };
  const { deployFlorist } = await import("./florist");
  const florist = deployFlorist(
    functionPlatform,
    { database, identity, authorization, bus },
    { provider, dependsOn: serving.ready },
  );
  const signIn = { ...identity.signIn, url: florist.functions.orders.url };
  return {
    functions: { hello, ...florist.functions },
    identity,
    authorization,
    bus,
    signIn,
    tryOut: florist.tryOut,
  };
}

/** Namespaces whose pods use the database. */
function callersOf({ identity, authorization }: Settings): string[] {
  return [
    "functions",
    ...(identity?.kind === "keycloak" ? [identityName] : []),
    ...(authorization ? [authorizationName] : []),
  ];
}
