import type { Cluster, DeployedFunction, EventBus, FunctionSpec } from "../components/contracts";
import type { KeycloakImage } from "../components/auth/keycloak/image";
import type { SpiceDbArgs } from "../components/auth/spicedb";
import { deploy } from "../components/events/platform";
import type { KnativeEventingArgs } from "../components/kubernetes/knative/eventing";
import type { KnativeServingArgs } from "../components/kubernetes/knative/serving";
import { kubernetesProvider } from "../components/kubernetes/provider";
import type { AuthorizationLayer } from "./authorization";
import { databaseLayer, type DatabaseImages } from "./database";
import type { ChosenDatabase } from "./database/preflight";
import type { TryOut } from "./florist";
import { functionHost, type FunctionHost } from "./function-platform";
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
  readonly bus?: EventBus;
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
  const provider = kubernetesProvider("cluster", cluster);
  // What it would refuse of what is below is none of it: neither waits for the other, at the beginning and at the end.
  if (settings.guardrails.cluster === "on") (await import("./guardrails")).guardrails(settings, { provider });
  const host = await functionHost(settings, { cluster, brought, inCluster: { provider } });

  const images = brought.database ?? {};
  const database = databaseLayer(
    settings,
    chosen.database,
    { cluster, images, callers: callersOf(settings, host) },
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
        callers: host.namespaces,
        ...brought.identity,
      },
      { provider },
    );
  const authorization =
    settings.authorization &&
    (await import("./authorization")).authorizationLayer(
      settings.authorization,
      { store: database.store(authorizationName), callers: host.namespaces, images: brought.authorization },
      { provider },
    );

  const place = host.place([database, identity, authorization]);
  const { bus } = place;

  const { database: used, ...rest } = functions.hello;
  const spec: FunctionSpec = rest;
  const greetings = database.application(used);
  const connection = greetings.connection("hello", { ...place.consumer, pods: spec.scale?.max });
  const hello = deploy(place.platform, "hello", { ...spec, needs: { database: connection } }, place.opts);

  if (!identity?.signIn || !authorization || !bus)
    return { functions: { hello }, identity, authorization, bus, signIn: identity?.signIn };
  const { deployFlorist } = await import("./florist");
  const florist = deployFlorist({ ...place, bus }, { database, identity, authorization });
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
function callersOf({ identity, authorization }: Settings, { namespaces }: FunctionHost): string[] {
  return [
    ...namespaces,
    ...(identity?.kind === "keycloak" ? [identityName] : []),
    ...(authorization ? [authorizationName] : []),
  ];
}
