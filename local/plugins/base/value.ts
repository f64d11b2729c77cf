import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { Asset, decodeAsset, kindKey } from "./asset";

/** A value that is known only after another resource was made; occurs at preview. */
export class Unknown {
  private readonly brand = "unknown";
}

/** The one value of its class. */
export const unknown = new Unknown();

/** A value of a property, without marks of secrecy. */
export type Value =
  null | boolean | number | string | Unknown | Asset | readonly Value[] | { readonly [key: string]: Value };

/** Properties by name; one that is not set is absent. */
export type Values = Readonly<Record<string, Value>>;

/** Properties as they came over the wire. */
export interface Received {
  readonly values: Values;
  /** Names of the properties that are secret, or have a secret within. */
  readonly secrets: ReadonlySet<string>;
}

/** How the engine marks values that JSON has no form for. */
const unknownMark = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretKind = "1b47061264138c4ac30d75fd1eb44270";

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const isObject = (value: Value | undefined): value is Values =>
  typeof value === "object" &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Unknown) &&
  !(value instanceof Asset);

/** Whether a value is, or has within, one that is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  return value instanceof Unknown || Object.values(value).some(hasUnknown);
}

/** Properties from the engine's form. @throws Error for a kind of value that no plugin of ours takes (resources) */
export function decode(struct: Struct | undefined): Received {
  const secrets = new Set<string>();
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(struct?.toJavaScript() ?? {})) {
    // null is how the engine sends a property that is not set.
    if (value !== null) {
      values[name] = decodeValue(value, name, () => secrets.add(name));
    }
  }
  return { values, secrets };
}

function decodeValue(value: unknown, property: string, markSecret: () => void): Value {
  if (value === unknownMark) {
    return unknown;
  }
  if (Array.isArray(value)) {
    return value.map((item) => decodeValue(item, property, markSecret));
  }
  if (typeof value !== "object" || value === null) {
    return value as Value;
  }
  const object = value as Record<string, unknown>;
  if (object[kindKey] === secretKind) {
    markSecret();
    return decodeValue(object.value, property, markSecret);
  }
  const asset = decodeAsset(object);
  if (asset) {
    return asset;
  }
  if (kindKey in object) {
    throw new Error(
      `The property "${property}" holds a resource. Allowed: plain values, assets and archives.`,
    );
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, item]) => [key, decodeValue(item, property, markSecret)]),
  );
}

/** Properties in the engine's form; those named in `secrets` are marked as secret. */
export function encode(values: Values, secrets: ReadonlySet<string> = new Set()): Struct {
  const encoded = Object.entries(values).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          [
            name,
            secrets.has(name) ? { [kindKey]: secretKind, value: encodeValue(value) } : encodeValue(value),
          ] as const,
        ],
  );
  return Struct.fromJavaScript(Object.fromEntries(encoded));
}

type Encoded = null | boolean | number | string | Encoded[] | { [key: string]: Encoded };

function encodeValue(value: Value): Encoded {
  if (value instanceof Unknown) {
    return unknownMark;
  }
  if (value instanceof Asset) {
    return value.toWire() as Encoded;
  }
  if (isList(value)) {
    return value.map(encodeValue);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeValue(item)]));
  }
  return value;
}
