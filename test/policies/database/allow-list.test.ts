import { databaseAllowList as policy } from "../../../policies/database/allow-list";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const why =
  "Why: Whoever reaches a database can try passwords, and the next flaw in its server, before anybody has updated it. " +
  "https://www.cockroachlabs.com/docs/cockroachcloud/network-authorization";
const narrow = "Fix: Name the ranges of those who connect, such as 203.0.113.7/32.";

describe("an entry of CockroachDB Cloud", () => {
  const entry = (cidrMask: Value) =>
    resource("cockroach:index/allowList:AllowList", { cidrIp: "0.0.0.0", cidrMask, sql: true, ui: false });

  it("is not for everybody", () => {
    expectViolation(
      policy,
      entry(0),
      "cidrMask is 0: every address.\n  Fix: Name the range of those who connect: cidrMask 32 is one address.\n  " +
        why,
    );
  });

  it("is no wider than the option", () => {
    expectViolation(policy, entry(15), "cidrMask is 15, which is wider than /16.");
    expectViolation(policy, entry(16), "cidrMask is 16, which is wider than /24.", {
      options: { widestIpv4: 24 },
    });
    expectCompliance(policy, entry(15), { options: { widestIpv4: 15 } });
  });

  it.each<Value>([16, 24, 32, UNKNOWN])("may be as wide as %s", (mask) => {
    expectCompliance(policy, entry(mask));
  });

  it.each([undefined, "24", 24.5, 33, -1, [24]])("refuses %s, which is no length of a prefix", (mask) => {
    expectViolation(policy, entry(mask), /^cidrMask is .*, which is no length of a prefix\./);
  });
});

describe("a cluster of CockroachDB Cloud", () => {
  const cluster = (serverless: Value) =>
    resource("cockroach:index/cluster:Cluster", { plan: "BASIC", serverless });

  it.each([
    [false, "false"],
    [undefined, "missing"],
    ["true", '"true"'],
  ])("begins with nobody (%s)", (withEmptyIpAllowlist, words) => {
    expectViolation(
      policy,
      cluster({ withEmptyIpAllowlist }),
      `serverless.withEmptyIpAllowlist is ${words}: the list of a new cluster begins with an entry for every address.\n  ` +
        "Fix: Set serverless.withEmptyIpAllowlist to true, and make an AllowList for each range that connects.",
    );
  });

  it.each<Value>([{ withEmptyIpAllowlist: true }, { withEmptyIpAllowlist: UNKNOWN }, UNKNOWN])(
    "passes where it does, or nobody can say yet",
    (serverless) => {
      expectCompliance(policy, cluster(serverless));
    },
  );

  it("passes where it is dedicated: nobody is let in then", () => {
    expectCompliance(
      policy,
      resource("cockroach:index/cluster:Cluster", { plan: "ADVANCED", dedicated: { numVirtualCpus: 4 } }),
    );
  });
});

