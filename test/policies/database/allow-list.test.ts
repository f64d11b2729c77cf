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

describe("a firewall", () => {
  const everyPort = "5432, 26257, 3306, 1433, 1521, 27017, 6379, 5439, 8182, 9042";
  const group = "aws:ec2/securityGroup:SecurityGroup";
  const tcp = { protocol: "tcp", fromPort: 5432, toPort: 5432 };

  it.each([group, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"])("lets nobody in (%s)", (type) => {
    const inner = { ...tcp, cidrBlocks: ["10.0.0.0/8"] };
    expectViolation(
      policy,
      resource(type, { ingress: [inner, { ...tcp, cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"] }] }),
      `ingress[1].cidrBlocks[1] is "0.0.0.0/0": every address, and leads to ports of databases (5432).\n  ${narrow}`,
    );
    expectViolation(
      policy,
      resource(type, { ingress: [{ ...tcp, ipv6CidrBlocks: ["::/0"] }] }),
      'ingress[0].ipv6CidrBlocks[0] is "::/0": every address, and',
    );
    expectCompliance(policy, resource(type, { ingress: [inner] }));
    expectCompliance(policy, resource(type, { egress: [{ ...tcp, cidrBlocks: ["0.0.0.0/0"] }] }));
  });

  it.each<[Value, Value, Value, string]>([
    ["-1", 0, 0, everyPort],
    ["all", 0, 0, everyPort],
    ["ALL", 0, 0, everyPort],
    [-1, 0, 0, everyPort],
    ["tcp", 0, 65535, everyPort],
    ["TCP", 5432, 5439, "5432, 5439"],
    ["6", 26257, 26257, "26257"],
    [6, "3306", "3306", "3306"],
    ["tcp", 1000, 1433, "1433"],
    ["tcp", 1521, 2000, "1521"],
  ])("opens ports by protocol %s from %s to %s", (protocol, fromPort, toPort, ports) => {
    const ingress: Value = [{ protocol, fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] }];
    expectViolation(policy, resource(group, { ingress }), `and leads to ports of databases (${ports}).`);
  });

  it.each<[Value, Value, Value]>([
    ["tcp", 443, 443],
    ["tcp", 5433, 5438],
    ["udp", 5432, 5432],
    ["icmp", -1, -1],
    [UNKNOWN, 5432, 5432],
    ["tcp", UNKNOWN, 5432],
    ["tcp", 5432, UNKNOWN],
    ["tcp", [5432], 5432],
  ])("opens none by protocol %s from %s to %s", (protocol, fromPort, toPort) => {
    const ingress: Value = [{ protocol, fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] }];
    expectCompliance(policy, resource(group, { ingress }));
  });

  it("can be told other ports", () => {
    const ingress = [{ protocol: "tcp", fromPort: 7000, toPort: 7000, cidrBlocks: ["0.0.0.0/0"] }];
    expectCompliance(policy, resource(group, { ingress }));
    expectViolation(policy, resource(group, { ingress }), "(7000)", { options: { ports: [7000] } });
  });

  it("is a rule of a group, too", () => {
    const type = "aws:ec2/securityGroupRule:SecurityGroupRule";
    const open = { ...tcp, cidrBlocks: ["0.0.0.0/0"] };
    expectViolation(
      policy,
      resource(type, { ...open, type: "ingress" }),
      /^cidrBlocks\[0\] is "0\.0\.0\.0\/0"/,
    );
    expectViolation(policy, resource(type, open), /^cidrBlocks\[0\]/);
    expectCompliance(policy, resource(type, { ...open, type: "egress" }));
    expectCompliance(policy, resource(type, { ...open, type: UNKNOWN }));
    expectCompliance(policy, resource(type, { ...tcp, type: "ingress", sourceSecurityGroupId: "sg-1" }));
  });

  it.each([
    ["cidrIpv4", "0.0.0.0/0"],
    ["cidrIpv6", "::/0"],
  ])("is an ingress rule (%s)", (field, range) => {
    const rule = (protocol: string) =>
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
        ipProtocol: protocol,
        fromPort: 5432,
        toPort: 5432,
        description: "0.0.0.0/0",
        [field]: range,
      });
    expectViolation(
      policy,
      rule("tcp"),
      `${field} is "${range}": every address, and leads to ports of databases (5432).`,
    );
    expectCompliance(policy, rule("udp"));
  });

  describe("of Google Cloud", () => {
    const type = "gcp:compute/firewall:Firewall";
    const allows = [{ protocol: "tcp", ports: ["443", "5000-6000"] }];
    const open = { allows, sourceRanges: ["0.0.0.0/0"] };

    it("lets nobody in", () => {
      const words =
        'sourceRanges[0] is "0.0.0.0/0": every address, and leads to ports of databases (5432, 5439).';
      expectViolation(policy, resource(type, open), words);
      expectViolation(policy, resource(type, { ...open, direction: "INGRESS" }), words);
      expectViolation(policy, resource(type, { ...open, disabled: false }), words);
    });

    it("lets everybody in where it names nobody", () => {
      expectViolation(
        policy,
        resource(type, { allows }),
        'sourceRanges, which is missing and so is "0.0.0.0/0": every address',
      );
      expectCompliance(policy, resource(type, { allows, sourceTags: ["shop"] }));
      expectCompliance(policy, resource(type, { allows, sourceServiceAccounts: ["shop"] }));
    });

    it("opens all ports where it names none, and one as a number", () => {
      const named = (one: Value) => resource(type, { allows: [one], sourceRanges: ["0.0.0.0/0"] });
      expectViolation(policy, named({ protocol: "tcp" }), `(${everyPort})`);
      expectViolation(policy, named({ protocol: "tcp", ports: [5432] }), "(5432)");
      expectViolation(policy, named({ protocol: "tcp", ports: ["5432"] }), "(5432)");
      expectCompliance(policy, named({ protocol: "tcp", ports: UNKNOWN }));
      expectCompliance(policy, named({ protocol: "tcp", ports: [UNKNOWN] }));
      expectCompliance(policy, named({ protocol: "tcp", ports: ["443"] }));
    });

    it("passes where it is off, is about what goes out, or lets in who is named", () => {
      expectCompliance(policy, resource(type, { ...open, disabled: true }));
      expectCompliance(policy, resource(type, { ...open, direction: "EGRESS" }));
      expectCompliance(policy, resource(type, { ...open, direction: UNKNOWN }));
      expectCompliance(policy, resource(type, { allows, sourceRanges: ["203.0.113.0/24"] }));
      expectCompliance(policy, resource(type, { allows, sourceRanges: UNKNOWN }));
    });
  });
});
