import { at, entries, items, UNKNOWN, type Properties, type Value } from "../value";

/** What a firewall lets through. */
export interface Opening {
  readonly protocol: Value;
  /** Undefined for all of them. */
  readonly from: Value;
  readonly to: Value;
  /** Where callers come from, each with where it is said. */
  readonly ranges: readonly (readonly [at: string, range: Value])[];
}

const indexed = (where: string, list: Value): (readonly [string, Value])[] =>
  items(list).map((value, index) => [`${where}[${index}]`, value]);

const inside = (where: string | undefined, field: string): string =>
  where === undefined ? field : `${where}.${field}`;

/** A rule of a security group as AWS had it first: ports, and lists of ranges. @param where undefined where the resource is one */
function groupRule(rule: Value, where?: string): Opening {
  return {
    protocol: at(rule, "protocol"),
    from: at(rule, "fromPort"),
    to: at(rule, "toPort"),
    ranges: ["cidrBlocks", "ipv6CidrBlocks"].flatMap((field) =>
      indexed(inside(where, field), at(rule, field)),
    ),
  };
}

function groupRules(group: Properties): Opening[] {
  return indexed("ingress", group.ingress).map(([where, rule]) => groupRule(rule, where));
}

function ingressRule(rule: Properties): Opening[] {
  const ranges = entries(rule).filter(([field]) => ["cidrIpv4", "cidrIpv6"].includes(field));
  return [{ protocol: rule.ipProtocol, from: rule.fromPort, to: rule.toPort, ranges }];
}

function firewall(rules: Properties): Opening[] {
  const { direction, disabled, sourceRanges, sourceTags, sourceServiceAccounts } = rules;
  if (disabled === true || (direction !== undefined && direction !== "INGRESS")) return [];
  const named = [sourceTags, sourceServiceAccounts].some((value) => value !== undefined);
  // Google lets everybody in where nobody is named.
  const ranges: (readonly [string, Value])[] =
    sourceRanges === undefined && !named
      ? [["sourceRanges, which is missing and so", "0.0.0.0/0"]]
      : indexed("sourceRanges", sourceRanges);
  return items(rules.allows).flatMap((allow) => {
    const ports = at(allow, "ports");
    const spans = ports === undefined ? [{ from: undefined, to: undefined }] : items(ports).map(spanOf);
    return spans.map((span) => ({ protocol: at(allow, "protocol"), ...span, ranges }));
  });
}

/** @example "5432", "5000-6000" */
function spanOf(port: Value): { from: Value; to: Value } {
  if (typeof port !== "string") return { from: port, to: port };
  const [from, to = from] = port.split("-");
  return { from, to };
}

const readers: Readonly<Record<string, (properties: Properties) => Opening[]>> = {
  "aws:ec2/securityGroup:SecurityGroup": groupRules,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": groupRules,
  "aws:ec2/securityGroupRule:SecurityGroupRule": (rule) =>
    rule.type === "egress" || rule.type === UNKNOWN ? [] : [groupRule(rule)],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ingressRule,
  "gcp:compute/firewall:Firewall": firewall,
};

/** Types of firewalls. */
export const firewalls = Object.keys(readers);

/** What a firewall lets through; nothing for what is none. */
export const openings = (type: string, properties: Properties): Opening[] =>
  readers[type]?.(properties) ?? [];

/** Those of the ports that an opening leads to. What is not known leads nowhere yet. */
export function portsOf({ protocol, from, to }: Opening, ports: readonly number[]): number[] {
  const name = typeof protocol === "string" ? protocol.toLowerCase() : protocol;
  const isEverything = isAmong(name, "-1", -1, "all");
  if (!isEverything && !isAmong(name, "tcp", "6", 6)) return [];
  if (isEverything || from === undefined) return [...ports];
  return ports.filter((port) => port >= number(from) && port <= number(to));
}

const isAmong = (value: Value, ...these: readonly Value[]): boolean => these.includes(value);

const number = (value: Value): number =>
  typeof value === "string" || typeof value === "number" ? Number(value) : NaN;