describe("a list of Google Cloud", () => {
  const sql = (...ranges: Value[]) =>
    resource("gcp:sql/databaseInstance:DatabaseInstance", {
      settings: { ipConfiguration: { authorizedNetworks: ranges.map((value) => ({ value })) } },
    });

  it("does not name everybody", () => {
    expectViolation(
      policy,
      sql("203.0.113.7/32", "0.0.0.0/0"),
      `settings.ipConfiguration.authorizedNetworks[1].value is "0.0.0.0/0": every address.\n  ${narrow}\n  ${why}`,
    );
    expectViolation(policy, sql("::/0"), 'authorizedNetworks[0].value is "::/0": every address.');
  });

  it.each([
    ["12.0.0.0/8", "which is wider than /16"],
    ["12.0.0.0/15", "which is wider than /16"],
    ["2001:db8::/31", "which is wider than /32"],
    // Wider than what is private.
    ["10.0.0.0/7", "which is wider than /16"],
    ["172.16.0.0/11", "which is wider than /16"],
    ["192.168.0.0/15", "which is wider than /16"],
    ["100.64.0.0/9", "which is wider than /16"],
    ["fc00::/6", "which is wider than /32"],
    // Beside what is private.
    ["11.0.0.0/8", "which is wider than /16"],
    ["172.32.0.0/12", "which is wider than /16"],
    ["193.168.0.0/15", "which is wider than /16"],
    ["100.128.0.0/10", "which is wider than /16"],
    ["fe00::/7", "which is wider than /32"],
  ])("refuses %s", (range, words) => {
    expectViolation(policy, sql(range), `is "${range}", ${words}.`);
  });

  it.each([
    "everybody",
    "",
    "1.2.3.4/33",
    "::1/129",
    "1.2.3/24",
    "1.2.3.4/",
    "1.2.3.4/x",
    "1.2.3.4/32/1",
    "x1.2.3.4/32",
    24,
    undefined,
  ])("refuses %s, which nobody can read", (range) => {
    expectViolation(policy, sql(range), /value is .*, which is no range of addresses\./);
  });

  it.each<Value>([
    "203.0.113.7",
    "203.0.113.0/16",
    "2001:db8::1",
    "2001:db8::/32",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
    UNKNOWN,
  ])("takes %s", (range) => {
    expectCompliance(policy, sql(range));
  });

  it("can be told how wide a range may be", () => {
    expectViolation(policy, sql("12.0.0.0/16", "2001:db8::/32"), "wider than /24", "wider than /48", {
      options: { widestIpv4: 24, widestIpv6: 48 },
    });
  });

  it("finds one beside what is not known, and none where nothing is said", () => {
    expectViolation(policy, sql(UNKNOWN, "0.0.0.0/0"), "authorizedNetworks[1]");
    expectCompliance(policy, resource("gcp:sql/databaseInstance:DatabaseInstance", {}));
    expectCompliance(policy, resource("gcp:sql/databaseInstance:DatabaseInstance", { settings: UNKNOWN }));
    expectViolation(
      policy,
      resource("gcp:sql/databaseInstance:DatabaseInstance", {
        settings: { ipConfiguration: { authorizedNetworks: "0.0.0.0/0" } },
      }),
      "settings.ipConfiguration.authorizedNetworks[0].value is missing, which is no range",
    );
  });

  it("is AlloyDB's, too", () => {
    expectViolation(
      policy,
      resource("gcp:alloydb/instance:Instance", {
        networkConfig: { authorizedExternalNetworks: [{ cidrRange: "0.0.0.0/0" }] },
      }),
      'networkConfig.authorizedExternalNetworks[0].cidrRange is "0.0.0.0/0": every address.',
    );
  });
});

describe("an address on the internet", () => {
  it.each([
    "aws:rds/instance:Instance",
    "aws:rds/clusterInstance:ClusterInstance",
    "aws:rds/shardGroup:ShardGroup",
    "aws:neptune/clusterInstance:ClusterInstance",
    "aws:redshift/cluster:Cluster",
    "aws:redshiftserverless/workgroup:Workgroup",
  ])("is not for a %s", (type) => {
    const words = (value: string) =>
      `publiclyAccessible is ${value}.\n  Fix: Set publiclyAccessible to false, and connect from within its network.`;
    expectViolation(policy, resource(type, { publiclyAccessible: true }), words("true"));
    expectViolation(policy, resource(type, { publiclyAccessible: "false" }), words('"false"'));
    for (const publiclyAccessible of [false, undefined, UNKNOWN] as Value[])
      expectCompliance(policy, resource(type, { publiclyAccessible }));
  });

  it("is nothing that others have", () => {
    expectCompliance(policy, resource("aws:ec2/securityGroup:SecurityGroup", { publiclyAccessible: true }));
    expectCompliance(policy, resource("aws:mq/broker:Broker", { publiclyAccessible: true }));
  });
});
