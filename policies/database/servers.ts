import type { Finding, Resource } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";

const instances = "aws:rds/parameterGroup:ParameterGroup";
const clusters = "aws:rds/clusterParameterGroup:ClusterParameterGroup";

/** A parameter with which a server of AWS refuses who comes without TLS. */
interface Parameter {
  readonly types: readonly string[];
  /** Of the server, with its release. */
  readonly family: RegExp;
  readonly name: string;
  /** The first one is what the message says. */
  readonly allowed: readonly string[];
  /** Families that have it on where nobody sets it. */
  readonly isOn: RegExp;
}

const always = /^/;
const never = /(?!)/;

const parameters: readonly Parameter[] = [
  {
    types: [instances, clusters],
    family: /^postgres/,
    name: "rds.force_ssl",
    allowed: ["1"],
    isOn: /^postgres(?:1[5-9]|[2-9]\d)/,
  },
  {
    types: [clusters],
    family: /^aurora-postgresql/,
    name: "rds.force_ssl",
    allowed: ["1"],
    isOn: /^aurora-postgresql(?:1[7-9]|[2-9]\d)/,
  },
  { types: [instances], family: /^sqlserver/, name: "rds.force_ssl", allowed: ["1"], isOn: never },
  {
    types: [instances, clusters],
    family: /^(?:mysql|mariadb)/,
    name: "require_secure_transport",
    allowed: ["1", "ON"],
    isOn: never,
  },
  {
    types: [clusters],
    family: /^aurora-mysql/,
    name: "require_secure_transport",
    allowed: ["1", "ON"],
    isOn: never,
  },
  {
    types: ["aws:docdb/clusterParameterGroup:ClusterParameterGroup"],
    family: always,
    name: "tls",
    allowed: ["enabled", "tls1.2+", "tls1.3+", "fips-140-3"],
    isOn: always,
  },
  {
    types: ["aws:neptune/clusterParameterGroup:ClusterParameterGroup"],
    family: always,
    name: "neptune_enforce_ssl",
    allowed: ["1"],
    isOn: always,
  },
  {
    types: ["aws:redshift/parameterGroup:ParameterGroup"],
    family: always,
    name: "require_ssl",
    allowed: ["true"],
    isOn: never,
  },
];

/** A property with which a server, or a proxy before it, refuses who comes without TLS. */
interface Setting {
  readonly path: readonly string[];
  readonly allowed: readonly Value[];
  readonly to: string;
}

const settings: Readonly<Record<string, Setting>> = {
  "aws:rds/proxy:Proxy": { path: ["requireTls"], allowed: [true], to: "true" },
  "gcp:sql/databaseInstance:DatabaseInstance": {
    path: ["settings", "ipConfiguration", "sslMode"],
    allowed: ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
    to: "ENCRYPTED_ONLY",
  },
  "gcp:alloydb/instance:Instance": {
    path: ["clientConnectionConfig", "sslConfig", "sslMode"],
    allowed: [undefined, "ENCRYPTED_ONLY"],
    to: "ENCRYPTED_ONLY",
  },
};

/** Types of servers, and of what configures some. */
export const servers: ReadonlySet<string> = new Set([
  ...Object.keys(settings),
  ...parameters.flatMap(({ types }) => types),
]);

/** What is wrong with a server in a cloud. */
export function* serverFindings({ type, properties }: Resource): Iterable<Finding> {
  const setting = settings[type];
  if (setting && !isOldOrCopied(properties)) yield* settingFindings(setting, properties);
  const { family } = properties;
  for (const parameter of parameters)
    if (parameter.types.includes(type) && typeof family === "string" && parameter.family.test(family))
      yield* parameterFindings(parameter, family, properties.parameters);
}

function* settingFindings({ path, allowed, to }: Setting, properties: Properties): Iterable<Finding> {
  const value = at(properties, ...path);
  const where = path.join(".");
  if (!isOneOf(value, allowed))
    yield { at: where, problem: `is ${shown(value)}`, fix: `Set ${where} to ${to}` };
}

/** Providers before release 8 had another word for it; what is cloned has what it is cloned from. */
function isOldOrCopied({ settings: given, clone }: Properties): boolean {
  const isOld = at(given, "ipConfiguration", "requireSsl") === true;
  return isOld || (given === undefined && clone !== undefined);
}

function* parameterFindings(parameter: Parameter, family: string, list: Value): Iterable<Finding> {
  const { name, allowed, isOn } = parameter;
  const fix = `Give parameters one with the name ${name} and the value ${allowed[0]}`;
  const set = items(list).map((one): readonly [name: Value, value: Value] => [
    at(one, "name"),
    at(one, "value"),
  ]);
  const found = set.filter(([of]) => of === name);
  for (const [, value] of found)
    if (!isOneOf(value, allowed)) yield { at: `parameters[${name}]`, problem: `is ${shown(value)}`, fix };
  const mayBeThere = list === UNKNOWN || set.some(([of]) => of === UNKNOWN);
  if (found.length === 0 && !mayBeThere && !isOn.test(family))
    yield { at: `parameters[${name}]`, problem: "is missing", fix };
}
