import { hash } from "bcryptjs";
import type { ResourceType, Values } from "../base";
import {
  characterInputs,
  checkCharacters,
  derivedCharacters,
  importedInputs,
  randomText,
} from "./characters";

/** Rounds, as a power of two, that the official provider takes. */
const bcryptCost = 10;

/** A random text that is kept secret. */
export const randomPassword: ResourceType = {
  description: "A random text that is kept secret, with its bcrypt hash.",
  stateVersion: 3,
  inputs: characterInputs,
  derived: derivedCharacters,
  outputs: {
    bcryptHash: { type: "string", description: "Bcrypt hash of the first 72 bytes.", secret: true },
    result: { type: "string", description: "The text.", secret: true },
  },
  check: checkCharacters,
  async create(inputs) {
    return { id: "none", outputs: await outputs(randomText(inputs)) };
  },
  /** Imports the text itself. */
  async read(id, known) {
    return known ?? { id: "none", inputs: importedInputs(id), outputs: await outputs(id) };
  },
};

async function outputs(text: string): Promise<Values> {
  return { bcryptHash: await hash(text, bcryptCost), result: text };
}
