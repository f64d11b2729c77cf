import { databaseAllowList as policy } from "../../../policies/database/allow-list";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const narrow = "Fix: Name the ranges of those who connect, such as 203.0.113.7/32.";

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
