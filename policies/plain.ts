import * as pulumi from "@pulumi/pulumi";
import { UnknownValueError } from "@pulumi/policy";
import { UNKNOWN, type Properties, type Value } from "./value";

type Fields = Readonly<Record<string, unknown>>;

/**
 * What the SDK gives of a resource as plain data. The SDK's objects throw as soon as somebody looks at what a preview does
 * not know, and with that ends all that a policy has to say of the resource: a pod with one unknown variable would pass.
 */
export function plain(given: Fields): Properties {
  return Object.fromEntries(Object.keys(given).map((name) => [name, read(given, name)]));
}

function read(holder: Fields, name: string): Value {
  try {
    return valueOf(holder[name]);
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
}

function valueOf(given: unknown): Value {
  if (given === null || given === undefined) return undefined;
  // By index: an item that is not known throws when it is taken, and `map` would take it.
  if (Array.isArray(given)) return Object.keys(given).map((index) => read(given as object as Fields, index));
  if (typeof given !== "object") return given as Value;
  // A file, or many: no policy looks into one.
  if (pulumi.asset.Asset.isInstance(given) || pulumi.asset.Archive.isInstance(given)) return {};
  return plain(given);
}
