import { resourcePolicy, types, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { firewalls, openings, portsOf } from "./firewalls";
import { rangeProblem, type Widest } from "./ranges";

const options = {
  widestIpv4: {
    description: "Bits at least of a range's prefix, of IPv4.",
    default: 16,
    type: "integer",
    minimum: 1,
    maximum: 32,
  },
  widestIpv6: {
    description: "Bits at least of a range's prefix, of IPv6.",
    default: 32,
    type: "integer",
    minimum: 1,
    maximum: 128,
  },
  ports: {
    description:
      "Of PostgreSQL, CockroachDB, MySQL, SQL Server, Oracle, MongoDB, Redis, Redshift, Neptune and Cassandra.",
    default: [5432, 26257, 3306, 1433, 1521, 27017, 6379, 5439, 8182, 9042],
    type: "array",
    items: { type: "integer", minimum: 1, maximum: 65535 },
  },
};

/** Lists of ranges that may connect to a database. */
const lists: Readonly<Record<string, { readonly path: readonly string[]; readonly field: string }>> = {
  "gcp:sql/databaseInstance:DatabaseInstance": {
    path: ["settings", "ipConfiguration", "authorizedNetworks"],
    field: "value",
  },
  "gcp:alloydb/instance:Instance": {
    path: ["networkConfig", "authorizedExternalNetworks"],
    field: "cidrRange",
  },
};

/** Databases that may have an address on the internet. */
const exposable = [
  "aws:rds/instance:Instance",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/shardGroup:ShardGroup",
  "aws:neptune/clusterInstance:ClusterInstance",
  "aws:redshift/cluster:Cluster",
  "aws:redshiftserverless/workgroup:Workgroup",
];

const entry = "cockroach:index/allowList:AllowList";
const cluster = "cockroach:index/cluster:Cluster";
const narrow = "Name the ranges of those who connect, such as 203.0.113.7/32";

/** Only who has to connects to a database. */
export const databaseAllowList = resourcePolicy({
  name: "database-allow-list",
  description: "A database can be reached from named, narrow ranges of addresses only.",
  why: "Whoever reaches a database can try passwords, and the next flaw in its server, before anybody has updated it.",
  link: "https://www.cockroachlabs.com/docs/cockroachcloud/network-authorization",
  options,
  concerns: types(entry, cluster, ...Object.keys(lists), ...exposable, ...firewalls),
  *check({ type, properties }, { options: { widestIpv4, widestIpv6, ports } }) {
    const widest = { ipv4: widestIpv4, ipv6: widestIpv6 };
    if (type === entry) yield* entryFindings(properties, widest);
    if (type === cluster) yield* clusterFindings(properties);
    yield* listFindings(type, properties, widest);
    if (exposable.includes(type) && !isOneOf(properties.publiclyAccessible, [undefined, false]))
      yield {
        at: "publiclyAccessible",
        problem: `is ${shown(properties.publiclyAccessible)}`,
        fix: "Set publiclyAccessible to false, and connect from within its network",
      };
    for (const opening of openings(type, properties)) {
      const led = portsOf(opening, ports);
      if (led.length === 0) continue;
      for (const [where, range] of opening.ranges) {
        const problem = rangeProblem(range, widest);
        if (problem !== undefined)
          yield {
            at: where,
            problem: `${problem}, and leads to ports of databases (${led.join(", ")})`,
            fix: narrow,
          };
      }
    }
  },
});

function* entryFindings({ cidrMask }: Properties, { ipv4 }: Widest): Iterable<Finding> {
  if (cidrMask === UNKNOWN || isMask(cidrMask, ipv4)) return;
  const wide = isMask(cidrMask, 0) ? `, which is wider than /${ipv4}` : ", which is no length of a prefix";
  yield {
    at: "cidrMask",
    problem: `is ${shown(cidrMask)}${Number(cidrMask) === 0 ? ": every address" : wide}`,
    fix: "Name the range of those who connect: cidrMask 32 is one address",
  };
}

const isMask = (value: Value, least: number): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= 32;

function* clusterFindings({ serverless }: Properties): Iterable<Finding> {
  const value = at(serverless, "withEmptyIpAllowlist");
  if (serverless === undefined || isOneOf(value, [true])) return;
  yield {
    at: "serverless.withEmptyIpAllowlist",
    problem: `is ${shown(value)}: the list of a new cluster begins with an entry for every address`,
    fix: "Set serverless.withEmptyIpAllowlist to true, and make an AllowList for each range that connects",
  };
}

function* listFindings(type: string, properties: Properties, widest: Widest): Iterable<Finding> {
  const { path, field } = lists[type] ?? { path: [], field: "" };
  if (path.length === 0) return;
  for (const [index, item] of items(at(properties, ...path)).entries()) {
    const problem = rangeProblem(at(item, field), widest);
    if (problem !== undefined) yield { at: `${path.join(".")}[${index}].${field}`, problem, fix: narrow };
  }
}
