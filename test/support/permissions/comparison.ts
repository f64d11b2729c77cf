import * as fc from "fast-check";
import type { Permissions } from "../../../components/auth/runtime/permissions";
import { Evaluator } from "./evaluator";
import type { Model } from "./model";
import { questionText, textOf, type Question, type Relationship } from "./relationship";
import { Settlement } from "./settlement";
import type { World } from "./worlds";

/** How often each permission was had, was not, or could not be said to be. */
export type Tally = Map<string, { had: number; not: number; open: number }>;

/** What is compared. */
export interface Comparison {
  /** To a SpiceDB with the schema in force; what is there already is left alone. */
  readonly permissions: Permissions;
  readonly model: Model;
  readonly users: readonly string[];
  readonly worlds: fc.Arbitrary<World>;
}

/** Prefixes of ids, which are never used twice. */
let settlements = 0;

/**
 * That SpiceDB and the sets say the same of all worlds: when relationships have just been written, and when a third of
 * them has just been deleted.
 *
 * @returns the property, and what is counted while it is checked
 */
export function agreement(comparison: Comparison): {
  readonly property: fc.IAsyncProperty<[World]>;
  readonly tally: Tally;
} {
  const tally: Tally = new Map();
  const property = fc.asyncProperty(comparison.worlds, async ({ relationships, questions }) => {
    const settlement = new Settlement(comparison.permissions, String((settlements += 1)));
    const compare = async (there: readonly Relationship[]) => {
      const sets = new Evaluator(comparison.model, there, comparison.users);
      const found = await differences(settlement, sets, questions);
      if (found.length > 0) throw new Error(found.join("\n"));
      for (const question of questions) count(tally, sets, question);
    };
    await settlement.write(relationships);
    await compare(relationships);
    const isDeleted = (_: Relationship, index: number) => index % 3 === 0;
    await settlement.remove(relationships.filter(isDeleted));
    const rest = relationships.filter((one, index) => !isDeleted(one, index));
    await compare(rest);
    // In memory, SpiceDB becomes slow with what is there.
    await settlement.remove(rest);
  });
  return { property, tally };
}

/** Asks both the same. @returns where they differ, each with the relationships that the sets took it from */
async function differences(
  settlement: Settlement,
  sets: Evaluator,
  questions: readonly Question[],
): Promise<string[]> {
  const answers = await Promise.all(questions.map((question) => settlement.has(question)));
  return questions.flatMap((question, index) => {
    const expected = sets.has(question);
    if (answers[index] === expected) return [];
    const [theirs, ours] = expected ? ["no", "yes"] : ["yes", "no"];
    const reasons = sets.reasons(question).map(textOf).join(", ");
    return [
      `${questionText(question)}: SpiceDB says ${theirs}, sets say ${ours}, by ${reasons || "nothing"}`,
    ];
  });
}

function count(tally: Tally, sets: Evaluator, question: Question): void {
  const name = `${question.object.type}#${question.permission}`;
  const counted = tally.get(name) ?? { had: 0, not: 0, open: 0 };
  counted[sets.has(question) ? "had" : sets.isOpen(question) ? "open" : "not"] += 1;
  tally.set(name, counted);
}
