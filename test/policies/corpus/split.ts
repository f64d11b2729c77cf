import type { Case } from "./case";

/** What a policy refuses of a corpus, with its messages: rows of a table of tests. */
export const refusedOf = (corpus: readonly Case[]) =>
  corpus.flatMap(({ breaks, ...one }) => (breaks ? [{ ...one, breaks }] : []));

/** What it takes. */
export const takenOf = (corpus: readonly Case[]) => corpus.filter(({ breaks }) => breaks === undefined);
