import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Cluster, KeycloakAdmin, PodConnection, Size } from "../../contracts";
import { Namespace, type NamespaceArgs } from "../../kubernetes/namespace";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { disruptionBudget } from "../../kubernetes/availability";
import { refuse } from "../../refuse";
import type { Store } from "../store";
import { environmentOf } from "./environment";
import { hostsOf, httpPort, service, type Hosts } from "./hosts";
import { officialImages, type KeycloakImage } from "./image";
import { adminPaths, ingressManifest, publicPaths, type IngressClass } from "./ingress";
import { untilLogin } from "./login";
import { adminSecret, clientService, podService, toEachOther } from "./objects";
import { problemsOf } from "./problems";
import { sizeOf, type Load, type PodSize } from "./size";
import { clusterPorts, labels, statefulSet } from "./stateful-set";

export interface KeycloakArgs {
  readonly cluster: Pick<Cluster, "ingress">;
  /** The database that it keeps everything in, sessions too. */
  readonly store: Store;
  /** Realms whose users sign in from outside; others are reached by who configures them only. */
  readonly realms: readonly string[];
  readonly ingress: IngressClass;
  /** @default – Keycloak's own on PostgreSQL, Phase Two's on CockroachDB */
  readonly image?: KeycloakImage;
  /** Pods. From two on, nobody is signed out when one of them ends. @default 1 */
  readonly replicas?: number;
  /** What all pods together are to serve: decides their processor. @default {loginsPerSecond: 1} */
  readonly load?: Load;
  /** Of each pod. @default – by Keycloak's rule: 1250 MB, and at most 1360 MB */
  readonly memory?: Size;
  /** Namespaces whose pods may call it within the cluster, to get its keys. @default – none */
  readonly callers?: readonly string[];
  /** What it may call besides its database, such as Google or a mail server: egress rules. @default – nothing */
  readonly egress?: readonly object[];
  /**
   * Host name under which it is configured. It must lead to the ingress from wherever this program runs.
   * @default keycloak-admin.<namespace>.<domain>
   */
  readonly adminHost?: string;
  /** Whether the console of the realm `master` is there for everyone who can reach the ingress. @default "private" */
  readonly console?: "public" | "private";
}

/** Names of the objects in the namespace. */
const names = {
  server: "keycloak",
  service,
  pods: "keycloak-pods",
  admin: "keycloak-admin",
  budget: "keycloak",
  public: "keycloak",
  private: "keycloak-admin",
} as const;

/** The service account that configures it. Nobody has a password of an administrator. */
const adminClient = "cakestack";

/** The first start makes the tables; it has ten minutes for that. */
const customTimeouts = { create: "12m", update: "20m", delete: "3m" };

