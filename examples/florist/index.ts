import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { discover } from "../../components/auth/oidc/discovery";
import { SpiceDb } from "../../components/auth/spicedb";
import { ports } from "../../components/auth/spicedb/names";
import { ApplicationDatabase } from "../../components/cockroach/application";
import { PostgresDatabase } from "../../components/cockroach/postgres";
import type { Cluster } from "../../components/contracts";
import { KnativeBus } from "../../components/events/bus";
import { checkFunctions } from "../../components/events/function/check";
import { EventLedger } from "../../components/events/ledger";
import { deadLettersOf } from "../../components/events/ledger/address";
import { nodeImage } from "../../components/images/node";
import { egressTo } from "../../components/kubernetes/egress";
import { egressToEventing, KnativeEventing } from "../../components/kubernetes/knative/eventing";
import { KnativeServing } from "../../components/kubernetes/knative/serving";
import { Namespace } from "../../components/kubernetes/namespace";
import { kubernetesProvider } from "../../components/kubernetes/provider";
import { florist } from "./florist";
import { functions, pods } from "./functions";

/** Names of namespaces; the ledger's is in the address that the bus sends dead letters to. */
const names = { database: "database", permissions: "permissions", functions: "florist", ledger: "ledger" };

/** A cluster that is there, and where its nodes pull images from. */
function clusterOf(config: pulumi.Config): Cluster {
  return {
    kubeconfig: config.requireSecret("kubeconfig"),
    ingress: { domain: config.require("domain"), scheme: "https", port: 443 },
    images: { kind: "registry", prefix: config.require("registry"), base: nodeImage },
    egressCidrs: [],
  };
}

/** The florist on a cluster of its own, with users of a company's OpenID provider. */
export = async function program() {
  const config = new pulumi.Config();
  const cluster = clusterOf(config);
  const clientId = config.require("clientId");
  // What can be wrong is found before the first resource.
  for (const warning of await checkFunctions(functions, ["bus"])) await pulumi.log.warn(warning);
  const { issuer, jwksUri } = await discover(config.require("issuer"));

  // K: what runs functions, and what carries events.
  const provider = kubernetesProvider("cluster", cluster);
  const serving = new KnativeServing("knative", { cluster, ingress: "kourier" }, { provider });
  const eventing = new KnativeEventing("eventing", {}, { provider });

  // C: one server, with a database for the florist and one for who may do what.
  const callers = [names.functions, names.permissions];
  const server = new PostgresDatabase(names.database, { cluster, callers, memory: "1 GB" }, { provider });
  const database = (name: string, own: { connections: number; pods?: number; migrations?: string }) => {
    const mark = `${pulumi.getProject()}/${pulumi.getStack()}`;
    const { namespace } = server.reach;
    return new ApplicationDatabase(name, { server, namespace, mark, ...own }, { provider });
  };
  const migrations = path.join(__dirname, "migrations");
  const shop = database("florist", { connections: 2 * pods, pods, migrations });
  const relationships = database("permissions", { connections: 12 });

  // A: users are there already; who may see which order is the florist's own.
  const toDatabase = egressTo(server);
  const authorization = new SpiceDb(
    names.permissions,
    {
      schema: fs.readFileSync(path.join(__dirname, "permissions.zed"), "utf8"),
      store: {
        engine: server.engine,
        ca: server.ca,
        egress: toDatabase,
        connect: (consumer) => relationships.connection(consumer.as, consumer),
      },
      callers: [names.functions],
    },
    { provider },
  );

  // E: a namespace that is closed but for what functions call, a bus in it, and the functions.
  const egress = [
    toDatabase,
    egressTo({ reach: { kind: "cluster", namespace: names.permissions }, port: ports.grpc }),
    egressTo({ reach: { kind: "internet" }, port: 443 }),
    egressToEventing,
  ];
  const namespace = new Namespace(names.functions, { callers: serving.callers, egress }, { provider }).name;
  const bus = new KnativeBus(
    "events",
    {
      namespace,
      channel: { kind: "memory", lossy: true },
      ledger: true,
      delivery: { deadLetters: { uri: deadLettersOf(names.ledger, namespace) } },
    },
    { provider, dependsOn: eventing.ready },
  );
  const platform = {
    kind: "knative",
    namespace,
    cluster,
    reach: { cluster: true, internet: true },
  } as const;
  const opts = { provider, dependsOn: serving.ready };
  const { orders } = florist(
    {
      platform,
      bus,
      ledger: (database, all) =>
        new EventLedger(names.ledger, { platform, bus, database, functions: all }, opts),
      connection: (name, most) => shop.connection(name, { namespace, pods: most }),
      identity: {
        issuer: pulumi.output(issuer),
        jwksUri: pulumi.output(jwksUri),
        audience: config.get("audience") ?? clientId,
        clientId,
      },
      authorization,
    },
    opts,
  );
  return { orders: orders.url };
};
