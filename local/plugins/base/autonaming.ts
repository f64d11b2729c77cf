import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { createHash, randomBytes } from "node:crypto";
import type { InputProperties } from "./property";
import type { Received } from "./value";

/** Random characters at the end of a name; the bridge for Terraform providers takes as many. */
const length = 7;

/**
 * Inputs with a name where the program gives none: the one that the resource has, or a new one. The engine's seed makes
 * the name of an update the one that was previewed.
 */
export function withNames(
  received: Received,
  olds: Received,
  properties: InputProperties,
  request: CheckRequest,
): Received {
  const missing = Object.keys(properties).filter(
    (property) => properties[property]?.autonamed && !(property in received.values),
  );
  const seed = request.getRandomseed_asU8();
  const random = createHash("sha256").update(seed.length > 0 ? seed : randomBytes(length));
  const fresh = `${request.getUrn().split("::").at(-1)}-${random.digest("hex").slice(0, length)}`;
  const names = Object.fromEntries(missing.map((property) => [property, olds.values[property] ?? fresh]));
  return { ...received, values: { ...received.values, ...names } };
}
