import { randomInt } from "node:crypto";
import type { Failure, InputProperties, InputProperty, Values } from "../base";
import { keepers } from "./keepers";

const classes = [
  { use: "upper", minimum: "minUpper", noun: "upper-case letters", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { use: "lower", minimum: "minLower", noun: "lower-case letters", characters: "abcdefghijklmnopqrstuvwxyz" },
  { use: "numeric", minimum: "minNumeric", noun: "digits", characters: "0123456789" },
  { use: "special", minimum: "minSpecial", noun: "special characters", characters: "!@#$%&*()-_=+[]{}<>:?" },
] as const;

/** Inputs of random texts. */
export const characterInputs: InputProperties = {
  keepers,
  length: { type: "integer", description: "Number of characters, 1 or more.", required: true, minimum: 1 },
  ...Object.fromEntries(
    classes.flatMap(({ use, minimum, noun }): [string, InputProperty][] => [
      [use, { type: "boolean", description: `Whether ${noun} occur.`, default: true }],
      [minimum, { type: "integer", description: `Number of ${noun} at least.`, default: 0, minimum: 0 }],
    ]),
  ),
  number: { type: "boolean", description: "Older name of `numeric`.", default: true },
  overrideSpecial: {
    type: "string",
    description: "The special characters, in place of !@#$%&*()-_=+[]{}<>:?",
  },
};

/** The inputs of a text that was not made here: every class may occur. */
export function importedInputs(text: string): Values {
  return { length: [...text].length };
}

/** The switch for digits has two names; a program sets one, and the state holds both alike. */
export function derivedCharacters({ number, numeric }: Values): Values {
  const digits = number !== false && numeric !== false;
  return { number: digits, numeric: digits };
}

/** What the inputs of a random text do wrong together; those that are not known yet are absent. */
export function checkCharacters(inputs: Values): Failure[] {
  const failures: Failure[] = [];
  const { length } = inputs;
  const least = classes.reduce((sum, { minimum }) => sum + Number(inputs[minimum] ?? 0), 0);
  if (typeof length === "number" && least > length) {
    const names = classes.map(({ minimum }) => minimum).join(", ");
    failures.push({
      property: "length",
      reason: `"length" is ${length}. Allowed: at least the sum of ${names}, which is ${least}.`,
    });
  }
  if (classes.every(({ use }) => inputs[use] === false)) {
    failures.push({
      property: "upper",
      reason: `All of upper, lower, numeric and special are false. Allowed: one of them true, or left out.`,
    });
  }
  return failures;
}

/** A random text; every text that satisfies the inputs is possible. */
export function randomText(inputs: Values): string {
  const alphabets = classes.map(({ use, minimum, characters }) => ({
    isUsed: inputs[use] !== false,
    minimum: Number(inputs[minimum] ?? 0),
    characters: [
      ...(use === "special" && inputs.overrideSpecial ? (inputs.overrideSpecial as string) : characters),
    ],
  }));
  const all = alphabets.flatMap((alphabet) => (alphabet.isUsed ? alphabet.characters : []));
  const chosen = alphabets.flatMap(({ minimum, characters }) => draw(minimum, characters));
  return shuffled([...chosen, ...draw(Number(inputs.length) - chosen.length, all)]).join("");
}

/** randomInt draws again where a remainder would favour some characters. */
function draw(count: number, characters: readonly string[]): string[] {
  return Array.from({ length: count }, () => characters[randomInt(characters.length)]!);
}

function shuffled(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  return characters;
}
