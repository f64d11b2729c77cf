import { randomInt } from "node:crypto";
import { adjectives, animals } from "unique-names-generator";
import type { ResourceType } from "../base";
import { adverbs } from "./adverbs";
import { keepers } from "./keepers";

/** Words of the list that nobody wants in the name of a server. */
const unfit = new Set(["dead", "fat", "fatal", "gay", "naked", "racial", "sexual", "stupid"]);
const fit = adjectives.filter((word) => !unfit.has(word));

/** A random name that people can say. */
export const randomPet: ResourceType = {
  description: "A random name that people can say; it is the resource's id.",
  inputs: {
    keepers,
    length: { type: "integer", description: "Number of words, 1 or more.", default: 2, minimum: 1 },
    prefix: { type: "string", description: "A word in front of the name." },
    separator: { type: "string", description: "What stands between words.", default: "-" },
  },
  outputs: {},
  create(inputs) {
    const { length, prefix, separator } = inputs as { length: number; prefix?: string; separator: string };
    const words = petWords(length);
    return Promise.resolve({ id: (prefix ? [prefix, ...words] : words).join(separator), outputs: {} });
  },
};

/** An animal, before it an adjective, before that as many adverbs as it takes. */
function petWords(length: number): string[] {
  const one = (words: readonly string[]) => words[randomInt(words.length)]!;
  const descriptions = [one(fit), ...Array.from({ length }, () => one(adverbs))];
  return [one(animals), ...descriptions].slice(0, length).reverse();
}
