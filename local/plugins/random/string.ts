import type { ResourceType } from "../base";
import {
  characterInputs,
  checkCharacters,
  derivedCharacters,
  importedInputs,
  randomText,
} from "./characters";

/** A random text that is no secret. */
export const randomString: ResourceType = {
  description: "A random text that is no secret.",
  stateVersion: 2,
  inputs: characterInputs,
  derived: derivedCharacters,
  outputs: { result: { type: "string", description: "The text." } },
  check: checkCharacters,
  create(inputs) {
    const text = randomText(inputs);
    return Promise.resolve({ id: text, outputs: { result: text } });
  },
  /** Imports the text itself. */
  read: (id, known) => Promise.resolve(known ?? { inputs: importedInputs(id), outputs: { result: id } }),
};