/**
 * Keycloak in a namespace of its own, in a database of the platform's.
 *
 * @example
 * const keycloak = new Keycloak("identity", { cluster, store, realms: ["shop"], ingress }, { provider });
 * const realm = new Realm("shop", { keycloak });
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class Keycloak extends pulumi.ComponentResource {
  /** Address for browsers: every issuer begins with it. */
  readonly url: pulumi.Output<string>;
  /** Address for pods of the namespaces that may call it. */
  readonly innerUrl: pulumi.Output<string>;
  /** Who configures realms, known once it can. */
  readonly admin: KeycloakAdmin;

  /** @param name of the namespace, too */
  constructor(name: string, args: KeycloakArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:auth:Keycloak", name, {}, opts);
    refuse(`Keycloak ${name}`, problemsOf(name, args), this);
    const { replicas = 1, load = { loginsPerSecond: 1 } } = args;
    const parent = { parent: this };
    const hosts = hostsOf(name, args.cluster.ingress, args.adminHost);
    const size = sizeOf(load, replicas, args.memory);
    const namespace = new Namespace(name, rulesOf(name, args, replicas, size), parent).name;
    const random = new RandomPassword(`${name}-admin`, { length: 32, special: false }, parent);
    const secret = pulumi.secret(random.result);
    const connection = args.store.connect({ namespace, pods: replicas, as: "owner" });
    const served = this.serve(name, args, { namespace, hosts, replicas, size, secret, connection });

    const ready = pulumi.all(served.map(({ id }) => id));
    this.url = ready.apply(() => hosts.public.url);
    this.innerUrl = ready.apply(() => hosts.innerUrl);
    this.admin = {
      url: this.loggedIn(hosts, ready, secret),
      clientId: pulumi.output(adminClient),
      clientSecret: secret,
    };
    this.registerOutputs({ url: this.url, admin: { url: this.admin.url } });
  }

  /** Creates what serves. @returns what is there once it does */
  private serve(name: string, args: KeycloakArgs, pods: Pods): pulumi.CustomResource[] {
    const { namespace, hosts, replicas, size, secret, connection } = pods;
    const { store, ingress, realms, console = "private", image = officialImages[store.engine] } = args;
    const create = (suffix: string, manifest: Manifest, opts?: pulumi.CustomResourceOptions) =>
      new KubernetesObject(`${name}-${suffix}`, manifest, { parent: this, ...opts });
    const admin = create("admin", adminSecret(names.admin, namespace, adminClient, secret), {
      additionalSecretOutputs: ["data", "stringData"],
    });
    const before = [
      create("pods", podService(names.pods, namespace)),
      ...(replicas > 1 ? [create("budget", disruptionBudget(names.budget, namespace, labels))] : []),
    ];
    const environment = environmentOf({
      store,
      connection,
      admin: admin.metadata.name,
      hosts,
      replicas,
      heapPercent: size.heapPercent,
    });
    const server = create(
      "server",
      statefulSet({
        name: names.server,
        namespace,
        podService: names.pods,
        image,
        replicas,
        size,
        environment,
        connection,
      }),
      { dependsOn: before, customTimeouts },
    );
    // A Service without pods is waited for in vain; with one, it is there when the pods can be reached.
    const reached = create("service", clientService(names.service, namespace), { dependsOn: server });
    const rule = (suffix: "public" | "private", host: string, paths: ReturnType<typeof adminPaths>) =>
      create(suffix, ingressManifest(names[suffix], namespace, ingress, host, paths), { dependsOn: reached });
    return [
      rule("public", hosts.public.host, publicPaths(realms, console)),
      rule("private", hosts.admin.host, adminPaths(console)),
    ];
  }

  /** The address that it is configured at, once the service account can log in there. A preview takes its word. */
  private loggedIn(
    { admin }: Hosts,
    ready: pulumi.Output<unknown>,
    secret: pulumi.Output<string>,
  ): pulumi.Output<string> {
    if (pulumi.runtime.isDryRun()) return ready.apply(() => admin.url);
    const login = pulumi.all([pulumi.unsecret(secret), ready]).apply(async ([clientSecret]) => {
      try {
        return await untilLogin({ url: admin.url, clientId: adminClient, clientSecret });
      } catch (error) {
        throw new pulumi.ResourceError((error as Error).message, this, true);
      }
    });
    return login;
  }
}

/** What the objects of one Keycloak share. */
interface Pods {
  readonly namespace: pulumi.Output<string>;
  readonly hosts: Hosts;
  readonly replicas: number;
  readonly size: PodSize;
  readonly secret: pulumi.Output<string>;
  readonly connection: PodConnection;
}

/** Who may call it and whom it calls, and what everything in the namespace may use. */
function rulesOf(
  name: string,
  { ingress, callers = [], store, egress = [] }: KeycloakArgs,
  replicas: number,
  { cpu, memory }: PodSize,
): NamespaceArgs {
  const several = replicas > 1;
  const http = [ingress.namespace, ...callers].map((caller) => ({ namespace: caller, ports: [httpPort] }));
  return {
    quota: { cpu: (replicas * cpu) / 1000, memory: `${replicas * memory.request} MB`, pods: replicas },
    callers: [...http, ...(several ? [{ namespace: name, ports: clusterPorts }] : [])],
    egress: [store.egress, ...egress, ...(several ? [toEachOther] : [])],
  };
}
