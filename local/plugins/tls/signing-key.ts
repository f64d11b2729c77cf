import type * as crypto from "node:crypto";
import type { Failure, InputProperties, Values } from "../base";
import { parsePrivateKey, type Algorithm } from "./keys";

/** The names of the three inputs that give a private key: `privateKeyPem` and two that belong together. */
type KeyInput = "privateKeyPem" | "caPrivateKeyPem";

/** Inputs for a private key: kept, or write-only with a version that says when it changed. */
export function keyInputs(name: KeyInput, whose: string): InputProperties {
  return {
    [name]: {
      type: "string",
      description: `Private key of ${whose}, in PEM format.`,
      secret: true,
      change: "replace",
    },
    [`${name}Wo`]: {
      type: "string",
      description: `As ${name}, but left out of the outputs.`,
      secret: true,
      writeOnly: true,
    },
    [`${name}WoVersion`]: {
      type: "integer",
      description: `A number that changes with ${name}Wo.`,
      change: "replace",
    },
  };
}

/** What is wrong with these inputs. */
export function checkKey(name: KeyInput, inputs: Values, unknown: ReadonlySet<string>): Failure[] {
  const given = (property: string) => inputs[property] !== undefined || unknown.has(property);
  const [kept, written] = [name, `${name}Wo`];
  const failure = (property: string, reason: string): Failure[] => [{ property, reason }];
  if (given(kept) === given(written)) {
    const found = given(kept) ? "Both" : "Neither";
    return failure(kept, `${found} of "${kept}" and "${written}" is set. Allowed: exactly one of them.`);
  }
  if (given(written) && !given(`${written}Version`)) {
    return failure(
      `${written}Version`,
      `"${written}Version" is missing. Set it: 1, and more with each new key.`,
    );
  }
  try {
    if (inputs[kept] !== undefined || inputs[written] !== undefined) keyOf(name, inputs);
    return [];
  } catch (error) {
    return failure(given(kept) ? kept : written, (error as Error).message);
  }
}

/** The key of checked inputs. */
export function keyOf(name: KeyInput, inputs: Values): { key: crypto.KeyObject; algorithm: Algorithm } {
  const property = inputs[name] === undefined ? `${name}Wo` : name;
  return parsePrivateKey(inputs[property] as string, property);
}
