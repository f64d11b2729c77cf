import { setTimeout as wait } from "node:timers/promises";

/**
 * Asks at a steady rate whatever becomes of what was asked before, as users do: who waits for an answer before asking
 * again asks a slow server less.
 *
 * @param perSecond questions
 * @param ask whether a question was answered well; a rejection is no answer
 * @returns for each, milliseconds from when it was due to be asked until it was answered; infinite when it was not
 */
export async function atRate<T>(
  perSecond: number,
  questions: readonly T[],
  ask: (question: T) => Promise<boolean>,
): Promise<number[]> {
  const started = performance.now();
  return Promise.all(
    questions.map(async (question, index) => {
      const due = started + (index * 1000) / perSecond;
      await wait(Math.max(0, due - performance.now()));
      const answered = await ask(question).catch(() => false);
      return answered ? performance.now() - due : Infinity;
    }),
  );
}
